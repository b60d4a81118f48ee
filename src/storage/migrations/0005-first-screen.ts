/**
 * What a signed-in app shows and does: statuses, notifications, push, markers, pictures. What each table means stands in
 * `schema.ts`.
 */
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { addSearchWords } from '../queries/search-words.ts';
import type { Db, Schema } from '../schema.ts';
import { idType, index, plainText } from './columns-and-indexes.ts';

export const firstScreen: Migration = {
  async up(db: Kysely<unknown>) {
    await addToAccounts(db);
    await createAccountWords(db);
    await createStatuses(db);
    await createNotifications(db);
    await createPushSubscriptions(db);
    await narrowIndexOfGrants(db);
    await db.schema
      .createTable('markers')
      .addColumn('account_id', 'bigint', (column) => column.notNull().references('accounts.id').onDelete('cascade'))
      .addColumn('timeline', 'text', (column) => column.notNull())
      .addColumn('last_read_id', 'text', (column) => column.notNull())
      .addColumn('version', 'bigint', (column) => column.notNull())
      .addColumn('updated_at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('markers_pair', ['account_id', 'timeline'])
      .execute();
    await db.schema
      .createTable('pictures')
      .addColumn('account_id', 'bigint', (column) => column.notNull().references('accounts.id').onDelete('cascade'))
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('digest', 'text', (column) => column.notNull())
      .addColumn('media_type', 'text', (column) => column.notNull())
      .addColumn('content', 'text', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('pictures_pair', ['account_id', 'kind'])
      .execute();
  },
};

/** Without the tokens that apps have of their own, which are of no account: nobody looks for them in it, and each was written there. */
async function narrowIndexOfGrants(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropIndex('grants_account').execute();
  await index(db, 'grants', 'account', ['account_id', 'app_id'])
    .where('account_id', 'is not', null)
    .where('revoked_at', 'is', null)
    .execute();
}

async function addToAccounts(db: Kysely<unknown>): Promise<void> {
  const add = (name: string, type: 'text' | 'bigint' | 'integer', fallback?: number | string) =>
    db.schema
      .alterTable('accounts')
      .addColumn(name, type, (column) => (fallback === undefined ? column : column.notNull().defaultTo(fallback)))
      .execute();
  await add('statuses_count', 'bigint', 0);
  await add('last_status_at', 'bigint');
  await add('indexable', 'integer', 0);
  await add('posting_visibility', 'text');
  await add('posting_sensitive', 'integer', 0);
  await add('posting_language', 'text');
  await add('shows_application', 'integer', 1);
  await add('avatar_digest', 'text');
  await add('avatar_description', 'text', '');
  await add('header_digest', 'text');
  await add('header_description', 'text', '');
}

async function createAccountWords(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('account_words')
    .addColumn('account_id', 'bigint', (column) => column.notNull().references('accounts.id').onDelete('cascade'))
    .addColumn('word', plainText(db), (column) => column.notNull())
    .addPrimaryKeyConstraint('account_words_pair', ['account_id', 'word'])
    .execute();
  await index(db, 'account_words', 'word', ['word', 'account_id']).execute();
  await fillAccountWords(db as Kysely<Pick<Schema, 'accounts' | 'account_words'>>);
}

/** Words that are made otherwise one day are made anew by a migration of that day. */
async function fillAccountWords(db: Kysely<Pick<Schema, 'accounts' | 'account_words'>>): Promise<void> {
  for (let last = 0n; ; ) {
    const accounts = await db
      .selectFrom('accounts')
      .select(['id', 'username', 'display_name'])
      .where('deleted_at', 'is', null)
      .where('id', '>', last)
      .orderBy('id')
      .limit(500)
      .execute();
    await addSearchWords(db as Db, accounts);
    const [end] = accounts.slice(-1);
    if (end === undefined) return;
    last = end.id;
  }
}

async function createStatuses(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('statuses')
    .addColumn('id', idType(db), (column) => column.notNull().primaryKey())
    .addColumn('account_id', 'bigint', (column) => column.notNull().references('accounts.id').onDelete('cascade'))
    .addColumn('text', 'text', (column) => column.notNull())
    .addColumn('spoiler_text', 'text', (column) => column.notNull())
    .addColumn('visibility', 'text', (column) => column.notNull())
    .addColumn('sensitive', 'integer', (column) => column.notNull())
    .addColumn('language', 'text')
    .addColumn('in_reply_to_id', 'bigint')
    .addColumn('in_reply_to_account_id', 'bigint')
    .addColumn('replies_count', 'bigint', (column) => column.notNull())
    .addColumn('in_public_timeline', 'integer', (column) => column.notNull())
    .addColumn('application_name', 'text')
    .addColumn('application_website', 'text')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute();
  await index(db, 'statuses', 'account', ['account_id', 'id']).execute();
  await index(db, 'statuses', 'parent', ['in_reply_to_id', 'id']).where('in_reply_to_id', 'is not', null).execute();
  await index(db, 'statuses', 'public', ['id']).where('in_public_timeline', '=', 1).execute();

  await db.schema
    .createTable('mentions')
    .addColumn('status_id', 'bigint', (column) => column.notNull().references('statuses.id').onDelete('cascade'))
    .addColumn('account_id', 'bigint', (column) => column.notNull().references('accounts.id').onDelete('cascade'))
    .addPrimaryKeyConstraint('mentions_pair', ['status_id', 'account_id'])
    .execute();
  await index(db, 'mentions', 'account', ['account_id', 'status_id']).execute();

  await db.schema
    .createTable('status_tags')
    .addColumn('status_id', 'bigint', (column) => column.notNull().references('statuses.id').onDelete('cascade'))
    .addColumn('tag', 'text', (column) => column.notNull())
    .addColumn('is_public', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('status_tags_pair', ['status_id', 'tag'])
    .execute();
  await index(db, 'status_tags', 'public', ['tag', 'status_id']).where('is_public', '=', 1).execute();

  await db.schema
    .createTable('posting_keys')
    .addColumn('account_id', 'bigint', (column) => column.notNull().references('accounts.id').onDelete('cascade'))
    .addColumn('digest', 'text', (column) => column.notNull())
    .addColumn('status_id', 'bigint', (column) => column.notNull().references('statuses.id').onDelete('cascade'))
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('posting_keys_pair', ['account_id', 'digest'])
    .execute();
  await index(db, 'posting_keys', 'status', ['status_id']).execute();
  await index(db, 'posting_keys', 'expiry', ['expires_at']).execute();
}

async function createNotifications(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('notifications')
    .addColumn('id', idType(db), (column) => column.notNull().primaryKey())
    .addColumn('account_id', 'bigint', (column) => column.notNull().references('accounts.id').onDelete('cascade'))
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('from_account_id', 'bigint', (column) => column.notNull().references('accounts.id').onDelete('cascade'))
    .addColumn('status_id', 'bigint', (column) => column.references('statuses.id').onDelete('cascade'))
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute();
  await index(db, 'notifications', 'account', ['account_id', 'id']).execute();
  await index(db, 'notifications', 'origin', ['from_account_id', 'account_id', 'type']).execute();
  await index(db, 'notifications', 'status', ['status_id']).where('status_id', 'is not', null).execute();
  await index(db, 'notifications', 'age', ['created_at']).execute();
}

async function createPushSubscriptions(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('push_subscriptions')
    .addColumn('id', idType(db), (column) => column.notNull().primaryKey())
    .addColumn('token_id', 'bigint', (column) => column.notNull().unique().references('tokens.id').onDelete('cascade'))
    .addColumn('account_id', 'bigint', (column) => column.notNull().references('accounts.id').onDelete('cascade'))
    .addColumn('sealed_target', 'text', (column) => column.notNull())
    .addColumn('standard', 'integer', (column) => column.notNull())
    .addColumn('alerts', 'text', (column) => column.notNull())
    .addColumn('policy', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute();
  await index(db, 'push_subscriptions', 'account', ['account_id']).execute();
}
