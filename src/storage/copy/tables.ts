import type { Schema } from '../schema.ts';

/** The name of a table. */
export type TableName = keyof Schema;

/** A table that is copied row by row. */
export interface CopiedTable {
  readonly name: TableName;
  /** The columns of its primary key, by which its rows are in order. */
  readonly key: readonly string[];
}

/** Columns of the primary key, or why nothing of the table is copied. */
type Decision<Row> = readonly (keyof Row & string)[] | { readonly left: string };

/**
 * What becomes of each table, in an order in which rows come after those that they refer to. Whoever adds a table decides
 * here: without an entry this does not compile.
 */
const decisions: { readonly [Name in TableName]: Decision<Schema[Name]> } = {
  apps: ['id'],
  accounts: ['id'],
  pending_authorizations: ['digest'],
  grants: ['id'],
  codes: ['digest'],
  tokens: ['id'],
  sessions: ['id'],
  totp_keys: ['account_id'],
  recovery_codes: ['account_id', 'digest'],
  passkeys: ['id'],
  tickets: ['digest'],
  invites: ['id'],
  mails: ['id'],
  audit_entries: ['id'],
  follows: ['id'],
  account_words: ['account_id', 'word'],
  statuses: ['id'],
  mentions: ['status_id', 'account_id'],
  status_tags: ['status_id', 'tag'],
  posting_keys: ['account_id', 'digest'],
  notifications: ['id'],
  push_subscriptions: ['id'],
  markers: ['account_id', 'timeline'],
  pictures: ['account_id', 'kind'],
  limit_counts: ['rule', 'key'],
  reached_limits: ['id'],
  duties: { left: 'it says which process has a task now, and none of them runs' },
  settings: ['key'],
};

/** The tables that are copied, in the order in which they are. */
export const copiedTables: readonly CopiedTable[] = Object.entries(decisions).flatMap(([name, decision]) =>
  'left' in decision ? [] : [{ name: name as TableName, key: decision }],
);

/** All tables; a database that has a row in none of them holds nothing of anybody's. */
export const allTables = Object.keys(decisions) as readonly TableName[];
