import type { ExpressionBuilder } from 'kysely';
import { type Invite, InviteNotGood, type InviteStore } from '../../accounts/ports.ts';
import type { Id, Instant } from '../../protocol/app.ts';
import type { Digest } from '../../protocol/secret.ts';
import { idOf, optionalIdOf, optionalInstantOf, optionalStoredId, soughtId } from '../row-values.ts';
import type { Db, InviteTable, Schema } from '../schema.ts';
import { stateExpression } from './account-row.ts';

export async function addInvite(db: Db, id: bigint, invite: Parameters<InviteStore['addInvite']>[0]): Promise<Invite> {
  const row = await db
    .insertInto('invites')
    .values({
      id,
      digest: invite.digest,
      account_id: optionalStoredId(invite.accountId),
      label: invite.label,
      created_at: invite.createdAt,
      expires_at: invite.expiresAt ?? null,
      max_uses: invite.maxUses ?? null,
      uses: 0,
      ended_at: null,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return inviteOf(row);
}

export async function findGoodInvite(db: Db, digest: Digest, now: Instant): Promise<Invite | undefined> {
  const row = await db
    .selectFrom('invites')
    .selectAll()
    .where('digest', '=', digest)
    .where((invite) => isGood(invite, now))
    .executeTakeFirst();
  return row && inviteOf(row);
}

/** Counts one use; of callers who race for the last one, the others get {@link InviteNotGood}. */
export async function useInvite(db: Db, digest: Digest, now: Instant): Promise<bigint> {
  const row = await db
    .updateTable('invites')
    .set(({ eb }) => ({ uses: eb('uses', '+', 1) }))
    .where('digest', '=', digest)
    .where((invite) => isGood(invite, now))
    .returning('id')
    .executeTakeFirst();
  if (row === undefined) throw new InviteNotGood();
  return row.id;
}

/** Neither ended, expired nor used up, and whoever made it may still use the server. */
function isGood({ and, eb, exists, or, ref, selectFrom }: ExpressionBuilder<Schema, 'invites'>, now: Instant) {
  return and([
    eb('ended_at', 'is', null),
    or([eb('expires_at', 'is', null), eb('expires_at', '>', now)]),
    or([eb('max_uses', 'is', null), eb('uses', '<', ref('max_uses'))]),
    or([
      eb('invites.account_id', 'is', null),
      exists(
        selectFrom('accounts')
          .select('accounts.id')
          .whereRef('accounts.id', '=', 'invites.account_id')
          .where('accounts.deleted_at', 'is', null)
          .where(stateExpression, '=', 'active'),
      ),
    ]),
  ]);
}

export async function listInvites(
  db: Db,
  filter: Parameters<InviteStore['listInvites']>[0],
): Promise<readonly Invite[]> {
  let query = db.selectFrom('invites').selectAll().orderBy('id', 'desc').limit(filter.limit);
  if (filter.accountId !== undefined) query = query.where('account_id', '=', soughtId(filter.accountId));
  if (filter.before !== undefined) query = query.where('id', '<', soughtId(filter.before));
  return (await query.execute()).map(inviteOf);
}

export async function findInvites(db: Db, ids: readonly Id[]): Promise<readonly Invite[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('invites')
    .selectAll()
    .where('id', 'in', [...new Set(ids)].map(soughtId))
    .execute();
  return rows.map(inviteOf);
}

export async function endInvite(db: Db, id: Id, at: Instant, accountId?: Id): Promise<boolean> {
  let query = db
    .updateTable('invites')
    .set({ ended_at: at })
    .where('id', '=', soughtId(id))
    .where('ended_at', 'is', null);
  if (accountId !== undefined) query = query.where('account_id', '=', soughtId(accountId));
  return (await query.executeTakeFirstOrThrow()).numUpdatedRows > 0n;
}

function inviteOf(row: InviteTable): Invite {
  return {
    id: idOf(row.id),
    digest: row.digest as Digest,
    accountId: optionalIdOf(row.account_id),
    label: row.label,
    createdAt: Number(row.created_at),
    expiresAt: optionalInstantOf(row.expires_at),
    maxUses: row.max_uses === null ? undefined : Number(row.max_uses),
    uses: Number(row.uses),
    endedAt: optionalInstantOf(row.ended_at),
  };
}
