import type pg from 'pg';
import { readTypes } from './stored-values.ts';

/** Where the server is, and how long to wait for it. */
export interface Reach {
  readonly url: string;
  /** Milliseconds for which a call waits for a connection, or for others to be out of its way. */
  readonly patience: number;
}

/** Milliseconds after which PostgreSQL stops a statement, unless the URL says otherwise. */
const LONGEST_STATEMENT = 15_000;

/** Milliseconds after that for which the answer may be on its way. */
const LONGEST_WAY = 2000;

/** Milliseconds for which whoever would migrate waits for another one that does. */
const LONGEST_MIGRATION = 3_600_000;

/** How every connection is made: nothing waits for ever, and the operator sees whose it is. */
export function connectionSettings({ url, patience }: Reach): pg.ClientConfig {
  const statement = Number(new URL(url).searchParams.get('statement_timeout')) || LONGEST_STATEMENT;
  return {
    connectionString: url,
    types: readTypes,
    fallback_application_name: 'mastodoor',
    connectionTimeoutMillis: patience,
    statement_timeout: statement,
    lock_timeout: patience,
    idle_in_transaction_session_timeout: statement,
    query_timeout: statement + LONGEST_WAY,
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
