import assert from 'node:assert/strict';
import { test } from 'node:test';
import { breathe, HOUSEKEEPING, keepWholeHouse, lastHouseRound, RoundCutShort } from './house-round.ts';
import { newTestStore } from './test-host.ts';

test('A round leaves a note of how it went, whoever did it, and one that only counts or was cut short does not', async () => {
  const store = await newTestStore();
  let now = 1_700_000_000_000;
  const keep = (alsoClean: () => Promise<readonly []>, dryRun = false) => {
    now += 1;
    return keepWholeHouse({ store, now: () => now, alsoClean }, { dryRun, pause: breathe });
  };
  const fail = (error: Error) => () => Promise.reject(error);
  assert.equal(await lastHouseRound(store), undefined);
  await keep(async () => [], true);
  await assert.rejects(keep(fail(new RoundCutShort('The server ends'))), RoundCutShort);
  assert.equal(await lastHouseRound(store), undefined);
  await keep(async () => []);
  const done = { at: now, failed: false };
  assert.deepEqual(await lastHouseRound(store), done);
  await assert.rejects(keep(fail(new Error('no disk'))), /no disk/);
  assert.deepEqual(await lastHouseRound(store), { at: now, failed: true });
  await keep(async () => []);
  assert.deepEqual(await lastHouseRound(store), { at: now, failed: false });
  assert.equal((await store.duties.find(HOUSEKEEPING))?.holder, '', 'and it is nobody’s duty because of it');
});
