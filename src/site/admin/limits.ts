import type { ReachedLimit } from '../../flows/ports.ts';
import type { Incoming } from '../../http/incoming.ts';
import { liftLimit } from '../../http/limits/lift-limit.ts';
import { limitSubject } from '../../http/limits/limit-keys.ts';
import type { Reply } from '../../http/reply.ts';
import { type ReachedLimitRow, reachedLimitsPage } from '../../pages/site/admin/limits.ts';
import type { Id } from '../../protocol/app.ts';
import type { SiteDeps } from '../site-deps.ts';
import { asked, oneOf, pathWith, staffForm, staffPage } from './staff-page.ts';

const PAGE_LENGTH = 40;

/** `GET /admin/limits`: who reached a limit whose time is not over. */
export const showReachedLimits = (deps: SiteDeps): ((request: Incoming) => Promise<Reply>) =>
  staffPage(deps, 'admin', async (page) => {
    const { store, kit } = deps;
    const before = asked(page, 'before');
    const found = await store.limits.listReachedLimits({
      limit: PAGE_LENGTH + 1,
      openAt: kit.http.world.now(),
      ...(before === undefined ? {} : { before }),
    });
    const reached = found.slice(0, PAGE_LENGTH);
    const usernames = await usernamesOf(deps, reached);
    const view = {
      limits: reached.map((limit) => rowOf(limit, usernames)),
      older: found.length > PAGE_LENGTH ? pathWith('/admin/limits', { before: reached.at(-1)?.id }) : undefined,
      done: oneOf(['lifted', 'over'] as const, asked(page, 'done')),
      without: page.without,
    };
    return page.show(reachedLimitsPage(page.visit.frame, view));
  });

/** `POST /admin/limits/:id/lift`: who reached it begins anew. One whose time is over meanwhile needs no lifting. */
export const liftReachedLimit = (deps: SiteDeps): ((request: Incoming) => Promise<Reply>) =>
  staffForm(deps, 'admin', async (form) => {
    const { world } = deps.kit.http;
    const by = { actorId: form.me.id, address: form.request.address };
    const acts = { limits: deps.store.limits, now: () => world.now(), report: world.report };
    const lifted = await liftLimit(acts, form.request.part('id'), by);
    return form.goTo(`/admin/limits?done=${lifted === undefined ? 'over' : 'lifted'}`);
  });

async function usernamesOf({ store }: SiteDeps, limits: readonly ReachedLimit[]): Promise<ReadonlyMap<Id, string>> {
  const subjects = limits.map(({ key }) => limitSubject(key));
  const ids = new Set(subjects.flatMap((subject) => (subject.kind === 'account' ? [subject.accountId] : [])));
  return new Map((await store.findAccounts([...ids])).map(({ id, username }) => [id, username]));
}

function rowOf(limit: ReachedLimit, usernames: ReadonlyMap<Id, string>): ReachedLimitRow {
  const { id, rule, key, reachedAt, windowEndsAt, liftedAt } = limit;
  const state = liftedAt === undefined ? 'reached' : 'lifted';
  return { id, rule, who: whoIs(key, usernames), reachedAt, until: windowEndsAt, state };
}

function whoIs(key: string, usernames: ReadonlyMap<Id, string>): ReachedLimitRow['who'] {
  const subject = limitSubject(key);
  if (subject.kind === 'token') return { kind: 'token', id: subject.tokenId };
  if (subject.kind !== 'account') return subject;
  const { kind, accountId, oneBrowser } = subject;
  return { kind, id: accountId, username: usernames.get(accountId), oneBrowser };
}
