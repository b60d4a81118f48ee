import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { StoreUnavailable } from '../../flows/ports.ts';
import { openSqliteStore } from '../../storage/sqlite/open-sqlite-store.ts';
import { temporaryFolder } from '../../storage/sqlite/testing/temporary-folder.ts';
import type { AuditEntry } from '../ports.ts';
import { type AuditTrouble, createAuditLog } from './audit-log.ts';

const { newPath } = temporaryFolder();

const signedIn = (accountId: string) => ({ event: 'signed in', accountId, address: '192.0.2.1', at: 1 }) as const;

/** A log over a store that refuses as long as `refuses` says. */
function troubledLog(refuses: (entry: Omit<AuditEntry, 'id'>) => Error | undefined) {
  const written: (string | undefined)[] = [];
  const troubles: AuditTrouble[] = [];
  const log = createAuditLog({
    store: {
      async addAuditEntry(entry) {
        const error = refuses(entry);
        if (error !== undefined) throw error;
        written.push(entry.accountId);
      },
    },
    onTrouble: (trouble) => troubles.push(trouble),
    pause: 5,
  });
  return { log, written, troubles };
}

describe('the audit log', () => {
  test('keeps what is recorded, in its order, and close() writes what waits', async () => {
    const store = await openSqliteStore({ path: newPath() });
    const log = createAuditLog({ store });
    const names = Array.from({ length: 250 }, (_, index) => String(index + 1));
    for (const name of names) log.record(signedIn(name));
    await log.close();
    log.record(signedIn('late'));
    await log.close();
    const entries = await store.listAuditEntries({ limit: 999 });
    assert.deepEqual(
      entries.map((entry) => entry.accountId),
      names.reverse(),
    );
    await store.close();
  });

  test('writes by itself, soon', async () => {
    const { log, written } = troubledLog(() => undefined);
    log.record(signedIn('1'));
    log.record(signedIn('2'));
    assert.deepEqual(written, []);
    await sleep(300);
    assert.deepEqual(written, ['1', '2']);
    log.record(signedIn('3'));
    await sleep(300);
    assert.deepEqual(written, ['1', '2', '3']);
  });

  test('tries again while the storage is away, loses nothing and keeps the order', async () => {
    let away = true;
    const { log, written, troubles } = troubledLog(() =>
      away ? new StoreUnavailable('The database is busy') : undefined,
    );
    for (const name of ['1', '2']) log.record(signedIn(name));
    await sleep(150);
    log.record(signedIn('3'));
    assert.ok(troubles.length >= 2);
    assert.deepEqual([troubles[0]?.waiting, troubles[0]?.lost], [2, 0]);
    away = false;
    await sleep(300);
    assert.deepEqual(written, ['1', '2', '3']);
  });

  test('drops what can never be written, says so, and goes on', async () => {
    const { log, written, troubles } = troubledLog(({ accountId }) =>
      accountId === '2' ? new RangeError('no id') : undefined,
    );
    for (const name of ['1', '2', '3']) log.record(signedIn(name));
    await log.close();
    assert.deepEqual(written, ['1', '3']);
    assert.deepEqual(
      troubles.map(({ waiting, lost }) => ({ waiting, lost })),
      [{ waiting: 0, lost: 1 }],
    );
  });

  test('close() gives up in the end where the storage stays away, and says how much is lost', async () => {
    const { log, troubles } = troubledLog(() => new StoreUnavailable('The database is full'));
    for (const name of ['1', '2']) log.record(signedIn(name));
    await sleep(100);
    const started = performance.now();
    await log.close();
    assert.ok(performance.now() - started < 5000);
    assert.deepEqual([troubles.at(-1)?.waiting, troubles.at(-1)?.lost], [0, 2]);
  });

  test('does not grow without end while the storage is away', async () => {
    const { log, troubles } = troubledLog(() => new StoreUnavailable('The database is full'));
    for (let count = 0; count < 10_010; count++) log.record(signedIn('1'));
    assert.equal(troubles.length, 10);
    assert.ok(troubles.every(({ waiting, lost }) => waiting === 10_000 && lost === 1));
    await log.close();
  });

  test('writes nothing for events that are not kept', async () => {
    const { log, written } = troubledLog(() => undefined);
    log.record({ event: 'request refused', endpoint: '/oauth/token', error: 'invalid_client', address: '::1', at: 1 });
    await log.close();
    assert.deepEqual(written, []);
  });
});
