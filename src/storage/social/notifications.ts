import { sql } from 'kysely';
import type { Id, Instant } from '../../protocol/app.ts';
import type {
  News,
  Notification,
  NotificationFilter,
  NotificationStore,
  NotificationType,
  TimelinePage,
} from '../../social/ports.ts';
import { isNotSuspended } from '../queries/not-suspended.ts';
import { idOf, optionalIdOf, soughtId } from '../row-values.ts';
import type { Db, NotificationTable } from '../schema.ts';
import type { SocialKit } from './create-social-store.ts';

/** Tells accounts of something, each once, in the commit of what it tells of, and all in one statement. */
export async function notify(
  db: Db,
  notifications: readonly {
    readonly id: bigint;
    readonly account: bigint;
    readonly type: NotificationType;
    readonly from: bigint;
    readonly status?: bigint;
    readonly at: Instant;
  }[],
): Promise<readonly News[]> {
  if (notifications.length === 0) return [];
  await db
    .insertInto('notifications')
    .values(
      notifications.map(({ id, account, type, from, status, at }) => ({
        id,
        account_id: account,
        type,
        from_account_id: from,
        status_id: status ?? null,
        created_at: at,
      })),
    )
    .execute();
  return notifications.map(({ id, account }) => ({
    kind: 'notification',
    notificationId: idOf(id),
    accountId: idOf(account),
  }));
}

/** Tells an account of several who follow it, at once. Nobody who listens hears of it: they find it when they look. */
export async function notifyOfFollows(
  db: Db,
  nextId: () => bigint,
  { account, followers, at }: { readonly account: bigint; readonly followers: readonly bigint[]; readonly at: Instant },
): Promise<void> {
  const told = { account_id: account, type: 'follow', status_id: null, created_at: at };
  await db
    .insertInto('notifications')
    .values(followers.map((follower) => ({ ...told, id: nextId(), from_account_id: follower })))
    .execute();
}

/** What an account was told of another one's follow, or of its request, goes with it. */
export async function forgetFollowNotifications(db: Db, pair: { readonly account: bigint; readonly from?: bigint }) {
  let query = db
    .deleteFrom('notifications')
    .where('account_id', '=', pair.account)
    .where('type', 'in', pair.from === undefined ? ['follow_request'] : ['follow', 'follow_request']);
  if (pair.from !== undefined) query = query.where('from_account_id', '=', pair.from);
  await query.execute();
}

/** What an account was told, and what others were told of it. */
export async function forgetAllNotifications(db: Db, account: bigint): Promise<void> {
  await db.deleteFrom('notifications').where('account_id', '=', account).execute();
  await db.deleteFrom('notifications').where('from_account_id', '=', account).execute();
}

export function createNotificationStore({ read, one }: SocialKit): NotificationStore {
  return {
    list: (accountId, page) => read((db) => list(db, accountId, page)),
    find: (id, accountId) =>
      read(async (db) => {
        const row = await db
          .selectFrom('notifications')
          .selectAll()
          .where('id', '=', soughtId(id))
          .where('account_id', '=', soughtId(accountId))
          .executeTakeFirst();
        return row && notificationOf(row);
      }),
    dismiss: (id, accountId) =>
      one(async (db) => {
        const removed = await db
          .deleteFrom('notifications')
          .where('id', '=', soughtId(id))
          .where('account_id', '=', soughtId(accountId))
          .returning('id')
          .executeTakeFirst();
        return removed !== undefined;
      }),
    clear: (accountId) =>
      one(async (db) => {
        await db.deleteFrom('notifications').where('account_id', '=', soughtId(accountId)).execute();
      }),
    countAfter: (accountId, after, limit) =>
      read(async (db) => {
        let query = db
          .selectFrom('notifications')
          .select('id')
          .where('account_id', '=', soughtId(accountId))
          .where(fromNobodySuspended);
        if (after !== undefined) query = query.where('id', '>', soughtId(after));
        return (await query.limit(limit).execute()).length;
      }),
  };
}

const fromNobodySuspended = isNotSuspended(sql.ref('notifications.from_account_id'));

async function list(
  db: Db,
  accountId: Id,
  { limit, maxId, sinceId, minId, types, fromAccountId, withSuspended }: TimelinePage & NotificationFilter,
): Promise<readonly Notification[]> {
  if (types?.length === 0) return [];
  let query = db
    .selectFrom('notifications')
    .selectAll()
    .where('account_id', '=', soughtId(accountId))
    .orderBy('id', minId === undefined ? 'desc' : 'asc')
    .limit(limit);
  if (maxId !== undefined) query = query.where('id', '<', soughtId(maxId));
  for (const above of [sinceId, minId]) if (above !== undefined) query = query.where('id', '>', soughtId(above));
  if (types !== undefined) query = query.where('type', 'in', types);
  if (fromAccountId !== undefined) query = query.where('from_account_id', '=', soughtId(fromAccountId));
  if (!withSuspended) query = query.where(fromNobodySuspended);
  const rows = (await query.execute()).map(notificationOf);
  return minId === undefined ? rows : rows.toReversed();
}

function notificationOf(row: NotificationTable): Notification {
  return {
    id: idOf(row.id),
    accountId: idOf(row.account_id),
    type: row.type as NotificationType,
    fromAccountId: idOf(row.from_account_id),
    statusId: optionalIdOf(row.status_id),
    createdAt: Number(row.created_at),
  };
}
