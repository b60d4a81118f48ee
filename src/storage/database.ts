/** One database, whichever engine keeps it: what a setting names, what opens and migrates it. */
import type { Instant } from '../protocol/app.ts';
import { refuseUnfinishedCopy } from './copy/copy-mark.ts';
import type { FullStore } from './store.ts';

/** Where the data is. */
export interface DatabaseLocation {
  readonly engine: 'sqlite';
  /** Of the database file. */
  readonly path: string;
}

/** How a database is opened. */
export interface DatabaseOptions {
  /** Whether to bring the schema up to date first (the default); without it, an outdated schema is an error. */
  readonly migrate?: boolean;
  /** The clock behind ids and behind which tokens count as living in lists. */
  readonly now?: () => Instant;
}

/**
 * Opens a database with the driver that it needs. Rejects with `StoreUnavailable` when it cannot be used now, and with
 * `UnfinishedCopy` when it holds a part of another one.
 */
export async function openDatabase(location: DatabaseLocation, options: DatabaseOptions = {}): Promise<FullStore> {
  const { openSqliteStore } = await import('./sqlite/open-sqlite-store.ts');
  const store = await openSqliteStore({ path: location.path, ...options });
  try {
    await refuseUnfinishedCopy(store);
  } catch (error) {
    await store.close();
    throw error;
  }
  return store;
}

/** Brings the schema up to date and resolves to the names of the migrations that ran. */
export async function migrateDatabase(location: DatabaseLocation): Promise<readonly string[]> {
  const { migrateSqlite } = await import('./sqlite/open-sqlite-store.ts');
  return migrateSqlite(location.path);
}

/** The migrations that a database does not have yet; undefined, and nothing is made, when there is no database. */
export async function pendingMigrationsOf(location: DatabaseLocation): Promise<readonly string[] | undefined> {
  const { pendingSqliteMigrations } = await import('./sqlite/open-sqlite-store.ts');
  return pendingSqliteMigrations(location.path);
}
