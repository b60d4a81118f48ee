import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Overloaded } from '../../flows/ports.ts';
import { WorkQueue } from './work-queue.ts';

const LONG = 60_000;

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

/** Work that goes on until it is let go. */
function gatedWork() {
  const begun: number[] = [];
  const gates: (() => void)[] = [];
  let running = 0;
  let most = 0;
  return {
    begun,
    get most() {
      return most;
    },
    work: (id: number) => async () => {
      begun.push(id);
      running += 1;
      most = Math.max(most, running);
      const { promise, resolve } = Promise.withResolvers<void>();
      gates.push(resolve);
      await promise;
      running -= 1;
      return id;
    },
    /** Ends the work that was begun first. */
    async endOne() {
      // Work is begun, and followed by the next, within one turn.
      await nextTurn();
      gates.shift()?.();
      await nextTurn();
    },
  };
}

describe('WorkQueue', () => {
  test('never runs more at once than it may, and everything in the order of its arrival', async () => {
    const gated = gatedWork();
    const queue = new WorkQueue({ atOnce: 2, waiting: 10, patience: LONG });
    const all = Promise.all([1, 2, 3, 4, 5, 6].map((id) => queue.run(gated.work(id))));
    assert.deepEqual(queue.load, { running: 2, waiting: 4, refused: 0, begun: 0 });
    for (let done = 0; done < 6; done++) await gated.endOne();
    assert.deepEqual(await all, [1, 2, 3, 4, 5, 6]);
    assert.deepEqual(gated.begun, [1, 2, 3, 4, 5, 6]);
    assert.equal(gated.most, 2);
    assert.deepEqual(queue.load, { running: 0, waiting: 0, refused: 0, begun: 6 });
  });

  test('refuses at once what finds it full, and takes work again when there is room', async () => {
    const gated = gatedWork();
    const queue = new WorkQueue({ atOnce: 1, waiting: 2, patience: LONG });
    const taken = [1, 2, 3].map((id) => queue.run(gated.work(id)));
    await assert.rejects(queue.run(gated.work(4)), Overloaded);
    assert.deepEqual(queue.load, { running: 1, waiting: 2, refused: 1, begun: 1 });
    await gated.endOne();
    taken.push(queue.run(gated.work(5)));
    for (let done = 0; done < 3; done++) await gated.endOne();
    assert.deepEqual(await Promise.all(taken), [1, 2, 3, 5]);
  });

  test('lets nobody who comes later past those who wait', async () => {
    const gated = gatedWork();
    const queue = new WorkQueue({ atOnce: 1, waiting: 2, patience: LONG });
    const first = queue.run(gated.work(1));
    // In the same turn in which the first ends, one that waits and one that comes want its place.
    const waiting = queue.run(gated.work(2));
    const late = first.then(() => queue.run(gated.work(3)));
    for (let done = 0; done < 3; done++) await gated.endOne();
    await Promise.all([waiting, late]);
    assert.deepEqual(gated.begun, [1, 2, 3]);
    assert.equal(gated.most, 1);
  });

  test('gives up on what waited too long, and never begins it', async () => {
    const gated = gatedWork();
    const queue = new WorkQueue({ atOnce: 1, waiting: 2, patience: 5 });
    const first = queue.run(gated.work(1));
    await assert.rejects(queue.run(gated.work(2)), (error) => {
      assert.ok(error instanceof Overloaded);
      assert.ok(Number.isInteger(error.retryAfterSeconds) && error.retryAfterSeconds > 0);
      return true;
    });
    await gated.endOne();
    await first;
    assert.deepEqual(gated.begun, [1]);
    assert.deepEqual(queue.load, { running: 0, waiting: 0, refused: 1, begun: 1 });
  });

  test('work that fails, even before it awaits anything, gives its place back', async () => {
    const queue = new WorkQueue({ atOnce: 1, waiting: 2, patience: LONG });
    const failing = queue.run(() => {
      throw new Error('no');
    });
    const next = queue.run(async () => 'done');
    await assert.rejects(failing, { message: 'no' });
    assert.equal(await next, 'done');
    assert.equal(queue.load.running, 0);
  });
});
