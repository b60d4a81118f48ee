import type pg from 'pg';
import { readTypes } from './stored-values.ts';

/** Milliseconds for which a call waits for a connection, or for others to be out of its way. */
export const PATIENCE = 5000;

/** Milliseconds after which PostgreSQL stops a statement. */
const LONGEST_STATEMENT = 30_000;

/** Milliseconds after which nothing is expected any more of a server that should have stopped by itself. */
const LONGEST_SILENCE = LONGEST_STATEMENT + 5000;

/** Milliseconds for which whoever would migrate waits for another one that does. */
const LONGEST_MIGRATION = 3_600_000;

/** How every connection is made: nothing waits for ever, and the operator sees whose it is. */
export function connectionSettings(url: string): pg.ClientConfig {
  return {
    connectionString: url,
    types: readTypes,
    fallback_application_name: 'mastodoor',
    connectionTimeoutMillis: PATIENCE,
    statement_timeout: LONGEST_STATEMENT,
    lock_timeout: PATIENCE,
    idle_in_transaction_session_timeout: LONGEST_STATEMENT,
    query_timeout: LONGEST_SILENCE,
    keepAlive: true,
    pipeline: true,
  };
}

/** The same for a connection that migrates, which may take its time. */
export function migrationSettings(url: string): pg.ClientConfig {
  return {
    ...connectionSettings(url),
    statement_timeout: false,
    query_timeout: undefined,
    lock_timeout: LONGEST_MIGRATION,
  };
}
