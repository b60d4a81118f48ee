import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Caller } from '../http/access.ts';
import { hasForgedIdentity, identityHeaders } from './identity-headers.ts';

test('Headers of the gateway are known in every spelling that a server could make the same variable of', () => {
  for (const name of [
    'X-Auth-Account-Id',
    'x-auth-scopes',
    'X_AUTH_USERNAME',
    'x-auth_token-id',
    'X.Auth.Account.Id',
    'x~auth!x',
  ]) {
    assert.ok(hasForgedIdentity(['host', name]), name);
  }
  assert.ok(!hasForgedIdentity(['authorization', 'x-authorization', 'x-forwarded-for', 'auth', 'x-author']));
  assert.ok(!hasForgedIdentity([]));
});

test('A caller is told in visible ASCII, from which the very values come back', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.array(fc.string({ unit: 'grapheme' })), (name, scopes) => {
      const token = { id: '7', app: { id: '3', clientId: name }, scopes };
      const caller = { token, person: { id: '5', username: name } } as unknown as Caller;
      const headers = identityHeaders(caller);
      for (const value of Object.values(headers)) assert.match(value, /^[\x21-\x7e]*(?: [\x21-\x7e]*)*$/);
      assert.equal(decodeURIComponent(headers['X-Auth-Username'] ?? ''), name.toWellFormed());
      assert.equal(decodeURIComponent(headers['X-Auth-Client-Id'] ?? ''), name.toWellFormed());
      const read = (headers['X-Auth-Scopes'] ?? '').split(' ').map(decodeURIComponent);
      assert.deepEqual(read, scopes.length === 0 ? [''] : scopes.map((scope) => scope.toWellFormed()));
      assert.doesNotThrow(() => new Headers(headers));
    }),
  );
});

test('Nobody has no headers, and an app has none of an account', () => {
  assert.deepEqual(identityHeaders(undefined), {});
  const token = { id: '7', app: { id: '3', clientId: 'c' }, scopes: ['read', 'write:media'] };
  assert.deepEqual(identityHeaders({ token, person: undefined } as unknown as Caller), {
    'X-Auth-App-Id': '3',
    'X-Auth-Client-Id': 'c',
    'X-Auth-Scopes': 'read write:media',
    'X-Auth-Token-Id': '7',
  });
});
