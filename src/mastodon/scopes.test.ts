import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mastodonScopes, methodScopes } from './scopes.ts';
import { declaredRoutes } from './test-routes.ts';

// Declaring a route calls nothing of these.
const routes = declaredRoutes();

/** The kinds of access that stand for what the contract says of a method's callers. */
const accessOf = { public: 'open', public_or_user: 'public', any: 'token', user: 'user', app: 'app', admin: 'user' };

for (const { method, path, access } of routes.filter((route) => route.surface === 'api')) {
  test(`${method} ${path} takes exactly the scopes of the contract, from the callers of the contract`, () => {
    const expected = methodScopes(method, path);
    assert.ok(expected, 'the contract does not have this method');
    assert.equal(access.kind, accessOf[expected.auth]);
    assert.deepEqual(access.kind === 'open' ? [] : access.scopes, expected.scopes);
  });
}

test('methodScopes() knows nothing of a method that Mastodon does not have', () => {
  assert.equal(methodScopes('DELETE', '/api/v1/accounts/verify_credentials'), undefined);
});

test('the vocabulary has the 47 scopes of Mastodon 4.6 in their order (contract §10)', () => {
  assert.equal(mastodonScopes.supported.length, 47);
  assert.deepEqual(mastodonScopes.supported.slice(0, 4), ['read', 'profile', 'write', 'write:accounts']);
  assert.equal(mastodonScopes.default, 'read');
});

test('every scope that an umbrella implies is supported, and profile and push imply nothing', () => {
  for (const [umbrella, narrower] of mastodonScopes.implies) {
    assert.ok([umbrella, ...narrower].every((scope) => mastodonScopes.supported.includes(scope)));
  }
  assert.equal(mastodonScopes.implies.get('profile'), undefined);
  assert.equal(mastodonScopes.implies.get('push'), undefined);
  assert.ok(mastodonScopes.implies.get('follow')?.includes('write:follows'));
});
