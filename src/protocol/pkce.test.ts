import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { isCodeChallenge, isCodeVerifier, provesChallenge } from './pkce.ts';

const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

const challengeOf = (verifier: string) => createHash('sha256').update(verifier).digest('base64url');

test("provesChallenge() proves the RFC's own example (RFC 7636 appendix B)", () => {
  assert.equal(provesChallenge(VERIFIER, CHALLENGE), true);
});

test('provesChallenge() refuses another verifier, in letter case too (RFC 7636 §4.6)', () => {
  assert.equal(provesChallenge(VERIFIER.toLowerCase(), CHALLENGE), false);
  assert.equal(provesChallenge(`${VERIFIER}a`, CHALLENGE), false);
});

test('provesChallenge() refuses a challenge that is its own verifier, which would be plain (decision 11)', () => {
  assert.equal(provesChallenge(CHALLENGE, CHALLENGE), false);
  assert.equal(provesChallenge(VERIFIER, VERIFIER), false);
});

for (const length of [43, 128]) {
  test(`provesChallenge() accepts a verifier of ${length} characters (RFC 7636 §4.1)`, () => {
    const verifier = 'v'.repeat(length);
    assert.equal(provesChallenge(verifier, challengeOf(verifier)), true);
  });
}

for (const length of [0, 1, 42, 129]) {
  test(`provesChallenge() refuses a verifier of ${length} characters even if its digest fits (RFC 7636 §4.1, CVE-2026-41213)`, () => {
    const verifier = 'v'.repeat(length);
    assert.equal(isCodeVerifier(verifier), false);
    assert.equal(provesChallenge(verifier, challengeOf(verifier)), false);
  });
}

test('provesChallenge() takes a verifier that looks like an access token for a verifier (RFC 7636 §4.6)', () => {
  const verifier = `0mhr3k2a${'v'.repeat(34)}_`;
  assert.equal(provesChallenge(verifier, challengeOf(verifier)), true);
});

test('isCodeVerifier() accepts every unreserved character (RFC 7636 §4.1)', () => {
  const unreserved = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~';
  assert.equal(isCodeVerifier(unreserved), true);
});

for (const character of ['+', '/', '=', ' ', '%', '\n', '\0', '!', 'é', '[', '@', ':']) {
  test(`isCodeVerifier() refuses ${JSON.stringify(character)} anywhere in it (RFC 7636 §4.1)`, () => {
    assert.equal(isCodeVerifier(`${'v'.repeat(50)}${character}`), false);
    assert.equal(isCodeVerifier(`${character}${'v'.repeat(50)}`), false);
    assert.equal(isCodeVerifier(`${'v'.repeat(50)}${character}${'v'.repeat(50)}`), false);
  });
}

test('isCodeChallenge() accepts exactly 43 characters of base64url (RFC 7636 §4.2, decision 11)', () => {
  assert.equal(isCodeChallenge(CHALLENGE), true);
  assert.equal(isCodeChallenge(`${'-_'.repeat(21)}A`), true);
  assert.equal(isCodeChallenge('c'.repeat(42)), false);
  assert.equal(isCodeChallenge('c'.repeat(44)), false);
  assert.equal(isCodeChallenge(''), false);
});

for (const character of ['=', '+', '/', '.', '~', ' ', '\n']) {
  test(`isCodeChallenge() refuses ${JSON.stringify(character)} in it (RFC 7636 §4.2, decision 11)`, () => {
    assert.equal(isCodeChallenge(`${'c'.repeat(42)}${character}`), false);
    assert.equal(isCodeChallenge(`${'c'.repeat(43)}${character}`), false);
  });
}
