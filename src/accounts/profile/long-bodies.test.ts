import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Overloaded } from '../../flows/ports.ts';
import { withLongBody } from './long-bodies.ts';

/** Work that ends when it is told to, and says how much of it ran at once. */
function work() {
  const open: (() => void)[] = [];
  return {
    open,
    begin: (personId: string) => withLongBody(personId, () => new Promise<void>((resolve) => open.push(resolve))),
  };
}

test('Long bodies of one person are read one after the other, and no more than three are taken', async () => {
  const { open, begin } = work();
  const taken = [begin('1'), begin('1'), begin('1')];
  await assert.rejects(begin('1'), Overloaded);
  for (let done = 1; done <= 3; done += 1) {
    await nextTurn();
    assert.equal(open.length, done);
    open.at(-1)?.();
  }
  await Promise.all(taken);
});

test('Long bodies of many people are read eight at a time, whoever they are', async () => {
  const { open, begin } = work();
  const taken = Array.from({ length: 20 }, (_, index) => begin(String(index)));
  for (let done = 0; done < 20; done += 1) {
    await nextTurn();
    assert.equal(open.length, Math.min(20, done + 8));
    open[done]?.();
  }
  await Promise.all(taken);
});

test('A body that cannot be used lets the next of its person be read', async () => {
  await assert.rejects(
    withLongBody('1', () => Promise.reject(new Error('no picture'))),
    /no picture/,
  );
  assert.equal(await withLongBody('1', async () => 'read'), 'read');
});
