import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { DutyStore } from '../../flows/ports.ts';
import { T0 } from './samples.ts';
import { countOf, type FlowStore, inParallel, withStore } from './with-store.ts';

export function describeDuties(open: () => Promise<FlowStore>): void {
  const withDuties = (body: (duties: DutyStore) => Promise<void>) =>
    withStore(open, async (store, t) => {
      if (store.duties === undefined) return t.skip('This store has no duties, so servers over it do not take turns');
      await body(store.duties);
    });

  describe('duties', () => {
    test(
      'of 20 parallel callers of take() exactly one gets a duty, and keeps it until its time is over',
      withDuties(async (duties) => {
        assert.equal(await duties.find('house'), undefined);
        const until = T0 + 100;
        const taken = await inParallel(20, (index) => duties.take('house', { holder: `${index}`, now: T0, until }));
        assert.equal(
          countOf(taken, (won) => won),
          1,
        );
        const holder = `${taken.indexOf(true)}`;
        assert.deepEqual(await duties.find('house'), { holder, until, doneAt: undefined, failedAt: undefined });
        assert.equal(await duties.take('house', { holder: 'late', now: T0 + 99, until: T0 + 300 }), false);
        assert.equal((await duties.find('house'))?.holder, holder);
        assert.equal(await duties.take('other', { holder: 'late', now: T0, until }), true, 'another duty is free');
      }),
    );

    test(
      'take() takes over from whoever let their time end, and of 20 parallel callers one does',
      withDuties(async (duties) => {
        await duties.take('house', { holder: 'gone', now: T0, until: T0 + 100 });
        const taken = await inParallel(20, (index) =>
          duties.take('house', { holder: `${index}`, now: T0 + 100, until: T0 + 200 }),
        );
        assert.equal(
          countOf(taken, (won) => won),
          1,
        );
        assert.equal(await duties.take('house', { holder: 'gone', now: T0 + 150, until: T0 + 300 }), false);
      }),
    );

    test(
      'take() lets the holder prolong their time, also when it is over, and give it up',
      withDuties(async (duties) => {
        const take = (holder: string, now: number, until: number) => duties.take('house', { holder, now, until });
        assert.equal(await take('a', T0, T0 + 100), true);
        assert.equal(await take('a', T0 + 50, T0 + 150), true);
        assert.equal(await take('b', T0 + 149, T0 + 300), false);
        assert.equal(await take('a', T0 + 160, T0 + 260), true);
        assert.equal(await take('a', T0 + 170, T0 + 170), true);
        assert.equal(await take('b', T0 + 170, T0 + 300), true);
      }),
    );

    test(
      'note() remembers when the work was last done and when it last failed, and takes the duty from nobody',
      withDuties(async (duties) => {
        await duties.note('house', { at: T0, failed: false });
        assert.equal((await duties.find('house'))?.doneAt, T0);
        assert.equal(await duties.take('house', { holder: 'a', now: T0, until: T0 + 100 }), true);
        await duties.note('house', { at: T0 + 5, failed: true });
        const duty = { holder: 'a', until: T0 + 100, doneAt: T0, failedAt: T0 + 5 };
        assert.deepEqual(await duties.find('house'), duty);
        await duties.note('house', { at: T0 + 9, failed: false });
        assert.deepEqual(await duties.find('house'), { ...duty, doneAt: T0 + 9 });
        assert.equal(await duties.take('house', { holder: 'b', now: T0 + 99, until: T0 + 300 }), false);
        assert.equal(await duties.take('house', { holder: 'b', now: T0 + 100, until: T0 + 300 }), true);
        assert.equal((await duties.find('house'))?.doneAt, T0 + 9);
      }),
    );
  });
}
