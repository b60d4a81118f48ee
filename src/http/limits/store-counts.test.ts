import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type LimitStore, type LimitTries, StoreUnavailable } from '../../flows/ports.ts';
import { openSqliteStore } from '../../storage/sqlite/open-sqlite-store.ts';
import { temporaryFolder } from '../../storage/sqlite/testing/temporary-folder.ts';
import type { Counted } from './counts.ts';
import { StoreCounts } from './store-counts.ts';

const { newPath } = temporaryFolder();
const now = 5_000;
const counted: Counted = { rule: 'trying', key: 'a', period: 1_000_000, max: 25 };
const which = { rule: 'trying', key: 'a', windowEndsAt: 1_000_000 };

/** Two nodes over one database. */
async function withNodes(body: (...nodes: readonly [LimitStore, LimitStore]) => Promise<void>): Promise<void> {
  const path = newPath();
  const [one, two] = [await openSqliteStore({ path }), await openSqliteStore({ path })];
  try {
    await body(one.limits, two.limits);
  } finally {
    await one.close();
    await two.close();
  }
}

async function passed(nodes: readonly StoreCounts[], tries: number, of = counted): Promise<number> {
  const places = await Promise.all(
    Array.from({ length: tries }, (_, index) => (nodes[index % nodes.length] as StoreCounts).count(of, now)),
  );
  return places.filter(({ count }) => count <= of.max).length;
}

/** A store that tells of what is counted on it. */
function watched(limits: LimitStore, watch: (tries: readonly LimitTries[]) => void): LimitStore {
  return {
    ...limits,
    countTries(tries) {
      watch(tries);
      return limits.countTries(tries);
    },
  };
}

test('of 200 tries at once on two nodes, exactly as many as the limit pass (contract §1.6)', () =>
  withNodes(async (one, two) => {
    assert.equal(await passed([new StoreCounts(one), new StoreCounts(two)], 200), 25);
  }));

test('what is counted at once is counted in one statement, and what comes meanwhile in the next', () =>
  withNodes(async (one) => {
    const statements: (readonly LimitTries[])[] = [];
    const counts = new StoreCounts(watched(one, (tries) => statements.push(tries)));
    const first = [counts.count(counted, now), counts.count(counted, now), counts.count({ ...counted, key: 'b' }, now)];
    await Promise.resolve();
    const second = [counts.count(counted, now), counts.count(counted, now)];
    const places = await Promise.all([...first, ...second]);
    assert.deepEqual(
      places.map(({ count }) => count),
      [1, 2, 1, 3, 4],
    );
    assert.deepEqual(
      statements.map((tries) => tries.map(({ key, by }) => [key, by])),
      [
        [
          ['a', 2],
          ['b', 1],
        ],
        [['a', 2]],
      ],
    );
  }));

test('tries of two windows of one key never stand in one statement', () =>
  withNodes(async (one) => {
    const counts = new StoreCounts(
      watched(one, (tries) => assert.equal(new Set(tries.map(({ key }) => key)).size, tries.length)),
    );
    const places = await Promise.all([
      counts.count(counted, now),
      counts.count(counted, 1_000_001),
      counts.count(counted, now),
    ]);
    assert.deepEqual(
      places.map(({ count, windowEndsAt }) => [count, windowEndsAt]),
      [
        [1, 1_000_000],
        [1, 2_000_000],
        [2, 1_000_000],
      ],
    );
  }));

test('a limit that is reached is noted, and a lift on one node holds on the other at the next try', () =>
  withNodes(async (one, two) => {
    const nodes = [new StoreCounts(one), new StoreCounts(two)];
    for (let round = 1; round <= 3; round += 1) {
      assert.equal(await passed(nodes, 60), 25, `round ${round}`);
      const reached = await two.findReachedLimit(which);
      assert.equal(reached?.liftedAt, undefined);
      await two.liftLimit(reached?.id ?? '', now + round);
    }
    assert.equal((await two.listReachedLimits({ limit: 9 })).length, 1);
  }));

test('a node notes what another one died over, without taking a lift back', () =>
  withNodes(async (one, two) => {
    const dying: LimitStore = { ...one, noteReachedLimit: () => Promise.reject(new StoreUnavailable('dying')) };
    assert.equal(await passed([new StoreCounts(dying)], 26), 25, 'the refusal stands');
    assert.equal(await two.findReachedLimit(which), undefined);
    const counts = new StoreCounts(two);
    assert.equal(await passed([counts], 3), 0);
    const reached = await two.findReachedLimit(which);
    assert.equal(reached?.lifts, 0);
    // Another node that comes late notes it for itself, and the lift stays.
    await two.liftLimit(reached?.id ?? '', now);
    await two.countTries([{ ...which, by: 26 }]);
    await passed([new StoreCounts(one)], 1);
    assert.equal((await two.findReachedLimit(which))?.liftedAt, now);
  }));

test('when the store cannot count nobody passes, and everybody is counted again when it is back (decision 17)', () =>
  withNodes(async (one) => {
    let isUp = false;
    const counts = new StoreCounts({
      ...one,
      countTries: (tries) => (isUp ? one.countTries(tries) : Promise.reject(new StoreUnavailable('down'))),
    });
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => counts.count(counted, now)));
    for (const outcome of tries) assert.ok(outcome.status === 'rejected' && outcome.reason instanceof StoreUnavailable);
    isUp = true;
    assert.equal((await counts.count(counted, now)).count, 1);
  }));

test('what is given back leaves room on every node; when that cannot be done, nobody is held up by it', () =>
  withNodes(async (one, two) => {
    const counts = new StoreCounts(one);
    assert.equal(await passed([counts], 25), 25);
    await counts.giveBack(counted, 1_000_000);
    assert.equal(await passed([new StoreCounts(two)], 10), 1);
    const down = { ...one, takeBackTries: () => Promise.reject(new StoreUnavailable('down')) };
    await new StoreCounts(down).giveBack(counted, 1_000_000);
  }));

test('more counters than one statement takes are counted in several', () =>
  withNodes(async (one) => {
    const sizes: number[] = [];
    const counts = new StoreCounts(watched(one, (tries) => sizes.push(tries.length)));
    const places = await Promise.all(
      Array.from({ length: 1_200 }, (_, index) => counts.count({ ...counted, key: `${index}` }, now)),
    );
    assert.ok(places.every(({ count }) => count === 1));
    assert.deepEqual(sizes, [500, 500, 200]);
  }));
