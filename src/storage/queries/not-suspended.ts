import { type RawBuilder, sql } from 'kysely';

/**
 * Whether the account that a column names is not suspended. Asked of each row by the account's key: as a join, an engine might
 * read all accounts first.
 */
export function isNotSuspended(account: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`(select accounts.suspended_at from accounts where accounts.id = ${account}) is null`;
}
