import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onceIn } from './once-in.ts';

test('within a period everybody is given one answer, and what failed is asked for anew', async () => {
  let [calls, now] = [0, 0];
  const count = onceIn(
    1000,
    () => now,
    async () => {
      calls += 1;
      if (calls === 1) throw new Error('busy');
      return calls;
    },
  );
  const first = await Promise.allSettled([count(), count()]);
  assert.deepEqual(
    first.map(({ status }) => status),
    ['rejected', 'rejected'],
  );
  assert.deepEqual(await Promise.all([count(), count()]), [2, 2]);
  now = 999;
  assert.equal(await count(), 2);
  now = 1000;
  assert.equal(await count(), 3);
});
