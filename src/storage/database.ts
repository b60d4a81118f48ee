/** One database, whichever engine keeps it: what a setting names, what opens and migrates it. */
import type { Instant } from '../protocol/app.ts';
import { refuseUnfinishedCopy } from './copy/copy-mark.ts';
import type { DatabaseLocation } from './database-location.ts';
import type { FullStore } from './store.ts';

/** How a database is opened. */
export interface DatabaseOptions {
  /** Whether to bring the schema up to date first (the default); without it, an outdated schema is an error. */
  readonly migrate?: boolean;
  /** The clock behind ids and behind which tokens count as living in lists. */
  readonly now?: () => Instant;
  /** The largest number of connections for writes and lists, where the engine has several. */
  readonly poolSize?: number;
}

/**
 * Opens a database with the driver that it needs. Rejects with `StoreUnavailable` when it cannot be used now, and with
 * `UnfinishedCopy` when it holds a part of another one.
 */
export async function openDatabase(location: DatabaseLocation, options: DatabaseOptions = {}): Promise<FullStore> {
  const store = await open(location, options);
  try {
    await refuseUnfinishedCopy(store);
  } catch (error) {
    await store.close();
    throw error;
  }
  return store;
}

async function open(location: DatabaseLocation, options: DatabaseOptions): Promise<FullStore> {
  if (location.engine === 'postgres') {
    const { openPostgresStore } = await import('./postgres/open-postgres-store.ts');
    return openPostgresStore({ url: location.url, ...options });
  }
  const { openSqliteStore } = await import('./sqlite/open-sqlite-store.ts');
  const { poolSize: _, ...rest } = options;
  return openSqliteStore({ path: location.path, ...rest });
}

/** Brings the schema up to date and resolves to the names of the migrations that ran. */
export async function migrateDatabase(location: DatabaseLocation): Promise<readonly string[]> {
  if (location.engine === 'postgres') {
    const { migratePostgres } = await import('./postgres/open-postgres-store.ts');
    return migratePostgres(location.url);
  }
  const { migrateSqlite } = await import('./sqlite/open-sqlite-store.ts');
  return migrateSqlite(location.path);
}

/** The migrations that a database does not have yet; undefined, and nothing is made, where nothing ever was. */
export async function pendingMigrationsOf(location: DatabaseLocation): Promise<readonly string[] | undefined> {
  if (location.engine === 'postgres') {
    const { pendingPostgresMigrations } = await import('./postgres/open-postgres-store.ts');
    return pendingPostgresMigrations(location.url);
  }
  const { pendingSqliteMigrations } = await import('./sqlite/open-sqlite-store.ts');
  return pendingSqliteMigrations(location.path);
}
