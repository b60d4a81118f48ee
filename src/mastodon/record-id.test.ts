import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readCursor, readId, readIds } from './record-id.ts';

test('readId() takes positive decimal numbers below 2⁶³, and nothing else', () => {
  for (const id of ['1', '115000000000000001', '9223372036854775807']) assert.equal(readId(id), id);
  for (const text of ['', '0', '01', '-1', '1.0', '1e3', ' 1', '١', 'abc', '9223372036854775808', '9'.repeat(400)]) {
    assert.equal(readId(text), undefined);
  }
});

test('readIds() drops repetitions and what is no id, and keeps the order', () => {
  assert.deepEqual(readIds(['3', 'x', '1', '3', '']), ['3', '1']);
});

test('readCursor() takes any number, also one beyond all ids', () => {
  assert.equal(readCursor('0'), '0');
  assert.equal(readCursor('9'.repeat(30)), '9223372036854775807');
  for (const text of [undefined, '', '-1', 'abc', '1 ']) assert.equal(readCursor(text), undefined);
});

test('whatever is sent, what is read can be stored in 63 bits', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.bigInt().map(String)), (text) => {
      for (const id of [readId(text), readCursor(text)]) {
        assert.ok(id === undefined || (BigInt(id) >= 0n && BigInt(id) < 2n ** 63n));
      }
    }),
  );
});
