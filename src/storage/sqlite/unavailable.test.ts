import assert from 'node:assert/strict';
import { copyFileSync, renameSync, rmSync } from 'node:fs';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { StoreUnavailable } from '../../flows/ports.ts';
import { newApp, newGrant, newToken, signedIn } from '../contract/samples.ts';
import { openSqliteStore } from './open-sqlite-store.ts';
import { SqliteConnection } from './sqlite-connection.ts';
import { createDb } from './sqlite-engine.ts';
import { lockFromOtherProcess } from './testing/other-process.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

const { newPath } = temporaryFolder();

/** The longest time for which nothing else could run while `action` ran. */
async function longestStall(action: () => Promise<void>): Promise<number> {
  let longest = 0;
  let last = performance.now();
  const ticking = setInterval(() => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }, 5);
  await action();
  clearInterval(ticking);
  return longest;
}

describe('a database that another process has locked', () => {
  test('rejects writes with StoreUnavailable in due time, reads meanwhile, and works again afterwards', async () => {
    const path = newPath();
    const store = await openSqliteStore({ path });
    const { app, token, digest } = await signedIn(store);
    const lock = await lockFromOtherProcess(path);
    const refused = newToken();
    const began = performance.now();
    const stall = await longestStall(async () => {
      const writes = [
        store.addGrantWithToken(newGrant(app), refused),
        store.revokeGrant(token.grantId, 1),
        sleep(100).then(() => store.ping()),
      ];
      assert.deepEqual(await store.findToken(digest), token);
      for (const write of writes) await assert.rejects(write, StoreUnavailable);
    });
    const waited = performance.now() - began;
    assert.ok(waited > 1500 && waited < 5000, `waited ${waited} ms`);
    assert.ok(stall < 500, `nothing ran for ${stall} ms`);
    await lock.release();
    assert.equal(await store.findToken(refused.digest), undefined);
    assert.equal((await store.findToken(digest))?.revokedAt, undefined);
    assert.ok(await store.addGrantWithToken(newGrant(app), refused));
    await store.close();
  });

  test('is waited for when the lock is short', async () => {
    const path = newPath();
    const store = await openSqliteStore({ path });
    const lock = await lockFromOtherProcess(path);
    const write = store.addApp(newApp());
    await sleep(200);
    await lock.release();
    assert.ok(await store.findApp((await write).id));
    await store.close();
  });
});

describe('a database that is full', () => {
  test('rejects writes with StoreUnavailable, keeps what it answered and nothing half done', async () => {
    const path = newPath();
    const store = await openSqliteStore({ path, maxPages: 140 });
    const app = await store.addApp(newApp());
    const big = 'x'.repeat(3000);
    const kept: string[] = [];
    let refused = 0;
    for (let round = 0; round < 20; round++) {
      const samples = Array.from({ length: 4 }, () => newToken());
      const outcomes = await Promise.allSettled(
        samples.map((sample) => store.addGrantWithToken(newGrant(app, { scopes: [big] }), sample)),
      );
      for (const [index, outcome] of outcomes.entries()) {
        const found = await store.findToken(samples[index]?.digest ?? newToken().digest);
        assert.equal(found !== undefined, outcome.status === 'fulfilled');
        if (outcome.status === 'fulfilled') {
          kept.push(outcome.value?.grantId ?? '');
        } else {
          assert.ok(outcome.reason instanceof StoreUnavailable);
          assert.doesNotMatch(outcome.reason.message, /x{9}/);
          refused++;
        }
      }
    }
    assert.ok(kept.length > 4 && refused > 4, `${kept.length} kept, ${refused} refused`);
    const grants = await store.listGrantsForApp('9007199254740993', app.id);
    assert.deepEqual(grants.map((grant) => grant.id).sort(), kept.sort());
    await store.close();
    const larger = await openSqliteStore({ path });
    assert.ok(await larger.addGrantWithToken(newGrant(app, { scopes: [big] }), newToken()));
    await larger.close();
  });
});

describe('a database whose file is not in its place any more', () => {
  for (const [what, takeAway] of [
    ['moved', (path: string) => renameSync(path, `${path}.elsewhere`)],
    ['removed', (path: string) => rmSync(path)],
    ['replaced by a copy', replaceByCopy],
    ['left without its write-ahead log', (path: string) => rmSync(`${path}-wal`)],
  ] as const) {
    test(`that was ${what} answers nothing: it would not be there after the next start`, async () => {
      const path = newPath();
      const store = await openSqliteStore({ path });
      const { digest } = await signedIn(store);
      takeAway(path);
      await assert.rejects(store.addApp(newApp()), StoreUnavailable);
      await assert.rejects(store.ping(), StoreUnavailable);
      await assert.rejects(store.findToken(digest), StoreUnavailable);
      await assert.rejects(store.listApps({ limit: 1 }), StoreUnavailable);
      await store.close();
    });
  }

  test('works again when it is back', async () => {
    const path = newPath();
    const store = await openSqliteStore({ path });
    const { token, digest } = await signedIn(store);
    renameSync(path, `${path}.elsewhere`);
    await assert.rejects(store.ping(), StoreUnavailable);
    renameSync(`${path}.elsewhere`, path);
    await store.ping();
    assert.deepEqual(await store.findToken(digest), token);
    assert.ok(await store.findApp((await store.addApp(newApp())).id));
    await store.close();
  });
});

function replaceByCopy(path: string): void {
  copyFileSync(path, `${path}.copy`);
  renameSync(`${path}.copy`, path);
}

test('what SQLite rolled back by itself, as on a full disk, is told as what it was', async () => {
  const connection = new SqliteConnection(newPath());
  const full = createDb(connection)
    .transaction()
    .execute(async () => {
      connection.run('rollback');
      throw new Error('database or disk is full');
    });
  await assert.rejects(full, /disk is full/);
  connection.close();
});
