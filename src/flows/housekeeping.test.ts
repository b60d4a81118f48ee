import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keepHouse } from './housekeeping.ts';
import type { Store } from './ports.ts';

/** A store with so many old sessions, which notes the sizes of the batches that it is asked for. */
function storeOf(sessions: number) {
  let left = sessions;
  const sizes: number[] = [];
  const store = {
    async sweep(kind: string, { batch }: { readonly batch: number }) {
      if (kind !== 'sessions') return 0;
      sizes.push(batch);
      const removed = Math.min(left, batch);
      left -= removed;
      return removed;
    },
  };
  return { store: store as unknown as Store, sizes };
}

/** A clock that stands still but for what a batch takes: it is asked before and after each. */
function clock(took: number) {
  let time = Date.UTC(2030, 0, 1);
  return () => {
    time += took;
    return time;
  };
}

const round = { dryRun: false, pause: async () => {} };

test('keepHouse() takes fewer at once where a batch takes long, since a request may wait behind it', async () => {
  const { store, sizes } = storeOf(45);
  const swept = await keepHouse({ store, now: clock(20) }, round);
  assert.deepEqual(sizes, [20, 10, 10, 10]);
  assert.equal(swept.find(({ kind }) => kind === 'sessions')?.rows, 45);
});

test('keepHouse() takes more at once where batches are quick', async () => {
  const { store, sizes } = storeOf(700);
  await keepHouse({ store, now: clock(1) }, round);
  assert.deepEqual(sizes, [20, 40, 80, 160, 200, 200, 200]);
});
