/** A check of a token reads the token's own row, and SQLite finds that by the time with which the token begins (ADR 16). */
import { type Kysely, SqliteAdapter, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { idType, index } from './columns-and-indexes.ts';

export const checksOfOneRow: Migration = {
  async up(db: Kysely<unknown>) {
    if (db.getExecutor().adapter instanceof SqliteAdapter) await buildTokensAnew(db);
    else await addToTokens(db);
  },
};

/** The index of all digests stays: here tokens are found by it. */
async function addToTokens(db: Kysely<unknown>): Promise<void> {
  const tokens = db.schema.alterTable('tokens');
  await tokens.addColumn('timed', 'integer', (column) => column.notNull().defaultTo(0)).execute();
  await tokens.addColumn('app_id', 'bigint').execute();
  await tokens.addColumn('account_id', 'text').execute();
  await tokens.addColumn('scopes', 'text', (column) => column.notNull().defaultTo('[]')).execute();
  await sql`
    update tokens set app_id = grants.app_id, account_id = grants.account_id, scopes = grants.scopes,
      revoked_at = least(tokens.revoked_at, grants.revoked_at)
    from grants where grants.id = tokens.grant_id
  `.execute(db);
  await tokens.alterColumn('scopes', (column) => column.dropDefault()).execute();
  await tokens.alterColumn('timed', (column) => column.dropDefault()).execute();
}

/**
 * In a table of its own, since SQLite takes no unique constraint away. It deletes the rows of a table that it drops, and with them what
 * hangs below: so the subscriptions wait aside.
 */
async function buildTokensAnew(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('tokens_anew')
    .addColumn('id', idType(db), (column) => column.notNull().primaryKey())
    .addColumn('digest', 'text', (column) => column.notNull())
    .addColumn('timed', 'integer', (column) => column.notNull())
    .addColumn('grant_id', 'bigint', (column) => column.notNull().references('grants.id').onDelete('cascade'))
    .addColumn('app_id', 'bigint')
    .addColumn('account_id', 'text')
    .addColumn('scopes', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint')
    .addColumn('last_used_at', 'bigint')
    .addColumn('last_used_address', 'text')
    .addColumn('revoked_at', 'bigint')
    .execute();
  await sql`
    insert into tokens_anew
    select
      tokens.id, tokens.digest, 0, tokens.grant_id, grants.app_id, grants.account_id, grants.scopes, tokens.created_at,
      tokens.expires_at, tokens.last_used_at, tokens.last_used_address,
      min(coalesce(tokens.revoked_at, grants.revoked_at), coalesce(grants.revoked_at, tokens.revoked_at))
    from tokens cross join grants on grants.id = tokens.grant_id
    order by tokens.id
  `.execute(db);
  await sql`create table subscriptions_aside as select * from push_subscriptions`.execute(db);
  await db.schema.dropTable('push_subscriptions').execute();
  await db.schema.dropTable('tokens').execute();
  await db.schema.alterTable('tokens_anew').renameTo('tokens').execute();
  await index(db, 'tokens', 'untimed', ['digest']).unique().where('timed', '=', 0).execute();
  // As 0001 and 0005 made them.
  await index(db, 'tokens', 'grant', ['grant_id']).execute();
  await index(db, 'tokens', 'expiry', ['expires_at']).where('expires_at', 'is not', null).execute();
  await index(db, 'tokens', 'revoked', ['revoked_at']).where('revoked_at', 'is not', null).execute();
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
  await sql`insert into push_subscriptions select * from subscriptions_aside`.execute(db);
  await db.schema.dropTable('subscriptions_aside').execute();
}
