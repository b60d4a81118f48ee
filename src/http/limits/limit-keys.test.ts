import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { digestOf } from '../../protocol/secret.ts';
import { accountKey, browserKey, emailKey, limitSubject, loginKey, tokenKey } from './limit-keys.ts';

const browser = digestOf('a browser');

test('a key tells whose limit it is', () => {
  assert.deepEqual(limitSubject('192.0.2.1'), { kind: 'address', address: '192.0.2.1' });
  assert.deepEqual(limitSubject('2001:db8:0:1::/64'), { kind: 'address', address: '2001:db8:0:1::/64' });
  assert.deepEqual(limitSubject(tokenKey('7')), { kind: 'token', tokenId: '7' });
  assert.deepEqual(limitSubject(loginKey('alice')), { kind: 'login' });
  assert.deepEqual(limitSubject(emailKey('alice@example.org')), { kind: 'email' });
});

test('an account is read back whatever its host calls it', () => {
  fc.assert(
    fc.property(fc.string(), (id) => {
      fc.pre(!/ browser [\w-]{43}$/.test(id));
      assert.deepEqual(limitSubject(accountKey(id)), { kind: 'account', accountId: id, oneBrowser: false });
      assert.deepEqual(limitSubject(browserKey(id, browser)), { kind: 'account', accountId: id, oneBrowser: true });
    }),
  );
});

test('an account whose id looks like an address is not counted as that address', () => {
  assert.notEqual(accountKey('192.0.2.1'), '192.0.2.1');
});

test('what was typed is one key however it is spelt, and stands in none in the clear', () => {
  assert.equal(loginKey(' Alice '), loginKey('alice'));
  assert.equal(emailKey('ALICE@example.org '), emailKey('alice@example.org'));
  assert.ok(!/alice/i.test(loginKey('alice') + emailKey('alice@example.org')));
});
