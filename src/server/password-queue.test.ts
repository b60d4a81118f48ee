import assert from 'node:assert/strict';
import { test } from 'node:test';
import { passwordBounds } from './password-queue.ts';

for (const [cores, poolSize, atOnce, why] of [
  [1, undefined, 1, 'one core compares one password'],
  [2, undefined, 2, 'a core each'],
  [16, undefined, 3, 'one thread of the pool is left to names and files'],
  [16, '24', 16, 'a larger pool frees all cores'],
  [4, '1', 1, 'a pool of one thread must still compare'],
  [2, 'many', 2, 'what libuv would not read counts as its default'],
] as const) {
  test(`${cores} cores and a pool of ${poolSize ?? 'the default size'}: ${atOnce} at once, because ${why}`, () => {
    assert.equal(passwordBounds(cores, poolSize).atOnce, atOnce);
  });
}

test('the queue is short, and waiting ends before the sign-in would count as unanswered', () => {
  const { waiting, patience } = passwordBounds(2, undefined);
  assert.equal(waiting, 64);
  assert.ok(patience < 10_000);
});
