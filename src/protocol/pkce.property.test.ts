import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { isCodeChallenge, isCodeVerifier, provesChallenge } from './pkce.ts';

const unreserved = fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~');
const verifier = fc.string({ unit: unreserved, minLength: 43, maxLength: 128 });
const challengeOf = (text: string) => createHash('sha256').update(text).digest('base64url');

test('provesChallenge() accepts the verifier behind the challenge, whichever it is (RFC 7636 §4.6)', () => {
  fc.assert(
    fc.property(verifier, (right) => {
      assert.ok(isCodeVerifier(right));
      assert.ok(isCodeChallenge(challengeOf(right)));
      assert.ok(provesChallenge(right, challengeOf(right)));
    }),
  );
});

test('provesChallenge() refuses every verifier but the right one (RFC 7636 §4.6)', () => {
  fc.assert(
    fc.property(verifier, verifier, (right, wrong) => {
      fc.pre(right !== wrong);
      assert.equal(provesChallenge(wrong, challengeOf(right)), false);
    }),
  );
});

test('provesChallenge() refuses the right verifier with one character changed (RFC 7636 §4.6)', () => {
  fc.assert(
    fc.property(verifier, fc.nat(), unreserved, (right, seed, character) => {
      const at = seed % right.length;
      fc.pre(right[at] !== character);
      const changed = right.slice(0, at) + character + right.slice(at + 1);
      assert.equal(provesChallenge(changed, challengeOf(right)), false);
    }),
  );
});

test('provesChallenge() says no instead of throwing, whatever it is handed (decision 11)', () => {
  const anything = fc.oneof(fc.string({ unit: 'binary' }), verifier, fc.constant('A'.repeat(43)));
  fc.assert(fc.property(anything, anything, (sent, challenge) => provesChallenge(sent, challenge) === false));
});
