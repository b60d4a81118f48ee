import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CopyRefused } from '../copy/copy-end.ts';
import { openAlone } from './open-alone.ts';
import { openPostgresStore } from './open-postgres-store.ts';
import { testDatabases, withPostgres } from './testing/test-databases.ts';

const databases = testDatabases();

describe('openAlone() of PostgreSQL', withPostgres, () => {
  test('finds out that a server is connected, also one that does nothing', async () => {
    const url = await databases.newDatabase();
    const store = await openPostgresStore({ url });
    await store.ping();
    const refusal = new CopyRefused('A server is connected to the database. Stop all of them first');
    await assert.rejects(openAlone(url, 'the database', 'source'), refusal);
    await assert.rejects(openAlone(url, 'the database', 'target'), refusal);
    await store.close();
    await (await openAlone(url, 'the database', 'source')).close();
  });

  test('lets other programs read beside it, but only one copy be made', async () => {
    const url = await databases.newDatabase();
    const other = new URL(url);
    other.searchParams.set('application_name', 'a backup');
    const first = await openAlone(url, 'the database', 'source');
    await assert.rejects(
      openAlone(other.href, 'the database', 'target'),
      /^CopyRefused: Another copy uses the database$/,
    );
    const reader = await openPostgresStore({ url: other.href, migrate: false });
    assert.equal(await reader.readSetting('absent'), undefined);
    await reader.close();
    assert.equal(await first.isAlone?.(), true);
    const server = await openPostgresStore({ url, migrate: false });
    await server.readSetting('absent');
    assert.equal(await first.isAlone?.(), false, 'a server that came later is seen');
    await server.close();
    await first.close();
  });

  test('shows one moment of a source, which nobody can change until it is closed', async () => {
    const url = await databases.newDatabase();
    const other = new URL(url);
    other.searchParams.set('application_name', 'somebody in a hurry');
    const hasty = await openPostgresStore({ url: other.href });
    const source = await openAlone(url, 'the database', 'source');
    await assert.rejects(hasty.claimSetting('late', 'yes'), { name: 'StoreUnavailable' });
    assert.deepEqual(await source.db.selectFrom('settings').selectAll().execute(), []);
    await source.close();
    assert.equal(await hasty.claimSetting('late', 'yes'), 'yes');
    await hasty.close();
  });
});
