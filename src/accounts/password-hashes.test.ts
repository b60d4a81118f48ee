import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseOptions } from '@node-rs/argon2';
import { hashPassword, NOBODYS_HASH, renewHash, verifyPassword } from './password-hashes.ts';

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

for (const stored of ['', '*', '$1$salt$hash', '$2b$10$abcdefghijklmnopqrstuv', `$2x$04$${'a'.repeat(53)}`]) {
  test(`verifyPassword() says no to ${JSON.stringify(stored)} instead of throwing`, async () => {
    assert.equal(await verifyPassword('x', stored), false);
    assert.equal(await verifyPassword('', stored), false);
  });
}

test('renewHash() leaves a hash of today alone, and those of more work', async () => {
  assert.equal(await renewHash('x', await hashPassword('x')), undefined);
  assert.equal(await renewHash('x', '$argon2id$v=19$m=47104,t=1,p=1$c2FsdHNhbHQ$aGFzaA'), undefined);
});

for (const weak of [
  '$argon2id$v=19$m=4096,t=3,p=1$c2FsdHNhbHQ$aGFzaA',
  '$argon2id$v=19$m=19456,t=1,p=1$c2FsdHNhbHQ$aGFzaA',
  '$argon2id$v=16$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaA',
  '$argon2i$v=19$m=65536,t=3,p=1$c2FsdHNhbHQ$aGFzaA',
]) {
  test(`renewHash() replaces ${weak.slice(0, 30)}`, async () => {
    const renewed = (await renewHash('x', weak)) ?? '';
    assert.match(renewed, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    assert.equal(await verifyPassword('x', renewed), true);
  });
}

test('the hash of nobody costs what a real one costs', async () => {
  assert.deepEqual(parseOptions(NOBODYS_HASH), parseOptions(await hashPassword('anything')));
});
