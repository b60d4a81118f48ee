import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readId } from './record-id.ts';

test('readId() takes positive decimal numbers below 2⁶³, and nothing else', () => {
  for (const id of ['1', '115000000000000001', '9223372036854775807']) assert.equal(readId(id), id);
  for (const text of ['', '0', '01', '-1', '1.0', '1e3', ' 1', '١', 'abc', '9223372036854775808', '9'.repeat(400)]) {
    assert.equal(readId(text), undefined);
  }
});

test('whatever is typed, what is read can be stored in 63 bits', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.bigInt().map(String)), (text) => {
      const id = readId(text);
      assert.ok(id === undefined || (BigInt(id) > 0n && BigInt(id) < 2n ** 63n));
    }),
  );
});
