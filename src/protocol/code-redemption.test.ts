import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeRedemption, type Redemption, type RedemptionVerdict } from './code-redemption.ts';
import type { Code, Grant } from './grant.ts';
import { digestOf } from './secret.ts';

/** RFC 7636 appendix B. */
const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';
const WRONG_VERIFIER = `${VERIFIER.slice(0, -1)}K`;

const EXPIRES_AT = 1_000_000;

const grant: Grant = {
  id: '1',
  appId: '7',
  accountId: '3',
  scopes: ['read'],
  redirectUri: 'https://app.example/cb',
  createdAt: 400_000,
  lastUsedAt: undefined,
  revokedAt: undefined,
};

const code: Code = {
  digest: digestOf('code'),
  grant,
  redirectUri: 'https://app.example/cb',
  codeChallenge: undefined,
  browserDigest: undefined,
  createdAt: 400_000,
  expiresAt: EXPIRES_AT,
  spentAt: undefined,
};

const redemption: Redemption = {
  appId: '7',
  redirectUri: 'https://app.example/cb',
  codeVerifier: undefined,
  now: EXPIRES_AT - 1,
};

/** Every way in which a verifier and a challenge can meet. */
const proofs = [
  { proof: 'no PKCE', codeChallenge: undefined, codeVerifier: undefined },
  { proof: 'a verifier without a challenge', codeChallenge: undefined, codeVerifier: VERIFIER },
  { proof: 'the right verifier', codeChallenge: CHALLENGE, codeVerifier: VERIFIER },
  { proof: 'a wrong verifier', codeChallenge: CHALLENGE, codeVerifier: WRONG_VERIFIER },
  { proof: 'a malformed verifier', codeChallenge: CHALLENGE, codeVerifier: 'short' },
  { proof: 'the challenge as its verifier', codeChallenge: CHALLENGE, codeVerifier: CHALLENGE },
  { proof: 'no verifier for a challenge', codeChallenge: CHALLENGE, codeVerifier: undefined },
] as const;

/** Every state of a code by time. */
const states = [
  { state: 'a fresh code', spentAt: undefined, now: EXPIRES_AT - 1 },
  { state: 'an expired code', spentAt: undefined, now: EXPIRES_AT },
  { state: 'a spent code', spentAt: 500_000, now: EXPIRES_AT - 1 },
  { state: 'a spent and expired code', spentAt: 500_000, now: EXPIRES_AT },
] as const;

const strangers = [
  { who: 'another app', redemption: { appId: '8' }, grant: {} },
  { who: 'another redirect URI', redemption: { redirectUri: 'https://app.example/cb/' }, grant: {} },
  { who: 'another app and redirect URI', redemption: { appId: '8', redirectUri: 'https://evil.example/' }, grant: {} },
  { who: 'a revoked grant', redemption: {}, grant: { revokedAt: 600_000 } },
  { who: 'a grant without an app', redemption: {}, grant: { appId: undefined } },
] as const;

for (const stranger of strangers) {
  test(`judgeRedemption() refuses ${stranger.who} and changes nothing, whatever the code and the verifier (decisions 3 and 4)`, () => {
    for (const { proof, codeChallenge, codeVerifier } of proofs) {
      for (const { state, spentAt, now } of states) {
        const verdict = judgeRedemption(
          { ...code, codeChallenge, spentAt, grant: { ...grant, ...stranger.grant } },
          { ...redemption, codeVerifier, now, ...stranger.redemption },
        );
        assert.equal(verdict, 'refuse', `${state}, ${proof}`);
      }
    }
  });
}

type Row = readonly [
  fresh: RedemptionVerdict,
  expired: RedemptionVerdict,
  spent: RedemptionVerdict,
  both: RedemptionVerdict,
];

/** What becomes of the rightful client's redemption, by proof and state of the code. */
const verdicts: Record<(typeof proofs)[number]['proof'], Row> = {
  'no PKCE': ['redeem', 'refuse', 'replay', 'replay'],
  'the right verifier': ['redeem', 'refuse', 'replay', 'replay'],
  'a verifier without a challenge': ['refuse', 'refuse', 'refuse', 'refuse'],
  'a wrong verifier': ['burn', 'burn', 'refuse', 'refuse'],
  'a malformed verifier': ['burn', 'burn', 'refuse', 'refuse'],
  'the challenge as its verifier': ['burn', 'burn', 'refuse', 'refuse'],
  'no verifier for a challenge': ['burn', 'burn', 'refuse', 'refuse'],
};

for (const { proof, codeChallenge, codeVerifier } of proofs) {
  for (const [index, { state, spentAt, now }] of states.entries()) {
    const expected = verdicts[proof][index];
    test(`judgeRedemption() says ${expected} for ${state} with ${proof} (RFC 6749 §4.1.3, RFC 7636 §4.6, decisions 3, 4, 11)`, () => {
      assert.equal(
        judgeRedemption({ ...code, codeChallenge, spentAt }, { ...redemption, codeVerifier, now }),
        expected,
      );
    });
  }
}

test('judgeRedemption() demands the very port of the authorization request, also on loopback (decision 24)', () => {
  const loopback = { ...code, redirectUri: 'http://127.0.0.1:49152/cb' };
  const judge = (redirectUri: string) => judgeRedemption(loopback, { ...redemption, redirectUri });
  assert.equal(judge('http://127.0.0.1:49152/cb'), 'redeem');
  assert.equal(judge('http://127.0.0.1:49153/cb'), 'refuse');
  assert.equal(judge('http://127.0.0.1/cb'), 'refuse');
});
