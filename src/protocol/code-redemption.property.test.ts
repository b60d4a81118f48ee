import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { judgeRedemption, type Redemption } from './code-redemption.ts';
import type { Code } from './grant.ts';
import { digestOf } from './secret.ts';

const verifier = fc.constantFrom('a'.repeat(43), 'b'.repeat(43), 'c'.repeat(128), 'short');
const challengeOf = (text: string) => createHash('sha256').update(text).digest('base64url');
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const instant = fc.integer({ min: 0, max: 20 });
const id = fc.constantFrom('7', '8');
const uri = fc.constantFrom('https://app.example/cb', 'https://app.example/cb/');

const code: fc.Arbitrary<Code> = fc
  .record({
    appId: id,
    revokedAt: maybe(instant),
    redirectUri: uri,
    codeChallenge: maybe(verifier.map(challengeOf)),
    expiresAt: instant,
    spentAt: maybe(instant),
  })
  .map(({ appId, revokedAt, ...rest }) => ({
    digest: digestOf('code'),
    grant: {
      id: '1',
      appId,
      accountId: '3',
      scopes: ['read'],
      redirectUri: rest.redirectUri,
      createdAt: 0,
      lastUsedAt: undefined,
      revokedAt,
    },
    browserDigest: undefined,
    createdAt: 0,
    ...rest,
  }));

const redemption: fc.Arbitrary<Redemption> = fc.record({
  appId: id,
  redirectUri: uri,
  codeVerifier: maybe(verifier),
  now: instant,
});

/** Holds of every code and redemption, tried often enough to meet each combination. */
function always(law: (code: Code, redemption: Redemption) => void): void {
  fc.assert(fc.property(code, redemption, law), { numRuns: 2000 });
}

test('judgeRedemption() redeems only an unspent, living, unexpired code of this client, URI and verifier (RFC 6749 §4.1.3)', () => {
  always((brought, by) => {
    if (judgeRedemption(brought, by) !== 'redeem') return;
    assert.equal(brought.spentAt, undefined);
    assert.equal(brought.grant.revokedAt, undefined);
    assert.ok(by.now < brought.expiresAt);
    assert.equal(by.appId, brought.grant.appId);
    assert.equal(by.redirectUri, brought.redirectUri);
    assert.equal(by.codeVerifier === undefined ? undefined : challengeOf(by.codeVerifier), brought.codeChallenge);
  });
});

test('judgeRedemption() redeems whatever is as it should be (RFC 6749 §4.1.3)', () => {
  const wellFormed = maybe(fc.constantFrom('a'.repeat(43), 'c'.repeat(128)));
  fc.assert(
    fc.property(code, instant, wellFormed, (brought, now, codeVerifier) => {
      const good: Code = {
        ...brought,
        grant: { ...brought.grant, revokedAt: undefined },
        codeChallenge: codeVerifier && challengeOf(codeVerifier),
        spentAt: undefined,
        expiresAt: now + 1,
      };
      const by = { appId: good.grant.appId ?? '', redirectUri: good.redirectUri, codeVerifier, now };
      assert.equal(judgeRedemption(good, by), 'redeem');
    }),
  );
});

test('judgeRedemption() never lets a stranger burn a code or end a sign-in (decisions 3 and 4)', () => {
  always((brought, by) => {
    const isStranger = by.appId !== brought.grant.appId || by.redirectUri !== brought.redirectUri;
    if (isStranger) assert.equal(judgeRedemption(brought, by), 'refuse');
  });
});

test('judgeRedemption() calls only a spent code replayed, and only by who could prove to be its client (decision 3)', () => {
  always((brought, by) => {
    if (judgeRedemption(brought, by) !== 'replay') return;
    assert.notEqual(brought.spentAt, undefined);
    assert.equal(by.codeVerifier === undefined ? undefined : challengeOf(by.codeVerifier), brought.codeChallenge);
  });
});

test('judgeRedemption() burns only an unspent code with a challenge that was not met (decision 4)', () => {
  always((brought, by) => {
    if (judgeRedemption(brought, by) !== 'burn') return;
    assert.equal(brought.spentAt, undefined);
    assert.notEqual(brought.codeChallenge, undefined);
    const isWellFormed = by.codeVerifier !== undefined && by.codeVerifier.length >= 43;
    assert.equal(isWellFormed && challengeOf(by.codeVerifier) === brought.codeChallenge, false);
  });
});

test('judgeRedemption() says redeem at most once: spent, burned or revoked, a code never buys again (RFC 6749 §4.1.2)', () => {
  always((brought, by) => {
    const spent = { ...brought, spentAt: by.now };
    const revoked = { ...brought, grant: { ...brought.grant, revokedAt: by.now } };
    assert.notEqual(judgeRedemption(spent, by), 'redeem');
    assert.notEqual(judgeRedemption(revoked, by), 'redeem');
  });
});
