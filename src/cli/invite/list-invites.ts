import { withOperator } from '../operator.ts';
import { moment, table } from '../table.ts';
import { note, print, printJson } from '../terminal.ts';
import { inviteState, inviteView } from './invite-view.ts';

export interface ListInvitesOptions {
  readonly limit: number;
  readonly before?: string;
  readonly json?: boolean;
}

/** `invite list`: newest first, the operator's and everybody's, good or not. */
export async function runListInvites({ limit, before, json }: ListInvitesOptions): Promise<void> {
  await withOperator(async ({ store }) => {
    const invites = await store.listInvites({ limit, before });
    const now = Date.now();
    if (json) return printJson(invites.map((invite) => inviteView(invite, now)));
    if (invites.length === 0) return note('There are no invites.');
    const makers = new Map(
      (await store.findAccounts(invites.flatMap(({ accountId }) => accountId ?? []))).map(({ id, username }) => [
        id,
        `@${username}`,
      ]),
    );
    const rows = invites.map((invite) => [
      invite.id,
      invite.label,
      invite.accountId === undefined ? 'operator' : (makers.get(invite.accountId) ?? 'somebody who is gone'),
      inviteState(invite, now),
      invite.maxUses === undefined ? String(invite.uses) : `${invite.uses} of ${invite.maxUses}`,
      invite.expiresAt === undefined ? '' : moment(invite.expiresAt),
      moment(invite.createdAt),
    ]);
    print(table(['ID', 'LABEL', 'BY', 'STATE', 'USED', 'GOOD UNTIL', 'MADE'], rows));
    if (invites.length === limit) note(`There may be more: --before ${invites.at(-1)?.id}`);
  });
}
