import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, test } from 'node:test';
import { StoreUnavailable } from '../../flows/ports.ts';
import { newAccount, newApp, newToken, signedIn } from '../contract/samples.ts';
import { migrateSqlite, openSqliteStore, pendingSqliteMigrations } from './open-sqlite-store.ts';
import { runAndKill } from './testing/other-process.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

const { newPath } = temporaryFolder();

describe('openSqliteStore()', () => {
  test('makes the folder and the file, readable by nobody else', async () => {
    const path = join(newPath(), 'deep', 'data.sqlite');
    const store = await openSqliteStore({ path });
    await store.ping();
    assert.equal(statSync(dirname(path)).mode & 0o777, 0o700);
    for (const file of [path, `${path}-wal`, `${path}-shm`]) assert.equal(statSync(file).mode & 0o777, 0o600, file);
    await store.close();
  });

  test('finds everything again after it was closed', async () => {
    const path = newPath();
    const before = await openSqliteStore({ path });
    const { token, digest } = await signedIn(before);
    const account = await before.addAccount(newAccount());
    await before.close();
    const after = await openSqliteStore({ path });
    assert.deepEqual(await after.findToken(digest), token);
    assert.deepEqual(await after.findAccount(account.id), account);
    await after.close();
  });

  test('finds what was answered before the process was killed', async () => {
    const path = newPath();
    const source = `
      import { openSqliteStore } from ${JSON.stringify(import.meta.resolve('./open-sqlite-store.ts'))};
      const store = await openSqliteStore({ path: process.argv[1] });
      await store.claimSetting('answered', 'yes');
    `;
    await runAndKill(source, path);
    const store = await openSqliteStore({ path });
    assert.equal(await store.readSetting('answered'), 'yes');
    await store.close();
  });

  test('two stores on one file see each other at once', async () => {
    const path = newPath();
    const [server, cli] = await Promise.all([openSqliteStore({ path }), openSqliteStore({ path })]);
    for (let round = 0; round < 20; round++) {
      const { token, digest } = await signedIn(server);
      assert.equal((await cli.findToken(digest))?.revokedAt, undefined);
      await cli.revokeGrant(token.grantId, 5);
      assert.equal((await server.findToken(digest))?.revokedAt, 5);
    }
    const vacancy = (await cli.findOwnerVacancy()) ?? '';
    const accounts = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        (index % 2 === 0 ? server : cli).addOwner(newAccount({ role: 'owner' }), vacancy),
      ),
    );
    assert.equal(accounts.filter((account) => account !== undefined).length, 1);
    await Promise.all([server.close(), cli.close()]);
  });

  test('many may open a new file at once', async () => {
    const path = newPath();
    const stores = await Promise.all(Array.from({ length: 6 }, () => openSqliteStore({ path })));
    await Promise.all(stores.map((store) => store.addApp(newApp())));
    assert.equal((await stores[0]?.listApps({ limit: 9 }))?.length, 6);
    await Promise.all(stores.map((store) => store.close()));
  });

  test('takes the clock that it is given', async () => {
    const store = await openSqliteStore({ path: newPath(), now: () => 2 ** 46 });
    const { token } = await signedIn(store, { token: newToken({ createdAt: 2 ** 46, expiresAt: 2 ** 46 }) });
    assert.equal(Number(BigInt(token.id) >> 16n), 2 ** 46);
    assert.deepEqual(await store.listTokens({ limit: 1 }), []);
    await store.close();
  });

  test('rejects with StoreUnavailable when the file is no database', async () => {
    const path = newPath();
    writeFileSync(
      path,
      'This is a letter and not a database, and it is long enough to be read as a header. '.repeat(20),
    );
    await assert.rejects(openSqliteStore({ path }), StoreUnavailable);
  });

  test('refuses a path that SQLite takes for a database in memory', async () => {
    await assert.rejects(openSqliteStore({ path: ':memory:' }), /in memory/);
    await assert.rejects(openSqliteStore({ path: '' }), /path/);
  });

  test('leaves the mode of a folder and a file alone that were there before', async () => {
    const folder = newPath();
    mkdirSync(folder, { mode: 0o750 });
    chmodSync(folder, 0o750);
    const path = join(folder, 'data.sqlite');
    writeFileSync(path, '', { mode: 0o640 });
    const store = await openSqliteStore({ path });
    assert.equal(statSync(folder).mode & 0o777, 0o750);
    assert.equal(statSync(path).mode & 0o777, 0o640);
    await store.close();
  });
});

describe('migrations of SQLite', () => {
  test('are pending before, and none are afterwards', async () => {
    const path = newPath();
    assert.equal(await pendingSqliteMigrations(path), undefined);
    writeFileSync(path, '');
    assert.deepEqual(await pendingSqliteMigrations(path), [
      '0001-initial',
      '0002-embedding',
      '0003-people',
      '0004-many-nodes',
      '0005-first-screen',
      '0006-checks-of-one-row',
    ]);
    await assert.rejects(openSqliteStore({ path, migrate: false }), /0001-initial/);
    assert.deepEqual(await migrateSqlite(path), [
      '0001-initial',
      '0002-embedding',
      '0003-people',
      '0004-many-nodes',
      '0005-first-screen',
      '0006-checks-of-one-row',
    ]);
    assert.deepEqual(await migrateSqlite(path), []);
    assert.deepEqual(await pendingSqliteMigrations(path), []);
    await (await openSqliteStore({ path, migrate: false })).close();
  });

  test('refuse a database that a newer version made', async () => {
    const path = newPath();
    await migrateSqlite(path);
    const database = new DatabaseSync(path);
    database.exec("insert into kysely_migration values ('9999-future', '2030-01-01T00:00:00.000Z')");
    database.close();
    await assert.rejects(openSqliteStore({ path }), /newer version.*9999-future/);
    await assert.rejects(openSqliteStore({ path, migrate: false }), /newer version.*9999-future/);
  });
});
