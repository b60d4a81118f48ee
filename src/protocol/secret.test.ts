import assert from 'node:assert/strict';
import { test } from 'node:test';
import { digestOf, matchesDigest } from './secret.ts';

test('digestOf() is SHA-256 in unpadded base64url (FIPS 180-4 "abc", decision 1)', () => {
  assert.equal(digestOf('abc'), 'ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0');
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
