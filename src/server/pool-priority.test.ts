import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import { test } from 'node:test';
import { letPoolYield } from './pool-priority.ts';

test('the threads of the pool yield to the event loop, and no other thread does', {
  skip: process.platform !== 'linux' && 'only Linux has priorities of threads',
}, async () => {
  const before = getPriority();
  const count = await letPoolYield();
  const priorities = readdirSync('/proc/self/task').map((id) => ({
    name: readFileSync(`/proc/self/task/${id}/comm`, 'utf8').trim(),
    priority: getPriority(Number(id)),
  }));
  const pool = priorities.filter(({ name }) => name === 'libuv-worker');
  assert.equal(count, Number(process.env.UV_THREADPOOL_SIZE ?? 4));
  assert.equal(pool.length, count);
  for (const { priority } of pool) assert.ok(priority > before);
  for (const { name, priority } of priorities) if (name !== 'libuv-worker') assert.equal(priority, before, name);
});
