import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { LimitStore } from '../../flows/ports.ts';
import { T0 } from './samples.ts';
import { type FlowStore, inParallel, withStore } from './with-store.ts';

const END = T0 + 300_000;
const address = { rule: 'sign-in by address', key: '192.0.2.1', windowEndsAt: END };

/** Tests the counts and the reached limits of a store that keeps any; another needs none. */
export function describeLimits(open: () => Promise<FlowStore>): void {
  const withLimits = (body: (limits: LimitStore) => Promise<void>) =>
    withStore(open, async (store, t) => {
      if (store.limits === undefined) return t.skip('This store keeps no limits');
      await body(store.limits);
    });

  describe('limits', () => {
    test(
      'countTries() adds to each counter for itself, and answers in the order of the tries',
      withLimits(async (limits) => {
        const other = { ...address, rule: 'OAuth by address' };
        const neighbour = { ...address, key: '192.0.2.2' };
        assert.deepEqual(await limits.countTries([]), []);
        assert.deepEqual(await limits.countTries([{ ...address, by: 1 }]), [{ count: 1, windowEndsAt: END }]);
        const counts = await limits.countTries([
          { ...neighbour, by: 5 },
          { ...address, by: 2 },
          { ...other, by: 1 },
        ]);
        assert.deepEqual(
          counts.map(({ count }) => count),
          [5, 3, 1],
        );
      }),
    );

    test(
      'countTries() takes any number of counters',
      withLimits(async (limits) => {
        const many = Array.from({ length: 200 }, (_, index) => ({
          ...address,
          key: `192.0.2.${index}`,
          by: index + 1,
        }));
        assert.deepEqual(
          (await limits.countTries(many)).map(({ count }) => count),
          many.map(({ by }) => by),
        );
      }),
    );

    test(
      'of parallel callers of countTries() each sees its own place',
      withLimits(async (limits) => {
        const counts = await inParallel(60, async (index) => {
          // In every order of the keys, which must not make callers wait for each other for ever.
          const keys = index % 2 === 0 ? ['a', 'b', 'c'] : ['c', 'b', 'a'];
          const counted = await limits.countTries(keys.map((key) => ({ ...address, key, by: 1 })));
          return counted[keys.indexOf('b')]?.count;
        });
        assert.deepEqual(
          counts.toSorted((one, other) => Number(one) - Number(other)),
          Array.from({ length: 60 }, (_, index) => index + 1),
        );
      }),
    );

    test(
      'a counter begins anew with the next window, and never goes back to an earlier one',
      withLimits(async (limits) => {
        const next = { ...address, windowEndsAt: END + 300_000 };
        await limits.countTries([{ ...address, by: 7 }]);
        assert.deepEqual(await limits.countTries([{ ...next, by: 1 }]), [{ count: 1, windowEndsAt: END + 300_000 }]);
        assert.deepEqual(
          await limits.countTries([{ ...address, by: 1 }]),
          [{ count: 2, windowEndsAt: END + 300_000 }],
          'a node with a slower clock counts where the others do',
        );
      }),
    );

    test(
      'takeBackTries() leaves room in that window, and in no other',
      withLimits(async (limits) => {
        await limits.takeBackTries({ ...address, by: 1 });
        await limits.countTries([{ ...address, by: 3 }]);
        await limits.takeBackTries({ ...address, by: 2 });
        await limits.takeBackTries({ ...address, by: 2 });
        await limits.takeBackTries({ ...address, windowEndsAt: END - 1, by: 1 });
        assert.deepEqual(await limits.countTries([{ ...address, by: 1 }]), [{ count: 2, windowEndsAt: END }]);
      }),
    );

    test(
      'noteReachedLimit() notes a limit once for each key and window',
      withLimits(async (limits) => {
        const noted = await inParallel(20, (index) =>
          limits.noteReachedLimit({ ...address, at: T0 + index, again: index % 2 === 0 }),
        );
        assert.equal(new Set(noted.map(({ id }) => id)).size, 1);
        const [reached] = noted;
        assert.ok(reached);
        assert.deepEqual(
          { ...reached, id: '', reachedAt: 0 },
          { ...address, id: '', reachedAt: 0, liftedAt: undefined, lifts: 0 },
        );
        assert.deepEqual(await limits.findReachedLimit(address), reached);
        assert.equal(await limits.findReachedLimit({ ...address, windowEndsAt: END + 1 }), undefined);
        assert.equal(await limits.findReachedLimit({ ...address, key: '192.0.2.2' }), undefined);
        assert.equal(await limits.findReachedLimit({ ...address, rule: 'another' }), undefined);
      }),
    );

    test(
      'liftLimit() lets the key begin anew, alone and as often as it is asked',
      withLimits(async (limits) => {
        const neighbour = { ...address, key: '192.0.2.2' };
        await limits.countTries([
          { ...address, by: 30 },
          { ...neighbour, by: 30 },
        ]);
        const { id } = await limits.noteReachedLimit({ ...address, at: T0, again: true });
        const lifted = await limits.liftLimit(id, T0 + 5);
        assert.deepEqual(lifted, { ...address, id, reachedAt: T0, liftedAt: T0 + 5, lifts: 1 });
        assert.deepEqual(await limits.findReachedLimit(address), lifted);
        const [count, ofNeighbour] = await limits.countTries([
          { ...address, by: 1 },
          { ...neighbour, by: 1 },
        ]);
        assert.deepEqual([count?.count, ofNeighbour?.count], [1, 31]);
        assert.equal((await limits.liftLimit(id, T0 + 6))?.lifts, 2);
        assert.equal((await limits.countTries([{ ...address, by: 1 }]))[0]?.count, 1);
      }),
    );

    test(
      'liftLimit() knows no limit that is not there, and none whose window is over',
      withLimits(async (limits) => {
        const { id } = await limits.noteReachedLimit({ ...address, at: T0, again: true });
        assert.equal(await limits.liftLimit('404', T0), undefined);
        assert.equal(await limits.liftLimit('no id', T0), undefined);
        assert.equal(await limits.liftLimit(id, END), undefined);
        assert.equal((await limits.findReachedLimit(address))?.lifts, 0);
      }),
    );

    test(
      'a lifted limit is in force once more when it is reached again, and not because somebody was late',
      withLimits(async (limits) => {
        const { id } = await limits.noteReachedLimit({ ...address, at: T0, again: true });
        await limits.liftLimit(id, T0 + 1);
        const late = await limits.noteReachedLimit({ ...address, at: T0 + 2, again: false });
        assert.equal(late.liftedAt, T0 + 1);
        const again = await limits.noteReachedLimit({ ...address, at: T0 + 3, again: true });
        assert.deepEqual(again, { ...address, id, reachedAt: T0 + 3, liftedAt: undefined, lifts: 1 });
      }),
    );

    test(
      'tries that are counted while a limit is lifted are counted in the new count or the old one, and none is lost',
      withLimits(async (limits) => {
        await limits.countTries([{ ...address, by: 100 }]);
        const { id } = await limits.noteReachedLimit({ ...address, at: T0, again: true });
        const [, ...counts] = await Promise.all([
          limits.liftLimit(id, T0 + 1),
          ...Array.from({ length: 40 }, async () => (await limits.countTries([{ ...address, by: 1 }]))[0]?.count ?? 0),
        ]);
        const after = counts.filter((count) => count <= 100);
        assert.equal((await limits.countTries([{ ...address, by: 1 }]))[0]?.count, after.length + 1);
        assert.equal(new Set(counts).size, 40, 'no two have the same place');
      }),
    );

    test(
      'listReachedLimits() shows the newest first, in pages, narrowed by key and by what is in force',
      withLimits(async (limits) => {
        const note = (key: string, windowEndsAt = END) =>
          limits.noteReachedLimit({ rule: 'sign-in by account', key, windowEndsAt, at: T0, again: true });
        const over = await note('account 5', END - 1000);
        const [five, browser, fifty, other] = [
          await note('account 5'),
          await note('account 5 browser äöü'),
          await note('account 50'),
          await note('192.0.2.1'),
        ];
        const list = async (filter: Partial<Parameters<LimitStore['listReachedLimits']>[0]>) =>
          (await limits.listReachedLimits({ limit: 9, ...filter })).map(({ id }) => id);
        assert.deepEqual(await list({}), [other.id, fifty.id, browser.id, five.id, over.id]);
        assert.deepEqual(await list({ limit: 2 }), [other.id, fifty.id]);
        assert.deepEqual(await list({ limit: 2, before: fifty.id }), [browser.id, five.id]);
        assert.deepEqual(await list({ openAt: END - 1000 }), [other.id, fifty.id, browser.id, five.id]);
        assert.deepEqual(await list({ openAt: END }), []);
        assert.deepEqual(await list({ key: 'account 5' }), [browser.id, five.id, over.id]);
        assert.deepEqual(await list({ key: 'account 5', openAt: END - 1000, before: browser.id }), [five.id]);
        assert.deepEqual(await list({ key: 'account' }), [fifty.id, browser.id, five.id, over.id]);
        assert.deepEqual(await list({ key: '%' }), []);
      }),
    );

    test(
      'sweepLimits() removes what belongs to windows that are over, in batches',
      withLimits(async (limits) => {
        const old = ['a', 'b', 'c'].map((key) => ({ rule: 'old', key, windowEndsAt: END - 1 }));
        await limits.countTries([...old, address].map((counter) => ({ ...counter, by: 3 })));
        for (const counter of [...old, address]) await limits.noteReachedLimit({ ...counter, at: T0, again: true });
        for (const kind of ['limit counts', 'reached limits'] as const) {
          const sweep = (dryRun: boolean) => limits.sweepLimits(kind, { before: END, batch: 2, dryRun });
          assert.equal(await sweep(true), 3);
          assert.equal(await sweep(true), 3, 'a dry run removes nothing');
          assert.deepEqual([await sweep(false), await sweep(false), await sweep(false)], [2, 1, 0]);
        }
        assert.equal((await limits.countTries([{ ...address, by: 1 }]))[0]?.count, 4);
        assert.equal((await limits.listReachedLimits({ limit: 9 })).length, 1);
        assert.equal(
          (await limits.countTries([{ ...address, rule: 'old', key: 'a', windowEndsAt: END - 1, by: 1 }]))[0]?.count,
          1,
        );
      }),
    );
  });
}
