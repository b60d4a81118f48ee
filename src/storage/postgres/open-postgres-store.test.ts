import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { StoreUnavailable } from '../../flows/ports.ts';
import { lives, newApp, signedIn } from '../contract/samples.ts';
import { inParallel } from '../contract/with-store.ts';
import { runToEnd } from '../sqlite/testing/other-process.ts';
import { migratePostgres, openPostgresStore, pendingPostgresMigrations } from './open-postgres-store.ts';
import { testDatabases, withPostgres } from './testing/test-databases.ts';

describe('openPostgresStore()', withPostgres, () => {
  const { newDatabase, newEmptyDatabase, administer } = testDatabases();

  test('is begun by six nodes at once on an empty database: one migrates, and all of them work', async () => {
    const url = await newEmptyDatabase();
    const start = `
      import { openPostgresStore } from ${JSON.stringify(import.meta.resolve('./open-postgres-store.ts'))};
      const store = await openPostgresStore({ url: process.argv[1] });
      await store.ping();
      await store.close();
    `;
    const [stores, codes] = await Promise.all([
      inParallel(4, () => openPostgresStore({ url })),
      inParallel(2, () => runToEnd(start, url)),
    ]);
    after(() => Promise.all(stores.map((store) => store.close())));
    assert.deepEqual(codes, [0, 0]);
    const apps = await Promise.all(stores.map((store) => store.addApp(newApp())));
    for (const store of stores) for (const app of apps) assert.ok(await store.findApp(app.id));
    const rows = await administer('select name from kysely_migration order by name', url);
    assert.deepEqual(
      rows.map(({ name }) => name),
      [
        '0001-initial',
        '0002-embedding',
        '0003-people',
        '0004-many-nodes',
        '0005-first-screen',
        '0006-checks-of-one-row',
      ],
    );
  });

  test('keeps everything when it is opened again', async () => {
    const url = await newDatabase();
    const first = await openPostgresStore({ url });
    const { digest } = await signedIn(first);
    await first.close();
    const again = await openPostgresStore({ url, migrate: false });
    assert.ok(await lives(again, digest));
    await again.close();
  });

  test('without migrate, refuses an outdated schema and leaves it as it is', async () => {
    const url = await newEmptyDatabase();
    await assert.rejects(openPostgresStore({ url, migrate: false }), /lacks the migrations 0001-initial, /);
    assert.equal(await pendingPostgresMigrations(url), undefined);
    assert.deepEqual(await administer("select 1 from pg_tables where schemaname = 'public'", url), []);
  });

  test('refuses the schema of a newer version', async () => {
    const url = await newDatabase();
    await administer("insert into kysely_migration (name, timestamp) values ('9999-future', now())", url);
    for (const open of [() => openPostgresStore({ url }), () => migratePostgres(url)]) {
      await assert.rejects(open(), /made by a newer version: it has the migration "9999-future"/);
    }
  });

  test('migrates all of it or nothing', async () => {
    const url = await newEmptyDatabase();
    // In the way of a late migration.
    await administer('create table pictures (name text)', url);
    await assert.rejects(migratePostgres(url), /"pictures" already exists/);
    const tables = await administer("select tablename from pg_tables where schemaname = 'public'", url);
    assert.deepEqual(tables, [{ tablename: 'pictures' }]);
    await administer('drop table pictures', url);
    assert.equal((await migratePostgres(url)).length, 6);
    assert.deepEqual(await migratePostgres(url), []);
    assert.deepEqual(await pendingPostgresMigrations(url), []);
  });

  test('refuses a user who may make no tables with the reason that PostgreSQL gives', async () => {
    const url = new URL(await newEmptyDatabase());
    const role = url.pathname.slice(1);
    await administer(`create role ${role} login`);
    url.username = role;
    await assert.rejects(openPostgresStore({ url: url.href }), /permission denied for schema public/);
    await administer(`drop role ${role}`);
  });

  test('gives every column of text the order of bytes, whatever the database has', async () => {
    const url = await newDatabase();
    const columns = await administer(
      `select table_name, column_name, collation_name from information_schema.columns
       where table_schema = 'public' and data_type = 'text'`,
      url,
    );
    assert.ok(columns.length > 50);
    assert.deepEqual([...new Set(columns.map(({ collation_name }) => collation_name))], ['C']);
  });

  test('refuses a URL that cannot be read without repeating it', async () => {
    await assert.rejects(openPostgresStore({ url: 'postgres://me:hush@[door/x' }), (error) => {
      assert.ok(error instanceof TypeError);
      assert.doesNotMatch(JSON.stringify({ ...error, message: error.message, stack: error.stack }), /hush/);
      return true;
    });
  });

  test('demands a pool of at least one connection', async () => {
    const url = await newDatabase();
    for (const poolSize of [0, -1, 1.5, Number.NaN]) {
      await assert.rejects(openPostgresStore({ url, poolSize }), RangeError);
    }
    const store = await openPostgresStore({ url, poolSize: 1 });
    await Promise.all([store.ping(), store.ping(), store.addApp(newApp()), store.listApps({ limit: 1 })]);
    await store.close();
    await assert.rejects(store.ping(), StoreUnavailable);
  });
});
