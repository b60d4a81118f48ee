import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endAt } from './event-stream.ts';

const DAY = 24 * 60 * 60 * 1000;

test('a stream ends with its token, also one that is open for longer than any timer can wait', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 0 });
  const ended: string[] = [];
  for (const days of [1, 40]) endAt(days * DAY, () => ended.push(`after ${days}`));
  endAt(undefined, () => ended.push('never'));
  endAt(40 * DAY, () => ended.push('called off'))();
  t.mock.timers.tick(39 * DAY);
  assert.deepEqual(ended, ['after 1']);
  t.mock.timers.tick(DAY);
  assert.deepEqual(ended, ['after 1', 'after 40']);
});
