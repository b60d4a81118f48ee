import type { ModerationOutcome } from '../../accounts/moderation/moderation.ts';
import {
  accountRoles,
  isAllowed,
  type ModerationAct,
  rolesToGive,
  standingOf,
} from '../../accounts/moderation/moderation-rules.ts';
import type { Account } from '../../accounts/ports.ts';
import type { Incoming } from '../../http/incoming.ts';
import type { Reply } from '../../http/reply.ts';
import { accountActPage } from '../../pages/site/admin/account-act.ts';
import { accountPath } from '../../pages/site/admin/account-words.ts';
import { changeRolePage } from '../../pages/site/admin/change-role.ts';
import { requireFreshProof } from '../sign-in/fresh-proof.ts';
import type { SiteDeps } from '../site-deps.ts';
import { actName, actNamed, findAccount, showAccountPage } from './account.ts';
import { noSuchPage, oneOf, type StaffForm, type StaffPage, staffForm, staffPage } from './staff-page.ts';

/** What a stolen browser must not do: it would outlast the theft, or help the thief to another account. */
const needProof: ReadonlySet<ModerationAct> = new Set(['change role', 'reset second factor', 'delete']);

/** `GET /admin/accounts/:id/:act`: says what an act means, and asks for a second word. */
export const showAct = (deps: SiteDeps): ((request: Incoming) => Promise<Reply>) =>
  staffPage(deps, 'moderator', async (page) => {
    const { act, account } = await readAct(deps, page);
    const asks = askForProof(deps, page, act, account);
    if (asks !== undefined) return asks;
    const { visit, without, me } = page;
    const { id, username, role } = account;
    if (act === 'change role') {
      const roles = rolesToGive(me, account);
      return page.show(changeRolePage(visit.frame, { id, username, role, roles, isOwn: id === me.id, without }));
    }
    // A page that was left open, or somebody else was faster: there is nothing to decide.
    if (standingOf(me, act, account) !== 'possible') return page.goTo(accountPath(id));
    const name = actName(act);
    if (name === 'change_role') throw noSuchPage();
    return page.show(accountActPage(visit.frame, { id, username, act: name, without }));
  });

/** `POST /admin/accounts/:id/:act`: does it. */
export const actOnAccount = (deps: SiteDeps): ((request: Incoming) => Promise<Reply>) =>
  staffForm(deps, 'moderator', async (form) => {
    const { act, account } = await readAct(deps, form);
    const asks = askForProof(deps, form, act, account);
    if (asks !== undefined) return asks;
    const { me, body, request } = form;
    const role = act === 'change role' ? oneOf(accountRoles, body.one('role')) : undefined;
    const { address } = request;
    const outcome = await deps.moderation.act({ by: me, act, accountId: account.id, role, address });
    return answer(deps, form, { act, account, outcome });
  });

/** Which act an address names, and to whom. Of acts that the reader may not do, there is no page. */
async function readAct(deps: SiteDeps, page: StaffPage): Promise<{ act: ModerationAct; account: Account }> {
  const act = actNamed(page.request.part('act'));
  if (act === undefined) throw noSuchPage();
  const account = await findAccount(deps, page);
  if (!isAllowed(page.me, act, account)) throw noSuchPage();
  return { act, account };
}

function askForProof(
  deps: SiteDeps,
  { request, visit }: StaffPage,
  act: ModerationAct,
  { id }: Account,
): Reply | undefined {
  return needProof.has(act) ? requireFreshProof(deps, request, visit, accountPath(id, actName(act))) : undefined;
}

async function answer(
  deps: SiteDeps,
  form: StaffForm,
  { act, account, outcome }: { act: ModerationAct; account: Account; outcome: ModerationOutcome },
): Promise<Reply> {
  const name = actName(act);
  if (outcome.kind !== 'refused') {
    const isGone = act === 'reject' || act === 'delete';
    return form.goTo(`${isGone ? '/admin/accounts' : accountPath(account.id)}?done=${name}`);
  }
  const { reason } = outcome;
  const current = await deps.store.findAccount(account.id);
  if (reason === 'no such account' || current === undefined) throw noSuchPage();
  // Whoever gave their own role away has not this page any more, and whoever was refused sees how things stand.
  return showAccountPage(deps, form, current, { kind: 'refused', reason }, reason === 'not allowed' ? 403 : 409);
}
