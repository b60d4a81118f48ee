import type { RemovalCompanions } from '../../accounts/ports.ts';
import type { Id, Instant } from '../../protocol/app.ts';
import { idOf, soughtId } from '../row-values.ts';
import type { Db } from '../schema.ts';
import { forgetAllNotifications } from '../social/notifications.ts';
import { removeStatusesOf } from '../social/statuses.ts';
import { holds } from './account-change.ts';
import { unfollowEverybody } from './follows.ts';
import { revokeGrantsOfAccount } from './grants.ts';
import { addMail } from './mails.ts';

/** What is erased of a deleted account. Its address is free again; its name is not. */
export async function deleteAccount(
  db: Db,
  id: Id,
  at: Instant,
  { when = {}, mail }: RemovalCompanions,
  mailId: bigint,
): Promise<boolean> {
  const erased = await db
    .updateTable('accounts')
    .set({
      deleted_at: at,
      email: '',
      // No address looks like that, and it is unique as the column demands.
      email_folded: `deleted ${id}`,
      unconfirmed_email: null,
      display_name: '',
      note: '',
      fields: '[]',
      password_hash: '',
      allows_password_grant: 0,
      has_second_factor: 0,
      role: 'user',
      locked: 0,
      bot: 0,
      discoverable: null,
      hide_collections: null,
      statuses_count: 0,
      last_status_at: null,
      indexable: 0,
      posting_visibility: null,
      posting_sensitive: 0,
      posting_language: null,
      shows_application: 1,
      avatar_digest: null,
      avatar_description: '',
      header_digest: null,
      header_description: '',
      locale: null,
      reason: null,
      app_id: null,
      invite_id: null,
    })
    .where('id', '=', soughtId(id))
    .where('deleted_at', 'is', null)
    .where(holds(when, id))
    .returning('id')
    .executeTakeFirst();
  if (erased === undefined) return false;
  await unfollowEverybody(db, erased.id);
  await removeBelow(db, erased.id, at);
  if (mail !== undefined) await addMail(db, mailId, mail);
  return true;
}

export async function removeUnusedAccount(
  db: Db,
  id: Id,
  at: Instant,
  { when = {}, mail }: RemovalCompanions,
  mailId: bigint,
): Promise<boolean> {
  const unused = await db
    .selectFrom('accounts')
    .select('id')
    .where('id', '=', soughtId(id))
    .where('deleted_at', 'is', null)
    .where(({ eb, or }) => or([eb('confirmed_at', 'is', null), eb('approved_at', 'is', null)]))
    .where(holds(when, id))
    .executeTakeFirst();
  if (unused === undefined) return false;
  await unfollowEverybody(db, unused.id);
  await removeBelow(db, unused.id, at);
  await db.deleteFrom('accounts').where('id', '=', unused.id).execute();
  if (mail !== undefined) await addMail(db, mailId, mail);
  return true;
}

/** The account's sessions and access end, and what only it needed goes. The audit log stays. */
async function removeBelow(db: Db, id: bigint, at: Instant): Promise<void> {
  const accountId = idOf(id);
  await db.deleteFrom('sessions').where('account_id', '=', accountId).execute();
  await revokeGrantsOfAccount(db, accountId, at);
  await removeStatusesOf(db, id);
  await forgetAllNotifications(db, id);
  const belows = ['totp_keys', 'recovery_codes', 'passkeys', 'tickets', 'mails'] as const;
  const social = ['account_words', 'mentions', 'push_subscriptions', 'markers', 'pictures'] as const;
  for (const table of [...belows, ...social]) {
    await db.deleteFrom(table).where('account_id', '=', id).execute();
  }
  await db
    .updateTable('invites')
    .set(({ fn, val }) => ({ ended_at: fn.coalesce('ended_at', val(at)), label: '' }))
    .where('account_id', '=', id)
    .execute();
}
