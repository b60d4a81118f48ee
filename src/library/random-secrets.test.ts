import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRandomSecrets } from './random-secrets.ts';

test('secrets have 256 bits in unpadded base64url, and none comes twice', () => {
  const secret = createRandomSecrets();
  const secrets = Array.from({ length: 1000 }, secret);
  assert.equal(new Set(secrets).size, 1000);
  for (const one of secrets) assert.match(one, /^[A-Za-z0-9_-]{43}$/);
});

test('each secret is made of bytes of its own, in their order, and erased where it came from', () => {
  let asked: Buffer | undefined;
  let fills = 0;
  const secret = createRandomSecrets((bytes) => {
    asked = bytes;
    fills += 1;
    for (let index = 0; index < bytes.length; index += 1) bytes[index] = (index >> 5) + fills;
  });
  const first = secret();
  assert.deepEqual(Buffer.from(first, 'base64url'), Buffer.alloc(32, 1));
  assert.deepEqual(asked?.subarray(0, 33), Buffer.from([...Array(32).fill(0), 2]));
  for (let count = 1; count < 64; count += 1) secret();
  assert.equal(fills, 1);
  assert.ok(asked?.every((byte) => byte === 0));
  assert.deepEqual(Buffer.from(secret(), 'base64url'), Buffer.alloc(32, 2));
});

test('a source that fails gives no secret, and is asked again', () => {
  let fails = true;
  const secret = createRandomSecrets((bytes) => {
    if (fails) throw new Error('no entropy');
    bytes.fill(7);
  });
  assert.throws(secret, /no entropy/);
  fails = false;
  assert.deepEqual(Buffer.from(secret(), 'base64url'), Buffer.alloc(32, 7));
});
