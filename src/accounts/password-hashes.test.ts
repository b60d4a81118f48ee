import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseOptions } from '@node-rs/argon2';
import { hashPassword, NOBODYS_HASH, verifyPassword } from './password-hashes.ts';

test('hashPassword() makes a PHC string of argon2id with 19 MiB, two passes and one lane', async () => {
  assert.match(await hashPassword('correct horse'), /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
});

test('hashPassword() salts: one password never has one hash', async () => {
  assert.notEqual(await hashPassword('correct horse'), await hashPassword('correct horse'));
});

test('verifyPassword() knows the password again, and no other', async () => {
  const phc = await hashPassword('correct horse');
  assert.equal(await verifyPassword('correct horse', phc), true);
  assert.equal(await verifyPassword('correct horsf', phc), false);
  assert.equal(await verifyPassword('', phc), false);
});

test('verifyPassword() takes é for é, as one code point or two (RFC 8265 §4.2.1)', async () => {
  const phc = await hashPassword('caf\u00e9 caf\u00e9');
  assert.equal(await verifyPassword('cafe\u0301 cafe\u0301', phc), true);
});

test('verifyPassword() says no to a hash of another kind instead of throwing', async () => {
  assert.equal(await verifyPassword('x', '$2b$10$abcdefghijklmnopqrstuv'), false);
  assert.equal(await verifyPassword('x', ''), false);
});

test('the hash of nobody costs what a real one costs', async () => {
  assert.deepEqual(parseOptions(NOBODYS_HASH), parseOptions(await hashPassword('anything')));
});
