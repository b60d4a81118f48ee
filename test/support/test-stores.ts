import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { type TestDatabases, testDatabases } from '../../src/storage/postgres/testing/test-databases.ts';
import { openSqliteStore } from '../../src/storage/sqlite/open-sqlite-store.ts';
import type { FullStore } from '../../src/storage/store.ts';

/**
 * Which engine tests have that do not choose one: SQLite, or PostgreSQL when the run says `TEST_ENGINE=postgres`, so that any
 * test of the server can be run on both.
 */
export const engineOfRun = readEngine(process.env.TEST_ENGINE);

/** Options of a test that is about SQLite's file, and has nothing to say of another engine. */
export const onSqlite: { readonly skip: string | false } = {
  skip: engineOfRun === 'sqlite' ? false : 'This is about the file of SQLite',
};

/** Made here, where it is outside of any test, and only where it is used: it must end with the file. */
const databases = engineOfRun === 'postgres' ? testDatabases() : undefined;

/** A store of a test's own. */
export interface TestStore {
  readonly store: FullStore;
  /** All rows of all tables, as the database has them. */
  content(): Promise<Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>>;
  /** Closes it and leaves nothing behind. */
  close(): Promise<void>;
}

/** A new, empty store on the engine of the run. */
export function openTestStore(): Promise<TestStore> {
  return databases === undefined ? openInFile() : openOnServer(databases);
}

async function openOnServer({ openStore, urlOf }: TestDatabases): Promise<TestStore> {
  const store = await openStore();
  return {
    store,
    content: () => contentOf(urlOf(store)),
    close: () => store.close(),
  };
}

/** All rows of all tables of a database on PostgreSQL. */
export async function contentOf(url: string): ReturnType<TestStore['content']> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      "select tablename as name from pg_tables where schemaname = 'public'",
    );
    const all: [string, Record<string, unknown>[]][] = [];
    for (const { name } of tables) {
      all.push([name, (await client.query(`select * from ${pg.escapeIdentifier(name)} order by 1, 2`)).rows]);
    }
    return Object.fromEntries(all);
  } finally {
    await client.end();
  }
}

async function openInFile(): Promise<TestStore> {
  const folder = await mkdtemp(join(tmpdir(), 'mastodoor-'));
  const path = join(folder, 'test.db');
  const store = await openSqliteStore({ path });
  return {
    store,
    async content() {
      const database = new DatabaseSync(path, { readOnly: true, readBigInts: true });
      try {
        const tables = database.prepare("select name from sqlite_schema where type = 'table'").all();
        return Object.fromEntries(
          tables.map(({ name }) => [String(name), database.prepare(`select * from "${name}"`).all()]),
        );
      } finally {
        database.close();
      }
    },
    async close() {
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The `DATABASE_URL` of a new database with the newest schema; undefined where each server makes a file of its own. */
export async function newDatabaseUrl(): Promise<string | undefined> {
  return databases?.newDatabase();
}

function readEngine(name: string | undefined): 'sqlite' | 'postgres' {
  if (name === undefined || name === 'sqlite') return 'sqlite';
  if (name === 'postgres') return 'postgres';
  throw new Error(`TEST_ENGINE must be sqlite or postgres, and not ${name}`);
}
