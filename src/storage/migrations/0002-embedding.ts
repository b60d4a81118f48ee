/**
 * What servers that embed this one need: account ids are text, whatever they look like in their directories, and an
 * operator may make an app a resource server.
 */
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { idType, index } from './columns-and-indexes.ts';

export const embedding: Migration = {
  async up(db: Kysely<unknown>) {
    await takeAccountIdsOfGrantsAsText(db);
    await takeAccountIdsOfSessionsAsText(db);
    await db.schema
      .alterTable('apps')
      .addColumn('resource_server', 'integer', (column) => column.notNull().defaultTo(0))
      .execute();
  },
};

/**
 * Changes the column in its place. Building the table anew would mean to drop the old one, and SQLite then deletes its
 * rows first, and with them every code and token below.
 */
async function takeAccountIdsOfGrantsAsText(db: Kysely<unknown>): Promise<void> {
  for (const name of ['app', 'account', 'of_apps_alone']) await db.schema.dropIndex(`grants_${name}`).execute();
  await db.schema.alterTable('grants').addColumn('account_id_text', 'text').execute();
  await sql`update grants set account_id_text = cast(account_id as text) where account_id is not null`.execute(db);
  await db.schema.alterTable('grants').dropColumn('account_id').execute();
  await db.schema.alterTable('grants').renameColumn('account_id_text', 'account_id').execute();
  // As 0001 made them, now over the new column.
  await index(db, 'grants', 'app', ['app_id', 'account_id', 'last_used_at', 'revoked_at']).execute();
  await index(db, 'grants', 'account', ['account_id', 'app_id']).where('revoked_at', 'is', null).execute();
  await index(db, 'grants', 'of_apps_alone', ['last_used_at', 'created_at'])
    .where('account_id', 'is', null)
    .where('revoked_at', 'is', null)
    .execute();
}

/** Builds the table anew, since a column that is never null cannot be added without a default. Nothing hangs below it. */
async function takeAccountIdsOfSessionsAsText(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('sessions_anew')
    .addColumn('id', idType(db), (column) => column.notNull().primaryKey())
    .addColumn('digest', 'text', (column) => column.notNull().unique())
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('browser_digest', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('last_used_at', 'bigint', (column) => column.notNull())
    .addColumn('address', 'text', (column) => column.notNull())
    .addColumn('user_agent', 'text', (column) => column.notNull())
    .execute();
  await sql`
    insert into sessions_anew
      (id, digest, account_id, browser_digest, created_at, last_used_at, address, user_agent)
    select
      id, digest, cast(account_id as text), browser_digest, created_at, last_used_at, address, user_agent
    from sessions
  `.execute(db);
  await db.schema.dropTable('sessions').execute();
  await db.schema.alterTable('sessions_anew').renameTo('sessions').execute();
  await index(db, 'sessions', 'account', ['account_id']).execute();
  await index(db, 'sessions', 'use', ['last_used_at']).execute();
}
