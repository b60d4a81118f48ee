import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type LimitStore, StoreUnavailable } from '../../flows/ports.ts';
import { openSqliteStore } from '../../storage/sqlite/open-sqlite-store.ts';
import { temporaryFolder } from '../../storage/sqlite/testing/temporary-folder.ts';
import type { FullStore } from '../../storage/store.ts';
import type { Counted, Place } from './counts.ts';
import { MemoryCounts } from './memory-counts.ts';

const { newPath } = temporaryFolder();
const now = 5_000;
const counted: Counted = { rule: 'trying', key: 'a', period: 1_000_000, max: 25 };
const which = { rule: 'trying', key: 'a', windowEndsAt: 1_000_000 };

async function withStores(count: number, body: (...stores: FullStore[]) => Promise<void>): Promise<void> {
  const path = newPath();
  const stores: FullStore[] = [];
  for (let index = 0; index < count; index += 1) stores.push(await openSqliteStore({ path, now: () => now }));
  try {
    await body(...stores);
  } finally {
    for (const store of stores) await store.close();
  }
}

async function passed(counts: MemoryCounts, tries: number, of = counted): Promise<number> {
  const places: Place[] = await Promise.all(Array.from({ length: tries }, async () => counts.count(of, now)));
  return places.filter(({ count }) => count <= of.max).length;
}

test('of 200 tries at once, exactly as many as the limit pass (contract §1.6)', () =>
  withStores(1, async (store) => {
    assert.equal(await passed(new MemoryCounts(store.limits), 200), 25);
  }));

test('what is within a limit is answered at once, without a question to the store', () => {
  const broken = {} as LimitStore;
  const counts = new MemoryCounts(broken);
  for (let tries = 1; tries <= 25; tries += 1)
    assert.deepEqual(counts.count(counted, now), { count: tries, windowEndsAt: 1_000_000 });
});

test('a limit that is reached is noted for the operator, once', () =>
  withStores(1, async (store) => {
    const counts = new MemoryCounts(store.limits);
    assert.equal(await passed(counts, 25), 25);
    assert.deepEqual(await store.limits.listReachedLimits({ limit: 9 }), []);
    assert.equal(await passed(counts, 50), 0);
    const [reached, ...others] = await store.limits.listReachedLimits({ limit: 9 });
    assert.deepEqual(others, []);
    assert.deepEqual({ ...reached, id: '' }, { ...which, id: '', reachedAt: now, liftedAt: undefined, lifts: 0 });
  }));

test('what another process lifts is lifted from the next request on, for that key and as far as the limit goes', () =>
  withStores(2, async (store, operators) => {
    const counts = new MemoryCounts(store.limits);
    const neighbour = { ...counted, key: 'b' };
    await passed(counts, 30);
    await passed(counts, 30, neighbour);
    for (let round = 1; round <= 3; round += 1) {
      const reached = await operators.limits.findReachedLimit(which);
      assert.equal(reached?.liftedAt, undefined, 'it is in force again once it was reached again');
      await operators.limits.liftLimit(reached?.id ?? '', now + round);
      assert.equal(await passed(counts, 200), 25, `lift ${round}`);
      assert.equal(await passed(counts, 10, neighbour), 0);
    }
  }));

test('a lift while many tries wait lets the limit through once, and no more', () =>
  withStores(2, async (store, operators) => {
    const counts = new MemoryCounts(store.limits);
    await passed(counts, 26);
    const id = (await operators.limits.findReachedLimit(which))?.id ?? '';
    const [before] = await Promise.all([passed(counts, 300), operators.limits.liftLimit(id, now + 1)]);
    assert.equal(before + (await passed(counts, 300)), 25);
  }));

test('a lift of before this process began to count gives nobody a second count', () =>
  withStores(1, async (store) => {
    await passed(new MemoryCounts(store.limits), 26);
    await store.limits.liftLimit((await store.limits.findReachedLimit(which))?.id ?? '', now);
    assert.equal(await passed(new MemoryCounts(store.limits), 200), 25, 'after a restart');
  }));

test('while the store is out of reach a reached limit stands, and it is noted when the store is back', () =>
  withStores(1, async (store) => {
    let isUp = false;
    const reach = <T>(act: () => Promise<T>) => (isUp ? act() : Promise.reject(new StoreUnavailable('down')));
    const limits: LimitStore = {
      ...store.limits,
      noteReachedLimit: (reached) => reach(() => store.limits.noteReachedLimit(reached)),
      findReachedLimit: (counter) => reach(() => store.limits.findReachedLimit(counter)),
    };
    const counts = new MemoryCounts(limits);
    assert.equal(await passed(counts, 60), 25);
    assert.equal(await passed(counts, 5), 0);
    isUp = true;
    assert.equal(await store.limits.findReachedLimit(which), undefined);
    assert.equal(await passed(counts, 5), 0);
    assert.equal((await store.limits.findReachedLimit(which))?.lifts, 0);
  }));

test('what is given back leaves room, also after the limit was reached', () =>
  withStores(1, async (store) => {
    const counts = new MemoryCounts(store.limits);
    await passed(counts, 25);
    counts.giveBack(counted, 1_000_000);
    assert.equal(await passed(counts, 10), 1);
  }));

test('a flood of keys is forgotten before a key that is being tried, and never one beyond half of its limit', () => {
  const counts = new MemoryCounts(undefined, 100);
  const count = (key: string) => (counts.count({ ...counted, key }, now) as Place).count;
  for (let tries = 0; tries < 12; tries += 1) count('under attack');
  for (let tries = 0; tries < 13; tries += 1) count('beyond half');
  for (let index = 0; index < 5_000; index += 1) count(`flood ${index}`);
  assert.equal(count('under attack'), 13);
  assert.equal(count('beyond half'), 14);
  assert.equal(count('flood 0'), 1, 'this one is forgotten');
  assert.ok(counts.keysOf('trying') <= 100);
});

test('keys that are all beyond half of their limit are kept, however many', () => {
  const counts = new MemoryCounts(undefined, 10);
  const count = (key: string) => (counts.count({ ...counted, max: 1, key }, now) as Place).count;
  for (let index = 0; index < 200; index += 1) count(`key ${index}`);
  for (let index = 0; index < 200; index += 1) assert.equal(count(`key ${index}`), 2);
});

test('of keys that were all tried several times those are forgotten that were tried least', () => {
  const counts = new MemoryCounts(undefined, 100);
  const count = (key: string) => (counts.count({ ...counted, key }, now) as Place).count;
  const flood = (name: string, tries: number) => {
    for (let index = 0; index < 100; index += 1) {
      for (let again = 0; again < tries; again += 1) count(`${name} ${index}`);
    }
  };
  for (let tries = 0; tries < 9; tries += 1) count('under attack');
  flood('twice', 2);
  for (let wave = 0; wave < 20; wave += 1) flood(`thrice ${wave}`, 3);
  assert.equal(count('under attack'), 10);
  assert.equal(count('twice 0'), 1, 'this one is forgotten');
  assert.ok(counts.keysOf('trying') <= 200, `${counts.keysOf('trying')}`);
});

test('whatever keys are tried, none loses its count once it is beyond half of its limit, and few are kept', () => {
  const key = fc.record({ key: fc.integer({ min: 0, max: 60 }), times: fc.integer({ min: 1, max: 20 }) });
  fc.assert(
    fc.property(fc.array(key, { maxLength: 300 }), (tried) => {
      const counts = new MemoryCounts(undefined, 10);
      const known = new Map<number, number>();
      for (const { key, times } of tried) {
        for (let again = 0; again < times; again += 1) {
          const { count } = counts.count({ ...counted, key: `${key}` }, now) as Place;
          const before = known.get(key) ?? 0;
          assert.ok(count === before + 1 || (before <= counted.max / 2 && count === 1));
          known.set(key, count);
        }
      }
      const beyond = [...known.values()].filter((count) => count > counted.max / 2).length;
      assert.ok(counts.keysOf('trying') <= 20 + 2 * beyond);
    }),
  );
});

test('nothing is left of a window that is over', () => {
  const counts = new MemoryCounts(undefined);
  for (let index = 0; index < 50; index += 1) counts.count({ ...counted, key: `${index}` }, now);
  counts.count(counted, 1_000_001);
  assert.equal(counts.keysOf('trying'), 1);
});
