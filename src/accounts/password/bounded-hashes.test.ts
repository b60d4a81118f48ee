import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hash as hashBcrypt } from 'bcrypt';
import { Overloaded } from '../../flows/ports.ts';
import { NOBODYS_HASH } from '../password-hashes.ts';
import { boundedHashes } from './bounded-hashes.ts';
import { WorkQueue } from './work-queue.ts';

const LONG = 60_000;

/** A queue whose only place is taken. */
function fullQueue() {
  const queue = new WorkQueue({ atOnce: 1, waiting: 0, patience: LONG });
  const { promise, resolve } = Promise.withResolvers<void>();
  void queue.run(() => promise);
  return { queue, release: resolve };
}

test('hashing and comparing queue, for real accounts and for nobody alike, and work when there is room', async () => {
  const { queue, release } = fullQueue();
  const hashes = boundedHashes(queue);
  await assert.rejects(hashes.hashPassword('correct horse'), Overloaded);
  await assert.rejects(hashes.verifyPassword('correct horse', NOBODYS_HASH), Overloaded);
  release();
  await new Promise((resolve) => setImmediate(resolve));
  const hash = await hashes.hashPassword('correct horse');
  assert.equal(await hashes.verifyPassword('correct horse', hash), true);
  assert.equal(await hashes.verifyPassword('correct horsf', hash), false);
  assert.equal(queue.load.begun, 4);
});

test('a hash of today queues for no renewal, one of bcrypt does', async () => {
  const { queue, release } = fullQueue();
  const hashes = boundedHashes(queue);
  assert.equal(await hashes.renewHash('x', NOBODYS_HASH), undefined);
  const old = await hashBcrypt('x', 4);
  await assert.rejects(hashes.renewHash('x', old), Overloaded);
  release();
  await new Promise((resolve) => setImmediate(resolve));
  assert.match((await hashes.renewHash('x', old)) ?? '', /^\$argon2id\$/);
});

test('comparing with bcrypt holds up nothing else: timers go on meanwhile', async () => {
  const old = await hashBcrypt('x', 12);
  let ticks = 0;
  const ticking = setInterval(() => ticks++, 1);
  const hashes = boundedHashes(new WorkQueue({ atOnce: 1, waiting: 1, patience: LONG }));
  assert.equal(await hashes.verifyPassword('x', old), true);
  clearInterval(ticking);
  // In slices of a tenth of a second on the event loop, as bcrypt in JavaScript works, there would be two or three.
  assert.ok(ticks > 10, `${ticks} ticks`);
});
