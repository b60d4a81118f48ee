import assert from 'node:assert/strict';
import { test } from 'node:test';
import { remembering } from './remembering.ts';

test('remembering() computes once, and again only what was not asked for longest', () => {
  const computed: string[] = [];
  const remembered = remembering((name) => {
    computed.push(name);
    return name.toUpperCase();
  }, 2);
  assert.deepEqual(['a', 'b', 'a', 'c', 'a', 'b'].map(remembered), ['A', 'B', 'A', 'C', 'A', 'B']);
  assert.deepEqual(computed, ['a', 'b', 'c', 'b']);
});
