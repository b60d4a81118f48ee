import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readFollowPage } from './follow-page.ts';

test('readFollowPage() takes any number as a place, also one beyond all ids', () => {
  assert.deepEqual(readFollowPage({ limit: 3, maxId: '9'.repeat(30), sinceId: '0' }), {
    limit: 3,
    maxId: '9223372036854775807',
    sinceId: '0',
  });
});

test('readFollowPage() leaves out what is no place among follow records', () => {
  for (const text of [undefined, '', '-1', 'abc', '1 ', '1.5', '9'.repeat(101)]) {
    assert.deepEqual(readFollowPage({ limit: 3, maxId: text, sinceId: text }), {
      limit: 3,
      maxId: undefined,
      sinceId: undefined,
    });
  }
});
