/** Issue §2: disk full, database locked, file taken away: 503 with `Retry-After`, and recovery by itself. */
import assert from 'node:assert/strict';
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, test } from 'node:test';
import { RunningServer } from '../support/running-server.ts';
import { assertNothingHalfDone } from './support/half-done.ts';
import { Ledger } from './support/ledger.ts';
import { Load } from './support/load.ts';
import { assertUnshaken, surviveOutage } from './support/outage.ts';
import { SmallDisk } from './support/small-disk.ts';

/** Megabytes: enough for all that the tests before write. */
const DISK = 64;

describe('a server on SQLite under load', () => {
  let disk: SmallDisk | undefined;
  let path: string;
  let server: RunningServer;
  let parts: { readonly ledger: Ledger; readonly load: Load };

  before(async () => {
    disk = SmallDisk.mount(DISK);
    const more: Readonly<Record<string, string>> =
      disk === undefined ? {} : { DATABASE_URL: `sqlite:${join(disk.path, 'data', 'mastodoor.db')}` };
    server = await RunningServer.start({ REGISTRATIONS: 'open', ...more });
    path = disk === undefined ? server.databasePath : join(disk.path, 'data', 'mastodoor.db');
    const ledger = new Ledger();
    parts = { ledger, load: await Load.prepare(server, ledger) };
  });
  after(async () => {
    await server.dispose();
    disk?.unmount();
  });

  test('survives that another process locks the database', async (context) => {
    const database = new DatabaseSync(path, { timeout: 10_000 });
    await surviveOutage(context, server, parts, {
      begin: () => database.exec('begin immediate'),
      end: () => database.exec('rollback'),
      lasts: 3000,
      readsGoOn: true,
    });
    database.close();
  });

  test('survives that its file is taken away and put back', async (context) => {
    await surviveOutage(context, server, parts, {
      begin: () => renameSync(path, `${path}.elsewhere`),
      end: () => renameSync(`${path}.elsewhere`, path),
      readsGoOn: false,
    });
  });

  test('survives a full disk', async (context) => {
    if (disk === undefined) return context.skip('only root may mount a small disk');
    await surviveOutage(context, server, parts, {
      begin: () => disk?.fill(),
      end: () => disk?.free(),
      lasts: 2000,
      readsGoOn: true,
    });
  });

  test('has lost nothing, spent every code once and ends as if nothing had been', async () => {
    await parts.ledger.replayCodes(server);
    await assertUnshaken(server);
    const database = new DatabaseSync(path, { readOnly: true });
    assert.deepEqual(database.prepare('pragma integrity_check').all(), [{ __proto__: null, integrity_check: 'ok' }]);
    await assertNothingHalfDone(async (sql) => Number(database.prepare(sql).get()?.n));
    database.close();
  });
});
