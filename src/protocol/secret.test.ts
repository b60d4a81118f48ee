import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { accessTokenAt, clientIdAt, digestOf, matchesDigest, sha256, timeOf } from './secret.ts';

test('digestOf() is SHA-256 in unpadded base64url (FIPS 180-4 "abc", decision 1)', () => {
  assert.equal(digestOf('abc'), 'ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0');
});

const random = () => randomBytes(32).toString('base64url');
const instant = fc.integer({ min: Date.UTC(2020), max: Date.UTC(2059) });

test('accessTokenAt() makes 43 characters that base64url has, and keeps 34 that are random (contract §5.5, RFC 6749 §10.10)', () => {
  const one = random();
  const token = accessTokenAt(Date.UTC(2026, 10, 27), one);
  assert.match(token, /^[A-Za-z0-9_-]{43}$/);
  assert.ok(token.includes(one.slice(0, 34)));
});

test('clientIdAt() makes 32 bytes in base64url, 26 of them random, and a later one is greater (contract §2, ADR 15)', () => {
  const [one, at] = [random(), Date.UTC(2026, 10, 27)];
  const made = clientIdAt(at, one);
  assert.equal(Buffer.from(made, 'base64url').toString('base64url'), made);
  assert.equal(Buffer.from(made, 'base64url').length, 32);
  assert.ok(made.endsWith(one.slice(8)));
  assert.ok(clientIdAt(at, 'z'.repeat(43)) < clientIdAt(at + 1, '0'.repeat(43)));
});

test('a later access token has a later digest, so that an index has them in the order of their time', () => {
  fc.assert(
    fc.property(fc.uniqueArray(instant, { minLength: 2, maxLength: 20 }), (times) => {
      const digests = times.toSorted((a, b) => a - b).map((at) => digestOf(accessTokenAt(at, random())));
      assert.deepEqual(digests.toSorted(), digests);
    }),
  );
});

test('the digest of an access token is the SHA-256 of all of it, behind its time and nothing else of it (decision 1)', () => {
  fc.assert(
    fc.property(instant, (at) => {
      const token = accessTokenAt(at, random());
      assert.equal(digestOf(token), token.slice(0, 8) + sha256(token));
      assert.equal(Number.parseInt(token.slice(0, 8), 36), at);
    }),
  );
});

test('timeOf() tells when a token was made from its digest, for 44 years before and after (ADR 16)', () => {
  const reach = (36 ** 8 / 2) * 0.999;
  const any = fc.integer({ min: 0, max: Date.UTC(2500) });
  fc.assert(
    fc.property(any, fc.integer({ min: -Math.floor(reach), max: Math.floor(reach) }), (at, distance) => {
      fc.pre(at + distance >= 0);
      assert.equal(timeOf(digestOf(accessTokenAt(at, random())), at + distance), at);
    }),
  );
});

test('timeOf() is never before the epoch, whatever anybody sends as a token', () => {
  const text = fc.stringMatching(/^[0-9a-z]{8}$/);
  fc.assert(
    fc.property(text, fc.integer({ min: 0, max: Date.UTC(2100) }), (begin, now) => {
      const at = timeOf(digestOf(`${begin}${random().slice(0, 34)}_`), now);
      assert.ok(at !== undefined && Number.isSafeInteger(at) && at >= 0 && at < 2 ** 47);
    }),
  );
});

test('timeOf() is undefined of a digest without a time', () => {
  assert.equal(timeOf(digestOf(random()), Date.now()), undefined);
});

test('access tokens go on after 2059, when their times begin anew', () => {
  const token = accessTokenAt(Date.UTC(2060), random());
  assert.equal(token.length, 43);
  assert.equal(digestOf(token).length, 51);
});

test('a secret that was made without a time has a digest without one, whatever it begins with: tokens of before stay good', () => {
  const secrets = Array.from({ length: 2000 }, random);
  for (const secret of [...secrets, `${'0'.repeat(42)}A`, `${'0'.repeat(42)}__`, '_', '']) {
    assert.equal(digestOf(secret), sha256(secret));
  }
});

test('matchesDigest() knows the secret behind a digest, and no other (decision 1)', () => {
  assert.equal(matchesDigest('abc', digestOf('abc')), true);
  assert.equal(matchesDigest('abd', digestOf('abc')), false);
  assert.equal(matchesDigest('', digestOf('abc')), false);
  assert.equal(matchesDigest('abc ', digestOf('abc')), false);
});

test('matchesDigest() does not take a digest for the secret itself: a stolen database opens nothing (decision 1)', () => {
  assert.equal(matchesDigest(digestOf('abc'), digestOf('abc')), false);
});
