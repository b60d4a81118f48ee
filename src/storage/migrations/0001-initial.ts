/** The first schema: what each table means stands in `schema.ts`. */
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { idType, index } from './columns-and-indexes.ts';

export const initial: Migration = {
  async up(db: Kysely<unknown>) {
    await createApps(db);
    await createAuthorizations(db);
    await createTokens(db);
    await createSessions(db);
    await createPeople(db);
    await db.schema
      .createTable('settings')
      .addColumn('key', 'text', (column) => column.notNull().primaryKey())
      .addColumn('value', 'text', (column) => column.notNull())
      .execute();
  },
};

async function createApps(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('apps')
    .addColumn('id', idType(db), (column) => column.notNull().primaryKey())
    .addColumn('client_id', 'text', (column) => column.notNull().unique())
    .addColumn('secret_digest', 'text')
    .addColumn('confidential', 'integer', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('website', 'text')
    .addColumn('redirect_uris', 'text', (column) => column.notNull())
    .addColumn('scopes', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('consent_page_at', 'bigint')
    .addColumn('first_grant_at', 'bigint')
    .addColumn('deleted_at', 'bigint')
    .execute();
  await index(db, 'apps', 'never_used', ['created_at'])
    .where('consent_page_at', 'is', null)
    .where('first_grant_at', 'is', null)
    .execute();
  await index(db, 'apps', 'deleted', ['deleted_at']).where('deleted_at', 'is not', null).execute();
}

async function createAuthorizations(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('pending_authorizations')
    .addColumn('digest', 'text', (column) => column.notNull().primaryKey())
    .addColumn('browser_digest', 'text', (column) => column.notNull())
    .addColumn('app_id', 'bigint', (column) => column.notNull().references('apps.id').onDelete('cascade'))
    .addColumn('redirect_uri', 'text', (column) => column.notNull())
    .addColumn('scopes', 'text', (column) => column.notNull())
    .addColumn('state', 'text')
    .addColumn('code_challenge', 'text')
    .addColumn('response_mode', 'text', (column) => column.notNull())
    .addColumn('force_login', 'integer', (column) => column.notNull())
    .addColumn('lang', 'text')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .addColumn('answered_at', 'bigint')
    .execute();
  await index(db, 'pending_authorizations', 'age', ['created_at']).execute();
  await index(db, 'pending_authorizations', 'app', ['app_id']).execute();

  await db.schema
    .createTable('grants')
    .addColumn('id', idType(db), (column) => column.notNull().primaryKey())
    .addColumn('app_id', 'bigint', (column) => column.references('apps.id'))
    .addColumn('account_id', 'bigint')
    .addColumn('scopes', 'text', (column) => column.notNull())
    .addColumn('redirect_uri', 'text')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('last_used_at', 'bigint')
    .addColumn('revoked_at', 'bigint')
    .execute();
  // Carries all that the list of apps counts, so that it reads no grant.
  await index(db, 'grants', 'app', ['app_id', 'account_id', 'last_used_at', 'revoked_at']).execute();
  await index(db, 'grants', 'account', ['account_id', 'app_id']).where('revoked_at', 'is', null).execute();
  await index(db, 'grants', 'of_apps_alone', ['last_used_at', 'created_at'])
    .where('account_id', 'is', null)
    .where('revoked_at', 'is', null)
    .execute();
  await index(db, 'grants', 'revoked', ['revoked_at']).where('revoked_at', 'is not', null).execute();
}

async function createTokens(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('codes')
    .addColumn('digest', 'text', (column) => column.notNull().primaryKey())
    .addColumn('grant_id', 'bigint', (column) => column.notNull().references('grants.id').onDelete('cascade'))
    .addColumn('redirect_uri', 'text', (column) => column.notNull())
    .addColumn('code_challenge', 'text')
    .addColumn('browser_digest', 'text')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .addColumn('spent_at', 'bigint')
    .execute();
  await index(db, 'codes', 'grant', ['grant_id']).execute();
  await index(db, 'codes', 'expiry', ['expires_at']).execute();
  await index(db, 'codes', 'spent', ['spent_at']).where('spent_at', 'is not', null).execute();

  await db.schema
    .createTable('tokens')
    .addColumn('id', idType(db), (column) => column.notNull().primaryKey())
    .addColumn('digest', 'text', (column) => column.notNull().unique())
    .addColumn('grant_id', 'bigint', (column) => column.notNull().references('grants.id').onDelete('cascade'))
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint')
    .addColumn('last_used_at', 'bigint')
    .addColumn('last_used_address', 'text')
    .addColumn('revoked_at', 'bigint')
    .execute();
  await index(db, 'tokens', 'grant', ['grant_id']).execute();
  await index(db, 'tokens', 'expiry', ['expires_at']).where('expires_at', 'is not', null).execute();
  await index(db, 'tokens', 'revoked', ['revoked_at']).where('revoked_at', 'is not', null).execute();
}

async function createSessions(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('sessions')
    .addColumn('id', idType(db), (column) => column.notNull().primaryKey())
    .addColumn('digest', 'text', (column) => column.notNull().unique())
    .addColumn('account_id', 'bigint', (column) => column.notNull())
    .addColumn('browser_digest', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('last_used_at', 'bigint', (column) => column.notNull())
    .addColumn('address', 'text', (column) => column.notNull())
    .addColumn('user_agent', 'text', (column) => column.notNull())
    .execute();
  await index(db, 'sessions', 'account', ['account_id']).execute();
  await index(db, 'sessions', 'use', ['last_used_at']).execute();
}

async function createPeople(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('accounts')
    .addColumn('id', idType(db), (column) => column.notNull().primaryKey())
    .addColumn('username', 'text', (column) => column.notNull())
    .addColumn('username_folded', 'text', (column) => column.notNull().unique())
    .addColumn('email', 'text', (column) => column.notNull())
    .addColumn('email_folded', 'text', (column) => column.notNull().unique())
    .addColumn('display_name', 'text', (column) => column.notNull())
    .addColumn('note', 'text', (column) => column.notNull())
    .addColumn('fields', 'text', (column) => column.notNull())
    .addColumn('locked', 'integer', (column) => column.notNull())
    .addColumn('bot', 'integer', (column) => column.notNull())
    .addColumn('discoverable', 'integer')
    .addColumn('hide_collections', 'integer')
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('password_hash', 'text', (column) => column.notNull())
    .addColumn('allows_password_grant', 'integer', (column) => column.notNull())
    .addColumn('locale', 'text')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('followers_count', 'bigint', (column) => column.notNull())
    .addColumn('following_count', 'bigint', (column) => column.notNull())
    .execute();

  await db.schema
    .createTable('follows')
    .addColumn('id', idType(db), (column) => column.notNull().primaryKey())
    .addColumn('follower_id', 'bigint', (column) => column.notNull().references('accounts.id'))
    .addColumn('followed_id', 'bigint', (column) => column.notNull().references('accounts.id'))
    .addColumn('requested', 'integer', (column) => column.notNull())
    .addColumn('reblogs', 'integer', (column) => column.notNull())
    .addColumn('notify', 'integer', (column) => column.notNull())
    .addColumn('languages', 'text')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addUniqueConstraint('follows_pair', ['follower_id', 'followed_id'])
    .execute();
  await index(db, 'follows', 'followed', ['followed_id', 'requested', 'id']).execute();
  await index(db, 'follows', 'follower', ['follower_id', 'requested', 'id']).execute();
}
