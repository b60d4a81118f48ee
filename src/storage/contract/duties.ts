import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import type { DutyStore } from '../../flows/ports.ts';
import { T0 } from './samples.ts';
import { countOf, type FlowStore, inParallel, withStore } from './with-store.ts';

type DutifulStore = FlowStore & DutyStore;

export function describeDuties(open: () => Promise<FlowStore>): void {
  const withDuties = (body: (store: DutifulStore) => Promise<void>) =>
    withStore(open, async (store, t: TestContext) => {
      if (hasDuties(store)) await body(store);
      else t.skip('this store has no takeDuty(), so one server at a time may work on it');
    });

  describe('duties', () => {
    test(
      'of 20 parallel callers of takeDuty() exactly one gets a duty, and keeps it until its time is over',
      withDuties(async (store) => {
        assert.equal(await store.findDuty('house'), undefined);
        const until = T0 + 100;
        const taken = await inParallel(20, (index) => store.takeDuty('house', { holder: `${index}`, now: T0, until }));
        assert.equal(
          countOf(taken, (won) => won),
          1,
        );
        const holder = `${taken.indexOf(true)}`;
        assert.deepEqual(await store.findDuty('house'), { holder, until, doneAt: undefined, failedAt: undefined });
        assert.equal(await store.takeDuty('house', { holder: 'late', now: T0 + 99, until: T0 + 300 }), false);
        assert.equal((await store.findDuty('house'))?.holder, holder);
        assert.equal(await store.takeDuty('other', { holder: 'late', now: T0, until }), true, 'another duty is free');
      }),
    );

    test(
      'takeDuty() takes over from whoever let their time end, and of 20 parallel callers one does',
      withDuties(async (store) => {
        await store.takeDuty('house', { holder: 'gone', now: T0, until: T0 + 100 });
        const taken = await inParallel(20, (index) =>
          store.takeDuty('house', { holder: `${index}`, now: T0 + 100, until: T0 + 200 }),
        );
        assert.equal(
          countOf(taken, (won) => won),
          1,
        );
        assert.equal(await store.takeDuty('house', { holder: 'gone', now: T0 + 150, until: T0 + 300 }), false);
      }),
    );

    test(
      'takeDuty() lets the holder prolong their time, also when it is over, and give it up',
      withDuties(async (store) => {
        const take = (holder: string, now: number, until: number) => store.takeDuty('house', { holder, now, until });
        assert.equal(await take('a', T0, T0 + 100), true);
        assert.equal(await take('a', T0 + 50, T0 + 150), true);
        assert.equal(await take('b', T0 + 149, T0 + 300), false);
        assert.equal(await take('a', T0 + 160, T0 + 260), true);
        assert.equal(await take('a', T0 + 170, T0 + 170), true);
        assert.equal(await take('b', T0 + 170, T0 + 300), true);
      }),
    );

    test(
      'noteDuty() remembers when the work was last done and when it last failed, and takes the duty from nobody',
      withDuties(async (store) => {
        await store.noteDuty('house', { at: T0, failed: false });
        assert.equal((await store.findDuty('house'))?.doneAt, T0);
        assert.equal(await store.takeDuty('house', { holder: 'a', now: T0, until: T0 + 100 }), true);
        await store.noteDuty('house', { at: T0 + 5, failed: true });
        const duty = { holder: 'a', until: T0 + 100, doneAt: T0, failedAt: T0 + 5 };
        assert.deepEqual(await store.findDuty('house'), duty);
        await store.noteDuty('house', { at: T0 + 9, failed: false });
        assert.deepEqual(await store.findDuty('house'), { ...duty, doneAt: T0 + 9 });
        assert.equal(await store.takeDuty('house', { holder: 'b', now: T0 + 99, until: T0 + 300 }), false);
        assert.equal(await store.takeDuty('house', { holder: 'b', now: T0 + 100, until: T0 + 300 }), true);
        assert.equal((await store.findDuty('house'))?.doneAt, T0 + 9);
      }),
    );
  });
}

function hasDuties(store: FlowStore): store is DutifulStore {
  return store.takeDuty !== undefined && store.noteDuty !== undefined && store.findDuty !== undefined;
}
