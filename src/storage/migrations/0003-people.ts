/**
 * What a community's accounts need: facts in place of a state, second factors, links that are good once, invites, mails
 * that wait, and the audit log. What each table means stands in `schema.ts`.
 */
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { idType, index } from './columns-and-indexes.ts';

export const people: Migration = {
  async up(db: Kysely<unknown>) {
    await turnStatesIntoFacts(db);
    await addToAccounts(db);
    await createSecondFactors(db);
    await createTicketsAndInvites(db);
    await createMails(db);
    await createAudit(db);
    for (const text of ['name', 'asked'] as const) {
      await db.schema.alterTable('grants').addColumn(text, 'text').execute();
    }
    await index(db, 'sessions', 'address', ['address']).execute();
  },
};

/** When a state began was not kept before: the account's own age stands in for it. */
async function turnStatesIntoFacts(db: Kysely<unknown>): Promise<void> {
  for (const fact of ['confirmed_at', 'approved_at', 'disabled_at', 'suspended_at', 'deleted_at'] as const) {
    await db.schema.alterTable('accounts').addColumn(fact, 'bigint').execute();
  }
  await sql`update accounts set confirmed_at = created_at where state <> 'unconfirmed'`.execute(db);
  await sql`update accounts set approved_at = created_at where state <> 'pending'`.execute(db);
  await sql`update accounts set disabled_at = created_at where state = 'disabled'`.execute(db);
  await sql`update accounts set suspended_at = created_at where state = 'suspended'`.execute(db);
  await db.schema.alterTable('accounts').dropColumn('state').execute();
}

async function addToAccounts(db: Kysely<unknown>): Promise<void> {
  for (const text of ['unconfirmed_email', 'reason'] as const) {
    await db.schema.alterTable('accounts').addColumn(text, 'text').execute();
  }
  for (const id of ['app_id', 'invite_id'] as const) {
    await db.schema.alterTable('accounts').addColumn(id, 'bigint').execute();
  }
  await db.schema
    .alterTable('accounts')
    .addColumn('has_second_factor', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
  await index(db, 'accounts', 'waiting', ['created_at']).where('confirmed_at', 'is', null).execute();
  await index(db, 'accounts', 'invite', ['invite_id']).where('invite_id', 'is not', null).execute();
}

async function createSecondFactors(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('totp_keys')
    .addColumn('account_id', idType(db), (column) =>
      column.notNull().primaryKey().references('accounts.id').onDelete('cascade'),
    )
    .addColumn('sealed_seed', 'text', (column) => column.notNull())
    .addColumn('last_step', 'bigint', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('recovery_codes')
    .addColumn('account_id', 'bigint', (column) => column.notNull().references('accounts.id').onDelete('cascade'))
    .addColumn('digest', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('recovery_codes_key', ['account_id', 'digest'])
    .execute();
  await db.schema
    .createTable('passkeys')
    .addColumn('id', idType(db), (column) => column.notNull().primaryKey())
    .addColumn('account_id', 'bigint', (column) => column.notNull().references('accounts.id').onDelete('cascade'))
    .addColumn('credential_id', 'text', (column) => column.notNull().unique())
    .addColumn('public_key', 'text', (column) => column.notNull())
    .addColumn('counter', 'bigint', (column) => column.notNull())
    .addColumn('transports', 'text', (column) => column.notNull())
    .addColumn('backed_up', 'integer', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('last_used_at', 'bigint')
    .execute();
  await index(db, 'passkeys', 'account', ['account_id']).execute();
}

async function createTicketsAndInvites(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('tickets')
    .addColumn('digest', 'text', (column) => column.notNull().primaryKey())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('account_id', 'bigint', (column) => column.references('accounts.id').onDelete('cascade'))
    .addColumn('facts', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .execute();
  await index(db, 'tickets', 'account', ['account_id', 'kind']).execute();
  await index(db, 'tickets', 'expiry', ['expires_at']).execute();
  await db.schema
    .createTable('invites')
    .addColumn('id', idType(db), (column) => column.notNull().primaryKey())
    .addColumn('digest', 'text', (column) => column.notNull().unique())
    .addColumn('account_id', 'bigint', (column) => column.references('accounts.id').onDelete('cascade'))
    .addColumn('label', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint')
    .addColumn('max_uses', 'bigint')
    .addColumn('uses', 'bigint', (column) => column.notNull())
    .addColumn('ended_at', 'bigint')
    .execute();
  await index(db, 'invites', 'account', ['account_id']).execute();
}

async function createMails(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('mails')
    .addColumn('id', idType(db), (column) => column.notNull().primaryKey())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('account_id', 'bigint')
    .addColumn('recipient', 'text', (column) => column.notNull())
    .addColumn('locale', 'text')
    .addColumn('facts', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('attempts', 'bigint', (column) => column.notNull())
    .addColumn('due_at', 'bigint', (column) => column.notNull())
    .addColumn('failed_at', 'bigint')
    .addColumn('last_error', 'text')
    .execute();
  await index(db, 'mails', 'due', ['due_at']).where('failed_at', 'is', null).execute();
  await index(db, 'mails', 'failed', ['failed_at']).where('failed_at', 'is not', null).execute();
  await index(db, 'mails', 'account', ['account_id']).execute();
}

async function createAudit(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('audit_entries')
    .addColumn('id', idType(db), (column) => column.notNull().primaryKey())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('event', 'text', (column) => column.notNull())
    .addColumn('actor', 'text', (column) => column.notNull())
    .addColumn('actor_id', 'text')
    .addColumn('account_id', 'text')
    .addColumn('app_id', 'bigint')
    .addColumn('address', 'text')
    .addColumn('details', 'text', (column) => column.notNull())
    .execute();
  await index(db, 'audit_entries', 'account', ['account_id', 'id']).where('account_id', 'is not', null).execute();
  await index(db, 'audit_entries', 'actor', ['actor_id', 'id']).where('actor_id', 'is not', null).execute();
  await index(db, 'audit_entries', 'app', ['app_id', 'id']).where('app_id', 'is not', null).execute();
  await index(db, 'audit_entries', 'event', ['event', 'id']).execute();
  await index(db, 'audit_entries', 'address', ['address', 'id']).where('address', 'is not', null).execute();
  await index(db, 'audit_entries', 'time', ['at']).execute();
  await index(db, 'audit_entries', 'address_time', ['at']).where('address', 'is not', null).execute();
}
