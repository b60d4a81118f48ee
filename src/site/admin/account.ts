import {
  isAllowed,
  type ModerationAct,
  moderationActs,
  rolesToGive,
  standingOf,
} from '../../accounts/moderation/moderation-rules.ts';
import type { Account } from '../../accounts/ports.ts';
import { shownAddress } from '../../accounts/sign-up/claimed-address.ts';
import type { GrantWithApp, Session } from '../../flows/ports.ts';
import type { Incoming } from '../../http/incoming.ts';
import { pathOf } from '../../http/paths.ts';
import type { Reply } from '../../http/reply.ts';
import { type AccountView, type AppOfAccount, accountPage } from '../../pages/site/admin/account.ts';
import type { ActName } from '../../pages/site/admin/account-words.ts';
import type { SiteDeps } from '../site-deps.ts';
import { presentEntries } from './audit-entries.ts';
import { asked, noSuchPage, oneOf, type StaffPage, staffPage } from './staff-page.ts';

/** How much of what happened stands on the page. */
const HISTORY = 15;

/** The name of an act in an address. */
export const actName = (act: ModerationAct): ActName => act.replaceAll(' ', '_') as ActName;

/** The act that an address names, if it names one. */
export const actNamed = (name: string): ModerationAct | undefined =>
  moderationActs.find((act) => actName(act) === name);

/** What somebody may do to an account in the state that it is in. */
export function possibleActs(me: Account, account: Account): readonly ModerationAct[] {
  return moderationActs.filter((act) => {
    if (!isAllowed(me, act, account)) return false;
    // A role is changed to another one, of which there must be one.
    if (act === 'change role') return rolesToGive(me, account).length > 1;
    return standingOf(me, act, account) === 'possible';
  });
}

/** @throws ApiError 404 */
export async function findAccount({ store }: SiteDeps, { request }: Pick<StaffPage, 'request'>): Promise<Account> {
  const account = await store.findAccount(request.part('id'));
  if (account === undefined) throw noSuchPage();
  return account;
}

/** `GET /admin/accounts/:id`: what is known of an account. */
export const showAccount = (deps: SiteDeps): ((request: Incoming) => Promise<Reply>) =>
  staffPage(deps, 'moderator', async (page) => {
    const act = oneOf(moderationActs.map(actName), asked(page, 'done'));
    return showAccountPage(deps, page, await findAccount(deps, page), act && { kind: 'done', act });
  });

/** The page of an account, with word of what just came of an act. */
export async function showAccountPage(
  deps: SiteDeps,
  page: StaffPage,
  account: Account,
  notice: AccountView['notice'],
  status = 200,
): Promise<Reply> {
  const { store } = deps;
  const { seesAddresses, without, me } = page;
  const [sessions, factors, grants, entries, invitedBy, madeWith] = await Promise.all([
    store.listSessions(account.id),
    store.findSecondFactors(account.id),
    store.listGrants(account.id),
    store.listAuditEntries({ accountId: account.id, limit: HISTORY }),
    findInviter(deps, account),
    account.appId === undefined ? undefined : store.findApp(account.appId),
  ]);
  const view: AccountView = {
    id: account.id,
    username: account.username,
    displayName: account.displayName,
    email: shownAddress(account),
    isProven: account.confirmedAt !== undefined,
    newEmail: account.confirmedAt === undefined ? undefined : account.unconfirmedEmail,
    state: account.state,
    role: account.role,
    createdAt: account.createdAt,
    inviteRequest: account.reason,
    locale: account.locale,
    bot: account.bot,
    passwordGrant: account.allowsPasswordGrant,
    profileUrl: pathOf(deps.kit.http.issuer, `/@${account.username}`),
    invitedBy,
    madeWith: madeWith && { id: madeWith.id, name: madeWith.name },
    sessions: sessions.length,
    addresses: seesAddresses ? addressesOf(sessions) : undefined,
    factors: {
      totp: factors.totp !== undefined,
      passkeys: factors.passkeys.length,
      recoveryCodes: factors.recoveryCodesLeft,
    },
    apps: appsOf(grants),
    acts: possibleActs(me, account).map(actName),
    entries: await presentEntries(store, entries, { showsAddresses: seesAddresses }),
    notice,
    without,
  };
  return page.show(accountPage(page.visit.frame, view), status);
}

async function findInviter({ store }: SiteDeps, { inviteId }: Account): Promise<AccountView['invitedBy']> {
  if (inviteId === undefined) return undefined;
  const [invite] = await store.findInvites([inviteId]);
  if (invite === undefined) return undefined;
  if (invite.accountId === undefined) return 'operator';
  const maker = await store.findAccount(invite.accountId);
  return maker && { id: maker.id, username: maker.username };
}

/** Each address once, the latest used first. */
function addressesOf(sessions: readonly Session[]) {
  const usedAt = new Map<string, number>();
  for (const session of sessions) {
    usedAt.set(session.address, Math.max(session.lastUsedAt, usedAt.get(session.address) ?? 0));
  }
  return [...usedAt].map(([address, at]) => ({ address, usedAt: at }));
}

/** One row an app; each personal token has its own. */
function appsOf(grants: readonly GrantWithApp[]): readonly AppOfAccount[] {
  const groups = Map.groupBy(grants, (grant) => grant.app?.id ?? grant.id);
  return [...groups.values()].flatMap((group) => {
    const [latest] = group;
    if (latest === undefined) return [];
    const used = group.flatMap(({ lastUsedAt }) => lastUsedAt ?? []);
    return [
      {
        app: latest.app && { id: latest.app.id, name: latest.app.name },
        tokenName: latest.name,
        signIns: group.length,
        since: Math.min(...group.map(({ createdAt }) => createdAt)),
        lastUsedAt: used.length === 0 ? undefined : Math.max(...used),
      },
    ];
  });
}
