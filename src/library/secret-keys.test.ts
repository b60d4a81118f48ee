import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { SecretKeys, UndecipherableSecret } from './secret-keys.ts';

const ONE = '1'.repeat(32);
const TWO = '2'.repeat(32);

const keys = new SecretKeys([ONE]);
const secret = fc.string({ unit: 'grapheme' });

test('decrypt() gives back what encrypt() was given (decisions, SECRET_KEY)', () => {
  fc.assert(
    fc.property(secret, fc.string(), (plain, purpose) => {
      assert.equal(keys.decrypt(purpose, keys.encrypt(purpose, plain)), plain);
    }),
  );
});

test('encrypt() never makes the same text twice, nor one that shows the secret or the key', () => {
  const [one, other] = [keys.encrypt('totp', 'a seed to hide'), keys.encrypt('totp', 'a seed to hide')];
  assert.notEqual(one, other);
  assert.ok(!one.includes(ONE) && !one.includes(Buffer.from('a seed to hide').toString('base64url').slice(0, 8)));
});

test('decrypt() reads what an earlier version stored: neither the form nor the derivation of keys may change', () => {
  const kept = 'v1.4f328c46.nsUsoZ7V_aWbmT2x.Y7L-61g6ZSt6PvIKkoCl_C0IW7vpskGiGOUYi5WGydk';
  const before = new SecretKeys(['a key for the test that never changes']);
  assert.equal(before.decrypt('totp', kept), 'JBSWY3DPEHPK3PXP');
});

test('encrypt() names the version and the key, and takes a nonce of 96 bits (NIST SP 800-38D §8.2)', () => {
  assert.match(keys.encrypt('totp', ''), /^v1\.[0-9a-f]{8}\.[A-Za-z0-9_-]{16}\.[A-Za-z0-9_-]{22}$/);
});

test('decrypt() refuses a text of which any one bit was altered (AES-GCM, NIST SP 800-38D)', () => {
  fc.assert(
    fc.property(secret, fc.constantFrom(2, 3), fc.nat(), (plain, part, seed) => {
      const parts = keys.encrypt('totp', plain).split('.');
      const bytes = Buffer.from(parts[part] ?? '', 'base64url');
      const bit = seed % (bytes.length * 8);
      bytes.writeUInt8(bytes.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      parts[part] = bytes.toString('base64url');
      assert.throws(() => keys.decrypt('totp', parts.join('.')), UndecipherableSecret);
    }),
  );
});

test('decrypt() gives the one secret or refuses, however the text is altered', () => {
  const character = fc.constantFrom('', 'A', 'b', '0', '_', '.', '=', ' ');
  fc.assert(
    fc.property(secret, fc.nat(), fc.integer({ min: 0, max: 30 }), character, (plain, seed, removed, inserted) => {
      const text = keys.encrypt('totp', plain);
      const at = seed % text.length;
      const altered = text.slice(0, at) + inserted + text.slice(at + removed);
      try {
        assert.equal(keys.decrypt('totp', altered), plain);
      } catch (error) {
        assert.ok(error instanceof UndecipherableSecret, String(error));
      }
    }),
    { numRuns: 500 },
  );
});

for (const text of ['', 'v1', 'v1...', '....', 'v2.x.y.z', 'plain text']) {
  test(`decrypt() refuses ${JSON.stringify(text)}, which it never made`, () => {
    assert.throws(() => keys.decrypt('totp', text), UndecipherableSecret);
  });
}

test('decrypt() refuses a text of another version, whose rules it does not know', () => {
  assert.throws(() => keys.decrypt('totp', keys.encrypt('totp', 'x').replace('v1.', 'v2.')), UndecipherableSecret);
});

test('decrypt() refuses a secret of another purpose, so that none can be put in the place of another', () => {
  assert.throws(() => keys.decrypt('vapid', keys.encrypt('totp', 'x')), UndecipherableSecret);
});

test('decrypt() refuses a secret whose key is not among the configured ones', () => {
  assert.throws(() => new SecretKeys([TWO]).decrypt('totp', keys.encrypt('totp', 'x')), UndecipherableSecret);
});

test('decrypt() reads what any of the keys encrypted, and encrypt() uses the first (decisions, SECRET_KEY)', () => {
  fc.assert(
    fc.property(secret, (plain) => {
      const rotated = new SecretKeys([TWO, ONE]);
      assert.equal(rotated.decrypt('totp', keys.encrypt('totp', plain)), plain);
      const fresh = rotated.encrypt('totp', plain);
      assert.equal(new SecretKeys([TWO]).decrypt('totp', fresh), plain);
      assert.throws(() => keys.decrypt('totp', fresh), UndecipherableSecret);
    }),
  );
});

test('derive() makes one key of 32 bytes for a purpose, and another for another purpose or secret', () => {
  assert.equal(keys.derive('csrf').byteLength, 32);
  assert.deepEqual(keys.derive('csrf'), new SecretKeys([ONE, TWO]).derive('csrf'));
  assert.notDeepEqual(keys.derive('csrf'), keys.derive('device'));
  assert.notDeepEqual(keys.derive('csrf'), new SecretKeys([TWO, ONE]).derive('csrf'));
});

test('SecretKeys cannot be made without a key', () => {
  assert.throws(() => new SecretKeys([]), /secret key is needed/);
});

test('decrypt() refuses a tag that was cut short, which would be guessed sooner (NIST SP 800-38D §5.2.1.2)', () => {
  const [version, name, nonce, sealed = ''] = keys.encrypt('totp', '').split('.');
  const cut = Buffer.from(sealed, 'base64url').subarray(0, 4).toString('base64url');
  assert.throws(() => keys.decrypt('totp', [version, name, nonce, cut].join('.')), UndecipherableSecret);
});
