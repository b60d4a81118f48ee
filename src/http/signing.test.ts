import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { sameSignature, sign } from './signing.ts';

const key = new Uint8Array(32).fill(1);

test('sign() is HMAC-SHA-256 in unpadded base64url: the same for the same, 43 characters', () => {
  assert.equal(sign(key, 'csrf', 'a', 'b'), sign(key, 'csrf', 'a', 'b'));
  assert.match(sign(key, 'csrf', 'a', 'b'), /^[A-Za-z0-9_-]{43}$/);
  assert.equal(sign(key, 'x'), createHmac('sha256', key).update('["x"]').digest('base64url'));
});

test('sign() differs by key, by purpose and by part', () => {
  const signatures = [
    sign(key, 'csrf', 'a', 'b'),
    sign(new Uint8Array(32).fill(2), 'csrf', 'a', 'b'),
    sign(key, 'device', 'a', 'b'),
    sign(key, 'csrf', 'a', 'c'),
    sign(key, 'csrf', 'b', 'a'),
    sign(key, 'csrf', 'a'),
    sign(key, 'csrf', 'a', 'b', ''),
  ];
  assert.equal(new Set(signatures).size, signatures.length);
});

test('sign() never lets parts run into each other, whatever is in them', () => {
  const parts = fc.array(fc.oneof(fc.string(), fc.constantFrom('', ',', '"', '","', '\\', 'a', 'ab', 'b')), {
    minLength: 1,
    maxLength: 4,
  });
  fc.assert(
    fc.property(parts, parts, ([one = '', ...ones], [other = '', ...others]) => {
      const same = JSON.stringify([one, ...ones]) === JSON.stringify([other, ...others]);
      assert.equal(sign(key, one, ...ones) === sign(key, other, ...others), same);
    }),
  );
});

test('sameSignature() is true for the same text alone, and says no to another length instead of throwing', () => {
  const signature = sign(key, 'csrf', 'a');
  assert.equal(sameSignature(signature, `${signature}`), true);
  assert.equal(sameSignature(signature, signature.slice(1)), false);
  assert.equal(sameSignature('', signature), false);
  assert.equal(sameSignature(`${signature.slice(0, -1)}${signature.endsWith('A') ? 'B' : 'A'}`, signature), false);
  assert.equal(sameSignature(`${'é'.repeat(21)}a`, signature), false);
});
