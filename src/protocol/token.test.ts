import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Token } from './grant.ts';
import type { AccessToken } from './secret.ts';
import { tokenBody, tokenStanding } from './token.ts';

const token: Token = {
  id: '1',
  grantId: '2',
  app: undefined,
  accountId: '3',
  scopes: ['write', 'read'],
  createdAt: 1_795_351_366_999,
  expiresAt: undefined,
  lastUsedAt: undefined,
  revokedAt: undefined,
};

test('tokenBody() has exactly the four keys of the Token entity, in order (contract §5.5)', () => {
  assert.equal(
    JSON.stringify(tokenBody('the-token' as AccessToken, token)),
    '{"access_token":"the-token","token_type":"Bearer","scope":"write read","created_at":1795351366}',
  );
});

test('tokenBody() never tells of an expiry, which clients crash on or expect to renew (contract §5.5, lesson 34)', () => {
  const body = tokenBody('the-token' as AccessToken, { ...token, expiresAt: 1_795_351_400_000 });
  assert.deepEqual(Object.keys(body), ['access_token', 'token_type', 'scope', 'created_at']);
});

test('tokenStanding() is good while nothing ended the token (contract §11)', () => {
  assert.equal(tokenStanding(token, Number.MAX_SAFE_INTEGER), 'good');
  assert.equal(tokenStanding({ ...token, expiresAt: 1000 }, 999), 'good');
});

test('tokenStanding() is expired from the very instant of the expiry (contract §11)', () => {
  assert.equal(tokenStanding({ ...token, expiresAt: 1000 }, 1000), 'expired');
  assert.equal(tokenStanding({ ...token, expiresAt: 1000 }, 1001), 'expired');
});

test('tokenStanding() is revoked as soon as there is a revocation, whatever the clock says, expired or not (contract §11)', () => {
  assert.equal(tokenStanding({ ...token, revokedAt: 1000 }, 1001), 'revoked');
  assert.equal(tokenStanding({ ...token, revokedAt: 1000 }, 999), 'revoked');
  assert.equal(tokenStanding({ ...token, revokedAt: 1000, expiresAt: 500 }, 1001), 'revoked');
});
