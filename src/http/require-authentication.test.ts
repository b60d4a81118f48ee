import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { userToken } from '../../test/support/test-browser.ts';
import { TestServer } from '../../test/support/test-server.ts';

const settings = ['off', 'token', 'user'] as const;

for (const setting of settings) {
  describe(`REQUIRE_AUTHENTICATION=${setting}`, () => {
    let server: TestServer;
    let id: string;
    const tokens: Record<'none' | 'unknown' | 'app' | 'user', string | undefined> = {
      none: undefined,
      unknown: 'unknown',
      app: undefined,
      user: undefined,
    };
    const get = (path: string, token: string | undefined) =>
      server.get(path, token === undefined ? {} : { Authorization: `Bearer ${token}` });

    before(async () => {
      server = await TestServer.start({ REQUIRE_AUTHENTICATION: setting });
      id = (await server.addAccount('alice')).id;
      const app = await server.registerApp();
      tokens.app = await server.appToken(app);
      tokens.user = await userToken(server, app, 'alice');
    });
    after(() => server.close());

    const paths = [
      '/api/v1/accounts/:id',
      '/api/v1/accounts/:id/followers',
      '/api/v1/accounts/:id/following',
      '/api/v1/accounts?id[]=:id',
      '/api/v1/accounts/lookup?acct=alice',
    ];
    const allowed = { off: ['none', 'unknown', 'app', 'user'], token: ['app', 'user'], user: ['user'] }[setting];
    for (const path of paths) {
      test(`opens ${path} to ${allowed.join(', ')} (decisions, REQUIRE_AUTHENTICATION, journey 1)`, async () => {
        for (const [kind, token] of Object.entries(tokens)) {
          const response = await get(path.replace(':id', id), token);
          const body = (await response.json()) as { error?: string };
          if (allowed.includes(kind)) {
            assert.equal(response.status, 200, kind);
            continue;
          }
          assert.equal(response.status, 401, kind);
          assert.deepEqual(body, {
            error: setting === 'user' ? 'This method requires an authenticated user' : 'The access token is invalid',
          });
          assert.equal(response.headers.has('www-authenticate'), setting === 'token');
          assert.equal(response.headers.get('access-control-allow-origin'), '*');
          assert.equal(response.headers.get('cache-control'), 'private, no-store');
        }
      });
    }

    const exempt = [
      '/api/v1/instance',
      '/api/v2/instance',
      '/.well-known/oauth-authorization-server',
      '/.well-known/nodeinfo',
      '/.well-known/host-meta',
      '/.well-known/webfinger?resource=acct:alice@social.example',
      '/nodeinfo/2.0',
      '/nodeinfo/2.1',
      '/auth/sign_in',
      '/@alice',
      '/',
      '/health',
      '/health/live',
    ];
    for (const path of exempt) {
      test(`leaves ${path} open to everyone (decisions, REQUIRE_AUTHENTICATION)`, async () => {
        for (const token of Object.values(tokens)) assert.equal((await get(path, token)).status, 200);
      });
    }

    test('leaves registration, token, revocation and introspection to their own rules (decisions, REQUIRE_AUTHENTICATION)', async () => {
      const app = await server.registerApp();
      const credentials = { client_id: app.client_id, client_secret: app.client_secret };
      const token = await server.appToken(app);
      const inspected = await server.post('/oauth/introspect', { ...credentials, token });
      assert.equal(((await inspected.json()) as { active: boolean }).active, true);
      assert.equal((await server.post('/oauth/revoke', { ...credentials, token })).status, 200);
    });

    test('says nothing new to a method that needs a person anyway (contract §11)', async () => {
      const path = '/api/v1/accounts/verify_credentials';
      assert.equal((await get(path, tokens.user)).status, 200);
      assert.equal((await get(path, tokens.app)).status, setting === 'user' ? 401 : 422);
      assert.equal((await get(path, undefined)).status, 401);
    });
  });
}

test('REQUIRE_AUTHENTICATION is off unless it is set (decisions, REQUIRE_AUTHENTICATION)', async () => {
  const server = await TestServer.start();
  try {
    const { id } = await server.addAccount('alice');
    assert.equal((await server.get(`/api/v1/accounts/${id}`)).status, 200);
  } finally {
    await server.close();
  }
});
