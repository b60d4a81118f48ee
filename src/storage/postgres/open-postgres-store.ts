import pg from 'pg';
import type { Instant } from '../../protocol/app.ts';
import { createStore } from '../create-store.ts';
import { appliedMigrations, migrate, pendingMigrations } from '../migrations/migrate.ts';
import type { Db } from '../schema.ts';
import type { FullStore } from '../store.ts';
import { migrationSettings, type Reach } from './connection-settings.ts';
import { createDb } from './postgres-dialect.ts';
import { PostgresEngine } from './postgres-engine.ts';
import { asStoreError, overNetwork } from './postgres-errors.ts';

const PATIENCE = 5000;

/** Where the database is. */
export interface PostgresOptions {
  /**
   * `postgres://user:password@host:port/database`, with the parameters of `pg`: `sslmode=verify-full`,
   * `sslrootcert=/path/of/ca.pem`, `application_name`, and so on.
   */
  readonly url: string;
  /** The largest number of connections for writes and lists (10). Two more are used: for single rows, and for notices. */
  readonly poolSize?: number;
  /** Milliseconds for which a call waits for a connection or a lock before it rejects with `StoreUnavailable` (5000). */
  readonly patience?: number;
  /** Whether to bring the schema up to date first (the default); without it, an outdated schema is an error. */
  readonly migrate?: boolean;
  /** The clock behind ids and behind which tokens count as living in lists. */
  readonly now?: () => Instant;
}

/**
 * Opens a PostgreSQL database, which any number of nodes may share: each sees what the others committed at once. The
 * database exists already; its user may create tables in it. Rejects with `StoreUnavailable` when it cannot be used now.
 */
export async function openPostgresStore(options: PostgresOptions): Promise<FullStore> {
  const { url, poolSize = 10, patience = PATIENCE, now = Date.now } = options;
  // Node's own error would repeat the URL, and with it the password.
  if (!URL.canParse(url)) throw new TypeError('The URL of the database cannot be read');
  if (!Number.isSafeInteger(poolSize) || poolSize < 1) throw new RangeError('The pool needs at least one connection');
  const reach: Reach = { url, patience };
  if (options.migrate === false) {
    const pending = await withConnection(reach, pendingMigrations);
    if (pending.length > 0) throw new Error(`The database lacks the migrations ${pending.join(', ')}`);
  }
  await withConnection(reach, migrate);
  return createStore(new PostgresEngine(reach, poolSize), now);
}

/** Brings the schema of a database up to date and resolves to the names of the migrations that ran. */
export function migratePostgres(url: string): Promise<readonly string[]> {
  return withConnection({ url, patience: PATIENCE }, migrate);
}

/** The migrations that a database does not have yet; undefined when it never had any. */
export function pendingPostgresMigrations(url: string): Promise<readonly string[] | undefined> {
  return withConnection({ url, patience: PATIENCE }, async (db) =>
    (await appliedMigrations(db)).length === 0 ? undefined : pendingMigrations(db),
  );
}

async function withConnection<T>(reach: Reach, action: (db: Db) => Promise<T>): Promise<T> {
  const client = new pg.Client(migrationSettings(reach));
  client.on('error', () => {});
  try {
    await overNetwork(client.connect());
    return await action(createDb(client));
  } catch (error) {
    throw asStoreError(error);
  } finally {
    await client.end().catch(() => {});
  }
}
