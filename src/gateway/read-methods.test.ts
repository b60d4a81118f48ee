import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anyToken, app, open, publicTo, user } from '../http/access.ts';
import { ConfigError, readConfig } from '../server/config.ts';

const read = (text: string) => readConfig({ GATEWAY_METHODS: text }).gatewayMethods;

test('GATEWAY_METHODS names verb, path, callers and scopes, one method a line or between vertical bars', () => {
  assert.deepEqual(
    read(
      'POST /api/pleroma/chats/:id user write write:chats | GET /nodeinfo/9 open\nGET /x public read\nGET /y any|PUT /z app',
    ),
    [
      { method: 'POST', path: '/api/pleroma/chats/:id', access: user('write', 'write:chats') },
      { method: 'GET', path: '/nodeinfo/9', access: open },
      { method: 'GET', path: '/x', access: publicTo('read') },
      { method: 'GET', path: '/y', access: anyToken() },
      { method: 'PUT', path: '/z', access: app() },
    ],
  );
  assert.deepEqual(readConfig({}).gatewayMethods, []);
});

test('GATEWAY_METHODS that cannot be understood are refused at start, all at once, with an example', () => {
  assert.throws(
    () => read('FETCH /a user | GET a user | GET /a%20b user | GET /a | GET /a admin | GET /a open read'),
    (error) => {
      assert.ok(error instanceof ConfigError);
      assert.equal(error.message.match(/GATEWAY_METHODS: .*write for instance: POST /g)?.length, 6, error.message);
      return true;
    },
  );
});
