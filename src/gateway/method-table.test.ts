import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { open, publicTo, user } from '../http/access.ts';
import { mastodonMethods } from '../mastodon/scopes.ts';
import { gatewayTable, isStreaming } from './mastodon-methods.ts';
import { type GatewayMethod, MethodTable, type Verb } from './method-table.ts';

const tableOf = (...methods: readonly (readonly [Verb, string])[]) =>
  new MethodTable(methods.map(([method, path]) => ({ method, path, access: open, demanded: 'off' })));

function find(table: MethodTable, verb: string, path: string): string {
  const finding = table.find(verb, path.slice(1).split('/'));
  return finding.kind === 'found' ? finding.method.path : finding.kind;
}

describe('A method table', () => {
  test('takes literal parts before parameters, from left to right', () => {
    const table = tableOf(
      ['GET', '/a/:x/c'],
      ['GET', '/a/b/:y'],
      ['GET', '/:v/b/c'],
      ['GET', '/a/:x'],
      ['GET', '/a/b'],
    );
    for (const [path, expected] of [
      ['/a/b/c', '/a/b/:y'],
      ['/a/z/c', '/a/:x/c'],
      ['/z/b/c', '/:v/b/c'],
      ['/a/b', '/a/b'],
      ['/a/z', '/a/:x'],
      ['/a', 'unknown'],
      ['/a/b/c/d', 'unknown'],
    ] as const) {
      assert.equal(find(table, 'GET', path), expected, path);
    }
  });

  test('goes back to a parameter where a literal part leads nowhere', () => {
    const table = tableOf(['GET', '/a/lookup'], ['GET', '/a/:id/x']);
    assert.equal(find(table, 'GET', '/a/lookup/x'), '/a/:id/x');
  });

  test('knows each verb apart, HEAD as GET, and no other', () => {
    const table = tableOf(['GET', '/a'], ['POST', '/b']);
    assert.equal(find(table, 'HEAD', '/a'), '/a');
    assert.equal(find(table, 'HEAD', '/b'), 'unknown');
    for (const verb of ['POST', 'get', 'OPTIONS', 'TRACE', 'CONNECT', '__proto__', '']) {
      assert.equal(find(table, verb, '/a'), 'unknown', verb);
    }
    assert.equal(table.knowsPath(['b']), true);
    assert.equal(table.knowsPath(['c']), false);
  });

  test('finds it unclear when a part is spelt almost like a method that stands in its place', () => {
    const table = tableOf(
      ['GET', '/accounts/:id'],
      ['GET', '/accounts/verify_credentials'],
      ['GET', '/v/2.0'],
      ['GET', '/v/:n'],
    );
    for (const near of [
      'Verify_Credentials',
      'VERIFY_CREDENTIALS',
      'verify_credentials.json',
      'Verify_credentials.a.b',
    ]) {
      assert.equal(find(table, 'GET', `/accounts/${near}`), 'unclear', near);
    }
    // Full-width letters and a blank at the end.
    assert.equal(find(table, 'GET', `/accounts/${encodeURIComponent('ｖerify_credentials')}`), 'unclear');
    assert.equal(find(table, 'GET', '/accounts/verify_credentials%20'), 'unclear');
    assert.equal(find(table, 'GET', '/accounts/verify_credential'), '/accounts/:id');
    assert.equal(find(table, 'GET', '/v/2.1'), '/v/:n');
    assert.equal(find(table, 'GET', '/v/2.0'), '/v/2.0');
  });

  test('refuses paths that have another spelling', () => {
    for (const path of [
      '',
      '/',
      'a',
      '/a/',
      '//a',
      '/a/../b',
      '/a/./b',
      '/a%20b',
      '/a;b',
      '/:',
      '/a:b',
      '/ä',
      '/a?b',
      '/*',
    ]) {
      assert.throws(() => tableOf(['GET', path]), /cannot be a path of the gateway/, path);
    }
  });
});

describe('The table of the gateway', () => {
  test('has every method of the contract, each found by its own path', () => {
    const table = gatewayTable('off');
    for (const { method, path } of mastodonMethods) {
      assert.equal(find(table, method, path.replace(/:[a-z_]+/g, '1')), path, `${method} ${path}`);
    }
  });

  test('has the path where a WebSocket begins, which takes a token that is good for some stream', () => {
    const finding = gatewayTable('off').find('GET', ['api', 'v1', 'streaming']);
    assert.deepEqual(
      finding.kind === 'found' && finding.method.access,
      user('read', 'read:statuses', 'read:notifications'),
    );
    assert.ok(isStreaming('/api/v1/streaming') && isStreaming('/api/v1/streaming/user'));
    assert.ok(!isStreaming('/api/v1/streamingx') && !isStreaming('/api/v1/statuses'));
  });

  test("prefers the operator's own methods, also to those of the same shape under other names", () => {
    const own: GatewayMethod[] = [
      { method: 'GET', path: '/api/v1/accounts/:acct', access: user('read') },
      { method: 'POST', path: '/api/pleroma/chats', access: user('write') },
    ];
    const table = gatewayTable('off', own);
    assert.equal(find(table, 'GET', '/api/v1/accounts/1'), '/api/v1/accounts/:acct');
    assert.equal(find(table, 'GET', '/api/v1/accounts/lookup'), '/api/v1/accounts/lookup');
    assert.equal(find(table, 'POST', '/api/pleroma/chats'), '/api/pleroma/chats');
  });

  test('demands nothing of what is exempt from REQUIRE_AUTHENTICATION (decisions, REQUIRE_AUTHENTICATION)', () => {
    const table = gatewayTable('user', [{ method: 'GET', path: '/api/own', access: open }]);
    const judged = (path: string, verb = 'GET') => {
      const finding = table.find(verb, path.slice(1).split('/'));
      assert.equal(finding.kind, 'found', path);
      return finding.kind === 'found' ? [finding.method.access.kind, finding.method.demanded] : [];
    };
    assert.deepEqual(judged('/api/v1/apps', 'POST'), ['open', 'off']);
    for (const path of [
      '/api/v1/instance',
      '/api/v2/instance',
      '/api/v1/instance/rules',
      '/health',
      '/oauth/authorize',
    ]) {
      assert.deepEqual(judged(path), ['open', 'off'], path);
    }
    assert.deepEqual(judged('/api/v1/emails/confirmations', 'POST'), ['user', 'off']);
    assert.deepEqual(judged('/api/v1/apps/verify_credentials'), ['token', 'user']);
    assert.deepEqual(judged('/api/v1/trends'), ['public', 'user']);
    assert.deepEqual(judged('/api/v1/timelines/public'), ['public', 'user']);
    assert.deepEqual(judged('/api/own'), ['open', 'user']);
    const lax = gatewayTable('off').find('GET', ['api', 'v1', 'trends']);
    assert.deepEqual(lax.kind === 'found' && lax.method.access, open);
    const timeline = gatewayTable('off').find('GET', ['api', 'v1', 'timelines', 'public']);
    assert.deepEqual(timeline.kind === 'found' && timeline.method.access, publicTo('read', 'read:statuses'));
  });
});
