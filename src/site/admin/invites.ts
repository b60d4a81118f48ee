import type { Account, Invite } from '../../accounts/ports.ts';
import type { Incoming } from '../../http/incoming.ts';
import type { Reply } from '../../http/reply.ts';
import { allInvitesPage, type InviteRow } from '../../pages/site/admin/invites.ts';
import type { Id, Instant } from '../../protocol/app.ts';
import type { SiteDeps } from '../site-deps.ts';
import { asked, noSuchPage, pathWith, staffForm, staffPage } from './staff-page.ts';

const PAGE_LENGTH = 40;

/** `GET /admin/invites`: everybody's invites, good or not. */
export const showAllInvites = (deps: SiteDeps): ((request: Incoming) => Promise<Reply>) =>
  staffPage(deps, 'admin', async (page) => {
    const { store, kit } = deps;
    const found = await store.listInvites({ limit: PAGE_LENGTH + 1, before: asked(page, 'before') });
    const invites = found.slice(0, PAGE_LENGTH);
    const ids = invites.flatMap(({ accountId }) => accountId ?? []);
    const makers = new Map((await store.findAccounts(ids)).map((account) => [account.id, account]));
    const view = {
      invites: invites.map((invite) => rowOf(invite, makers, kit.http.world.now())),
      older: found.length > PAGE_LENGTH ? pathWith('/admin/invites', { before: invites.at(-1)?.id }) : undefined,
      ended: asked(page, 'done') === 'ended',
      without: page.without,
    };
    return page.show(allInvitesPage(page.visit.frame, view));
  });

/** `POST /admin/invites/:id/end`: nobody comes by it any more. */
export const endAnyInvite = (deps: SiteDeps): ((request: Incoming) => Promise<Reply>) =>
  staffForm(deps, 'admin', async (form) => {
    const id = form.request.part('id');
    const [invite] = await deps.store.findInvites([id]);
    if (invite === undefined) throw noSuchPage();
    const { world } = deps.kit.http;
    if (await deps.store.endInvite(id, world.now())) {
      const { address } = form.request;
      world.report({ event: 'invite ended', inviteId: id, actorId: form.me.id, address });
    }
    return form.goTo('/admin/invites?done=ended');
  });

function rowOf(invite: Invite, makers: ReadonlyMap<Id, Account>, now: Instant): InviteRow {
  const { id, label, accountId, createdAt, expiresAt, uses, maxUses } = invite;
  const maker = accountId === undefined ? undefined : makers.get(accountId);
  return {
    id,
    label,
    maker: maker && { id: maker.id, username: maker.username },
    createdAt,
    expiresAt,
    uses,
    maxUses,
    state: stateOf(invite, now),
  };
}

function stateOf({ endedAt, expiresAt, uses, maxUses }: Invite, now: Instant): InviteRow['state'] {
  if (endedAt !== undefined) return 'ended';
  if (expiresAt !== undefined && expiresAt <= now) return 'expired';
  return maxUses !== undefined && uses >= maxUses ? 'used up' : 'good';
}
