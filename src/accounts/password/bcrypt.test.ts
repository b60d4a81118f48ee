import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hash as hashBcrypt } from 'bcrypt';
import { renewHash, verifyPassword } from '../password-hashes.ts';
import { isBcrypt } from './bcrypt.ts';

const hash = (password: string, cost: number) => hashBcrypt(password, cost);

/** Hashes that the C library of OpenBSD and Ruby's bcrypt made (test vectors of crypt_blowfish). */
const vectors: readonly (readonly [string, string])[] = [
  ['U*U', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
  ['U*U*', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK'],
  ['U*U*U', '$2a$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a'],
  [
    '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789',
    '$2a$05$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui',
  ],
];

for (const [password, stored] of vectors) {
  test(`${JSON.stringify(password)} fits its hash of another implementation, and nothing else does`, async () => {
    for (const prefix of ['$2a$', '$2y$', '$2b$']) {
      assert.equal(await verifyPassword(password, stored.replace('$2a$', prefix)), true);
    }
    assert.equal(await verifyPassword(password.toLowerCase(), stored), false);
    assert.equal(await verifyPassword('', stored), false);
  });
}

const arabic = 'قمر على سطح البيت القديم وطائر فوق الشجرة العالية';

test('a password of more than 72 bytes is compared by its first 72, as Mastodon did, and never hashed anew from what was not compared', async () => {
  assert.ok(Buffer.byteLength(arabic) > 72 && [...arabic].length <= 72);
  const stored = await hash(arabic, 4);
  assert.equal(await verifyPassword(arabic, stored), true);
  assert.equal(await verifyPassword(`${arabic}x`, stored), true, 'bcrypt cannot tell');
  assert.equal(await renewHash(`${arabic}x`, stored), undefined, 'so the slip must not become the password');
  assert.equal(await renewHash(arabic, stored), undefined);
});

test('a password of more than 72 characters fits no hash: Mastodon has none', async () => {
  const stored = await hash('x'.repeat(72), 4);
  assert.equal(await verifyPassword('x'.repeat(72), stored), true);
  assert.equal(await verifyPassword('x'.repeat(73), stored), false);
  assert.equal(await verifyPassword('x'.repeat(1000), stored), false);
});

test('a password is compared as it was typed: Mastodon does not normalize', async () => {
  const stored = await hash('cafe\u0301-creme', 4);
  assert.equal(await verifyPassword('cafe\u0301-creme', stored), true);
  const renewed = (await renewHash('cafe\u0301-creme', stored)) ?? '';
  assert.equal(await verifyPassword('caf\u00e9-creme', renewed), true);
});

test('a password of 72 bytes is hashed anew with argon2id', async () => {
  const stored = await hash('x'.repeat(72), 4);
  const renewed = (await renewHash('x'.repeat(72), stored)) ?? '';
  assert.match(renewed, /^\$argon2id\$/);
  assert.equal(await verifyPassword('x'.repeat(72), renewed), true);
  assert.equal(await verifyPassword('x'.repeat(73), renewed), false);
});

test('a hash whose cost would keep a core busy for seconds is not compared with', () => {
  const tail = 'a'.repeat(53);
  assert.deepEqual(
    ['03', '04', '10', '14', '15', '31', '99'].map((cost) => isBcrypt(`$2b$${cost}$${tail}`)),
    [false, true, true, true, false, false, false],
  );
});
