import type pg from 'pg';
import { readTypes } from './stored-values.ts';

/** Where the server is, and how long to wait for it. */
export interface Reach {
  readonly url: string;
  /** Milliseconds for which a call waits for a connection, or for others to be out of its way. */
  readonly patience: number;
}

/** Milliseconds after which PostgreSQL stops a statement. */
const LONGEST_STATEMENT = 30_000;

/** Milliseconds after which nothing is expected any more of a server that should have stopped by itself. */
const LONGEST_SILENCE = LONGEST_STATEMENT + 5000;

/** Milliseconds for which whoever would migrate waits for another one that does. */
const LONGEST_MIGRATION = 3_600_000;

/** How every connection is made: nothing waits for ever, and the operator sees whose it is. */
export function connectionSettings({ url, patience }: Reach): pg.ClientConfig {
  return {
    connectionString: url,
    types: readTypes,
    fallback_application_name: 'mastodoor',
    connectionTimeoutMillis: patience,
    statement_timeout: LONGEST_STATEMENT,
    lock_timeout: patience,
    idle_in_transaction_session_timeout: LONGEST_STATEMENT,
    query_timeout: LONGEST_SILENCE,
    keepAlive: true,
    pipeline: true,
  };
}

/** The same for a connection that migrates, which may take its time. */
export function migrationSettings(reach: Reach): pg.ClientConfig {
  return {
    ...connectionSettings(reach),
    statement_timeout: false,
    query_timeout: undefined,
    lock_timeout: LONGEST_MIGRATION,
  };
}
