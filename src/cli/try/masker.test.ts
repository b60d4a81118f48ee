import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Masker } from './masker.ts';

const secret = 'abcd+/efgh ijkl"mnop';

test('mask() hides a secret in every spelling that reaches a terminal', () => {
  const masker = new Masker();
  masker.learn(secret);
  const spellings = [
    secret,
    encodeURIComponent(secret),
    new URLSearchParams({ secret }).toString(),
    JSON.stringify({ secret }),
  ];
  for (const text of spellings) {
    const masked = masker.mask(text);
    assert.ok(masked.includes('abcd…'), text);
    assert.ok(!masked.includes('efgh'), text);
  }
});

test('mask() hides the longer of two secrets that begin alike', () => {
  const masker = new Masker();
  masker.learn('sametwelvechars');
  masker.learn('sametwelvecharsandmore');
  assert.equal(masker.mask('sametwelvecharsandmore sametwelvechars'), 'same… same…');
});

test('learnFrom() takes only members that are secret', () => {
  const masker = new Masker();
  masker.learnFrom([
    ['client_id', 'public-client-id'],
    ['access_token', 'private-access-token'],
    ['token', 12],
  ]);
  assert.equal(masker.mask('public-client-id private-access-token'), 'public-client-id priv…');
});

test('mask() shows nothing of a short secret', () => {
  const masker = new Masker();
  masker.learn('12345678');
  assert.equal(masker.mask('code 12345678'), 'code …');
});
