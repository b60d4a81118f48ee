import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Instant } from '../../protocol/app.ts';
import { createStore } from '../create-store.ts';
import { migrate, pendingMigrations } from '../migrations/migrate.ts';
import type { FullStore } from '../store.ts';
import { patiently } from './patience.ts';
import { SqliteConnection } from './sqlite-connection.ts';
import { createDb, SqliteEngine } from './sqlite-engine.ts';

/** Where the database is. */
export interface SqliteOptions {
  /** Of the database file. Its folder is made when it is missing, readable by nobody else, as is the file. */
  readonly path: string;
  /** Whether to bring the schema up to date first (the default); without it, an outdated schema is an error. */
  readonly migrate?: boolean;
  /** The clock behind ids and behind which tokens count as living in lists. */
  readonly now?: () => Instant;
  /** Writes that would make the file larger are refused as if the disk were full. A page has 4096 bytes. */
  readonly maxPages?: number;
}

/**
 * Opens the embedded database. Several processes may open the same file: each sees what the others committed at once.
 * Rejects with `StoreUnavailable` when the file cannot be used now.
 */
export async function openSqliteStore(options: SqliteOptions): Promise<FullStore> {
  const now = options.now ?? Date.now;
  const path = createFile(options.path);
  const writer = await connect(path);
  try {
    if (options.maxPages !== undefined) writer.run(`pragma max_page_count = ${Math.trunc(options.maxPages)}`);
    const db = createDb(writer);
    if (options.migrate === false) {
      const pending = await patiently(() => pendingMigrations(db));
      if (pending.length > 0) throw new Error(`The database lacks the migrations ${pending.join(', ')}`);
    }
    await patiently(() => migrate(db));
    const reader = await connect(path);
    reader.run('pragma query_only = on');
    return createStore(new SqliteEngine(writer, reader, path), now);
  } catch (error) {
    writer.close();
    throw error;
  }
}

/** Brings the schema of a file up to date and resolves to the names of the migrations that ran. */
export async function migrateSqlite(path: string): Promise<readonly string[]> {
  return withConnection(createFile(path), (connection) => migrate(createDb(connection)));
}

/** The migrations that a file does not have yet; undefined, and no file is made, when there is none. */
export async function pendingSqliteMigrations(path: string): Promise<readonly string[] | undefined> {
  if (!existsSync(path)) return undefined;
  return withConnection(path, (connection) => pendingMigrations(createDb(connection)));
}

async function withConnection<T>(path: string, action: (connection: SqliteConnection) => Promise<T>): Promise<T> {
  const connection = await connect(resolve(path));
  try {
    return await patiently(() => action(connection));
  } finally {
    connection.close();
  }
}

/** Made before SQLite opens it, which would let everybody read it. SQLite gives its side files the same mode. */
function createFile(path: string): string {
  if (path === '') throw new TypeError('The path of the database is empty');
  if (path === ':memory:')
    throw new TypeError('A database in memory cannot keep what was answered; give the path of a file');
  const absolute = resolve(path);
  mkdirSync(dirname(absolute), { recursive: true, mode: 0o700 });
  closeSync(openSync(absolute, 'a', 0o600));
  return absolute;
}

/**
 * `synchronous = full` makes the write-ahead log reach the disk with every commit: answered means durable. Memory maps
 * are off because a truncated or failing file would end the process instead of failing a call.
 */
function connect(path: string): Promise<SqliteConnection> {
  return patiently(() => {
    const connection = new SqliteConnection(path);
    try {
      connection.run(
        `pragma mmap_size = 0;
         pragma journal_mode = wal;
         pragma synchronous = full;
         pragma foreign_keys = on;
         pragma journal_size_limit = ${64 * 2 ** 20};`,
      );
      return connection;
    } catch (error) {
      connection.close();
      throw error;
    }
  });
}
