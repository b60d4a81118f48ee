import type { Instant } from '../../protocol/app.ts';
import type { NotificationType, PushPolicy, PushStore, PushSubscription } from '../../social/ports.ts';
import { flag, idOf, isSet, listOf, listText, soughtId, storedId } from '../row-values.ts';
import type { Db, PushSubscriptionTable } from '../schema.ts';
import type { SocialKit } from './create-social-store.ts';

export function createPushStore({ read, write, one, nextId }: SocialKit): PushStore {
  return {
    set: (subscription) =>
      write(async (db) => {
        const token = soughtId(subscription.tokenId);
        const living = await livingTokens(db, subscription.createdAt).where('tokens.id', '=', token).executeTakeFirst();
        if (living === undefined) return undefined;
        await db.deleteFrom('push_subscriptions').where('token_id', '=', token).execute();
        const row = await db
          .insertInto('push_subscriptions')
          .values({
            id: nextId(),
            token_id: token,
            account_id: storedId(subscription.accountId),
            sealed_target: subscription.sealedTarget,
            standard: flag(subscription.standard),
            alerts: listText(subscription.alerts),
            policy: subscription.policy,
            created_at: subscription.createdAt,
          })
          .returningAll()
          .executeTakeFirstOrThrow();
        return subscriptionOf(row);
      }),
    find: (tokenId) =>
      read(async (db) => {
        const row = await db
          .selectFrom('push_subscriptions')
          .selectAll()
          .where('token_id', '=', soughtId(tokenId))
          .executeTakeFirst();
        return row && subscriptionOf(row);
      }),
    change: (tokenId, { alerts, policy }) =>
      one(async (db) => {
        const row = await db
          .updateTable('push_subscriptions')
          .set((columns) => ({
            alerts: alerts === undefined ? columns.ref('alerts') : listText(alerts),
            policy: policy ?? columns.ref('policy'),
          }))
          .where('token_id', '=', soughtId(tokenId))
          .returningAll()
          .executeTakeFirst();
        return row && subscriptionOf(row);
      }),
    listOfAccount: (accountId, at) =>
      read(async (db) => {
        const rows = await db
          .selectFrom('push_subscriptions')
          .selectAll()
          .where('account_id', '=', soughtId(accountId))
          // By the token of each: a list of all that live would be made from every token there is.
          .where(({ exists, ref }) =>
            exists(livingTokens(db, at).where('tokens.id', '=', ref('push_subscriptions.token_id'))),
          )
          .execute();
        return rows.map(subscriptionOf);
      }),
    remove: (tokenId, id) =>
      one(async (db) => {
        let query = db.deleteFrom('push_subscriptions').where('token_id', '=', soughtId(tokenId));
        if (id !== undefined) query = query.where('id', '=', soughtId(id));
        await query.execute();
      }),
  };
}

/** Judged with their apps, as everywhere: the end of an app changes nothing in a token's row. */
function livingTokens(db: Db, at: Instant) {
  return db
    .selectFrom('tokens')
    .leftJoin('apps', 'apps.id', 'tokens.app_id')
    .select('tokens.id')
    .where('tokens.revoked_at', 'is', null)
    .where('apps.deleted_at', 'is', null)
    .where(({ eb, or }) => or([eb('tokens.expires_at', 'is', null), eb('tokens.expires_at', '>', at)]));
}

function subscriptionOf(row: PushSubscriptionTable): PushSubscription {
  return {
    id: idOf(row.id),
    tokenId: idOf(row.token_id),
    accountId: idOf(row.account_id),
    sealedTarget: row.sealed_target,
    standard: isSet(row.standard),
    alerts: listOf<NotificationType>(row.alerts),
    policy: row.policy as PushPolicy,
    createdAt: Number(row.created_at),
  };
}
