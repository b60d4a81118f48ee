import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { anyToken, app, type GuardedAccess, publicTo, user, waitingUser } from './access.ts';
import { refusalOf, refusalOfScopes, type TokenFacts } from './admission.ts';

const scopes = fc.uniqueArray(fc.constantFrom('read', 'read:accounts', 'write', 'profile', 'push'));
const access: fc.Arbitrary<GuardedAccess> = fc
  .tuple(fc.constantFrom(publicTo, anyToken, user, waitingUser, app), scopes)
  .map(([kind, names]) => kind(...names));
const demanded = fc.constantFrom('off', 'token', 'user');
const facts: fc.Arbitrary<TokenFacts> = fc.record({
  standing: fc.constantFrom('good', 'revoked', 'expired', 'invalid'),
  scopes,
  account: fc.constantFrom(undefined, 'active', 'unconfirmed', 'pending', 'disabled', 'suspended'),
});

test('A token that is not good, or of a suspended account, opens nothing (contract §11)', () => {
  fc.assert(
    fc.property(access, facts, demanded, (route, token, setting) => {
      if (token.standing === 'good' && token.account !== 'suspended') return;
      assert.ok(refusalOf(route, token, setting));
    }),
  );
});

test('More scopes never close what fewer open, and a stricter server never opens what a laxer closes', () => {
  fc.assert(
    fc.property(access, facts, demanded, scopes, (route, token, setting, more) => {
      if (refusalOf(route, token, setting) === undefined) {
        const wider = { ...token, scopes: [...token.scopes, ...more] };
        assert.equal(refusalOf(route, wider, setting), undefined);
        assert.equal(refusalOf(route, token, 'off'), undefined);
      }
      if (refusalOf(route, undefined, setting) === undefined) assert.equal(route.kind, 'public');
    }),
  );
});

test('Without one of the scopes nothing opens that asks for some (CVE-2024-25108)', () => {
  fc.assert(
    fc.property(access, facts, demanded, (route, token, setting) => {
      const holdsOne = route.scopes.length === 0 || route.scopes.some((scope) => token.scopes.includes(scope));
      assert.equal(refusalOfScopes(route.scopes, token.scopes) === undefined, holdsOne);
      if (!holdsOne) assert.ok(refusalOf(route, token, setting));
    }),
  );
});

test('A method for those who wait opens to them, and to nobody else whom a person’s method refuses (contract §11, §12.2)', () => {
  fc.assert(
    fc.property(scopes, facts, demanded, (names, token, setting) => {
      const waits = token.account === 'unconfirmed' || token.account === 'pending';
      const strict = refusalOf(user(...names), token, setting);
      const lax = refusalOf(waitingUser(...names), token, setting);
      if (!waits) assert.deepEqual(lax, strict);
      else assert.deepEqual(lax, refusalOf(user(...names), { ...token, account: 'active' }, setting));
    }),
  );
});
