import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Hono } from 'hono';
import { authorizePath, TestBrowser, userToken } from '../../test/support/test-browser.ts';
import { testHttpDeps } from '../../test/support/test-deps.ts';
import { type RegisteredApp, TestServer } from '../../test/support/test-server.ts';
import { StoreUnavailable } from '../flows/ports.ts';
import { open, user } from './access.ts';
import type { Incoming } from './incoming.ts';
import { mountRoutes } from './mount-routes.ts';
import { json, type Reply } from './reply.ts';
import { type Route, route } from './route.ts';
import { oauthRoutes } from './routes.ts';

let server: TestServer;
let app: RegisteredApp;
let token: string;

before(async () => {
  server = await TestServer.start();
  await server.addAccount('alice');
  app = await server.registerApp({ scopes: 'read profile' });
  token = await userToken(server, app, 'alice', 'read profile');
});
after(() => server.close());

const answer = (): Reply => json({});

const depsOf = () => testHttpDeps(server);

const mount = (routes: readonly Route[]) =>
  mountRoutes(new Hono(), routes, {
    deps: depsOf(),
    prefix: '',
    addressOf: () => '192.0.2.1',
    newRequestId: () => 'id',
    onAnswered: () => {},
  });

describe('A route', () => {
  test('cannot be declared without saying who may call it (CVE-2024-25108)', () => {
    // @ts-expect-error: the access is missing
    route('api', 'GET', '/api/x', answer);
    // @ts-expect-error: nothing is no access
    route('api', 'GET', '/api/x', undefined, answer);
    // @ts-expect-error: there is no such access
    route('api', 'GET', '/api/x', { kind: 'anybody' }, answer);
    // @ts-expect-error: a person's route says which scopes would do
    route('api', 'GET', '/api/x', { kind: 'user' }, answer);
    // @ts-expect-error: a route is no route without its access
    const bare: Route = { surface: 'api', method: 'GET', path: '/api/x', handle: answer };
    assert.ok(bare);
  });

  test('is given what its access promises, and no more (CallerOf)', () => {
    route('api', 'GET', '/api/x', user('read'), (_request: Incoming, caller) => json(caller.person.username));
    // @ts-expect-error: an open route knows nobody
    route('api', 'GET', '/api/x', open, (_request: Incoming, caller) => json(caller.person.username));
  });

  test('cannot be mounted twice', () => {
    const twice = route('api', 'GET', '/api/x', open, answer);
    assert.throws(() => mount([twice, twice]), /GET \/api\/x is declared twice/);
    assert.doesNotThrow(() => mount([twice, route('api', 'POST', '/api/x', open, answer)]));
  });
});

test('Of the OAuth surface only userinfo takes a token; all else has rules of its own (contract §0)', () => {
  const guarded = oauthRoutes(depsOf()).filter(({ access }) => access.kind !== 'open');
  assert.deepEqual(
    guarded.map(({ method, path, access }) => [method, path, access]),
    [
      ['GET', '/oauth/userinfo', { kind: 'user', scopes: ['profile'] }],
      ['POST', '/oauth/userinfo', { kind: 'user', scopes: ['profile'] }],
    ],
  );
});

test('A trailing slash leads to the same route, without a redirect (clients §3.2, lesson 43)', async () => {
  for (const path of ['/.well-known/oauth-authorization-server', '/api/v1/instance', '/auth/sign_in']) {
    assert.equal((await server.get(`${path}/`)).status, 200, path);
  }
  const authorize = authorizePath(app, { redirect_uri: 'https://evil.example/' }).replace('?', '/?');
  assert.equal((await server.get(authorize)).status, 400);
});

describe('A path that nobody declared', () => {
  for (const path of [
    '/api',
    '/api/',
    '/api/v1/nothing',
    '/api/v1/accounts.json',
    '/api/v1/apps/1',
    '/oauth/revoke',
    '/.well-known/nothing',
    '/nodeinfo/3.0',
  ]) {
    test(`${path} is a 404 in JSON (contract §11)`, async () => {
      const response = await server.get(path);
      assert.equal(response.status, 404);
      assert.match(response.headers.get('content-type') ?? '', /^application\/json/);
      assert.deepEqual(await response.json(), { error: 'Not Found' });
    });
  }
  for (const path of [
    '/nothing',
    '/oauth',
    '/oauth/nothing',
    '/auth/nothing',
    '//api/v1/apps',
    '/%2e%2e/etc/passwd',
    '/%ff',
    '/%',
  ]) {
    test(`${path} is a page that says so, and runs nothing`, async () => {
      const response = await server.get(`${server.origin}${path}`);
      assert.equal(response.status, 404);
      assert.match(response.headers.get('content-type') ?? '', /^text\/html/);
      assert.match(response.headers.get('content-security-policy') ?? '', /script-src 'none'/);
    });
  }
});

test('A HEAD request is answered as GET without a body (RFC 9110 §9.3.2)', async () => {
  const response = await server.request('/api/v1/instance', { method: 'HEAD' });
  assert.equal(response.status, 200);
  assert.equal(await response.text(), '');
});

/** Requests to every kind of surface, each of which needs the storage. */
const needsStorage: Record<string, () => Promise<Response>> = {
  'a REST method with a token': () =>
    server.get('/api/v1/accounts/verify_credentials', { Authorization: `Bearer ${token}` }),
  'a public REST method': () => server.get('/api/v1/accounts/1'),
  registration: () => server.post('/api/v1/apps', { client_name: 'T', redirect_uris: 'https://a.example/' }),
  'the token endpoint': () =>
    server.post('/oauth/token', { grant_type: 'client_credentials', client_id: 'x', client_secret: 'x' }),
  'a code': () =>
    server.post('/oauth/token', { grant_type: 'authorization_code', code: 'x', redirect_uri: 'x', client_id: 'x' }),
  'the password grant': () =>
    server.post('/oauth/token', {
      grant_type: 'password',
      username: 'x',
      password: 'x',
      client_id: 'x',
      client_secret: 'x',
    }),
  revocation: () => server.post('/oauth/revoke', { token: 'x', client_id: 'x', client_secret: 'x' }),
  introspection: () => server.post('/oauth/introspect', { token: 'x', client_id: 'x', client_secret: 'x' }),
  'introspection by a token': () => server.post('/oauth/introspect', { token: 'x' }, { Authorization: 'Bearer x' }),
  userinfo: () => server.get('/oauth/userinfo', { Authorization: `Bearer ${token}` }),
  'an authorization request': () => server.get(authorizePath(app)),
  webfinger: () => server.get('/.well-known/webfinger?resource=acct:alice@social.example'),
  'the health check': () => server.get('/health'),
};
const rest = new Set([
  'a REST method with a token',
  'a public REST method',
  'registration',
  'webfinger',
  'the health check',
]);
const pages = new Set(['an authorization request']);

/** Lets every call of the store fail with an error, as long as an action lasts. */
async function withBrokenStore(error: Error, action: () => Promise<void>): Promise<void> {
  const store = server.store as unknown as Record<string, unknown>;
  const kept = { ...store };
  for (const name of Object.keys(kept)) store[name] = () => Promise.reject(error);
  try {
    await action();
  } finally {
    Object.assign(store, kept);
  }
}

for (const [what, send] of Object.entries(needsStorage)) {
  describe(`When the storage is in trouble, ${what}`, () => {
    const secretDetail = 'SQLITE_BUSY at /var/lib/secret-path';

    test('answers 503 in its own shape and says when to try again (contract §11, CVE-2020-15223)', async () => {
      await withBrokenStore(new StoreUnavailable(secretDetail, { retryAfterSeconds: 7 }), async () => {
        const response = await send();
        assert.equal(response.status, 503);
        assert.equal(response.headers.get('retry-after'), '7');
        const text = await response.text();
        assert.ok(!text.includes('secret-path'));
        const words = 'There was a temporary problem serving your request, please try again';
        if (pages.has(what)) assert.match(text, /<html/);
        else if (rest.has(what)) assert.deepEqual(JSON.parse(text), { error: words });
        else assert.deepEqual(JSON.parse(text), { error: 'temporarily_unavailable', error_description: words });
      });
    });

    test('answers 500 with the id of the incident when something broke, and leaks nothing of it', async () => {
      const error = new Error(secretDetail);
      await withBrokenStore(error, async () => {
        server.answered.length = 0;
        const response = await send();
        assert.equal(response.status, 500);
        const id = response.headers.get('x-request-id') ?? '';
        assert.match(id, /^[0-9a-f-]{36}$/);
        const text = await response.text();
        assert.ok(text.includes(id), 'the answer names the incident');
        for (const leak of ['secret-path', 'SQLITE', 'at Object', '.ts:', 'Error:'])
          assert.ok(!text.includes(leak), leak);
        assert.equal(server.answered.length, 1);
        assert.equal(server.answered[0]?.requestId, id);
        assert.ok(String(server.answered[0]?.error).includes(secretDetail), 'and the log has its cause');
        if (!pages.has(what)) {
          assert.equal((JSON.parse(text) as { incident: string }).incident, id);
          assert.equal(response.headers.get('content-type'), 'application/json; charset=utf-8');
        }
      });
    });
  });
}

test('A closed database is answered as storage trouble everywhere (contract §11)', async () => {
  const closed = await TestServer.start();
  await closed.addAccount('alice');
  const client = await closed.registerApp();
  const browser = new TestBrowser(closed);
  await browser.signIn('alice');
  await closed.store.close();
  const responses = [
    await closed.post('/api/v1/apps', { client_name: 'T', redirect_uris: 'https://a.example/' }),
    await closed.get('/api/v1/apps/verify_credentials', { Authorization: 'Bearer x' }),
    await closed.post('/oauth/token', {
      grant_type: 'client_credentials',
      client_id: client.client_id,
      client_secret: 'x',
    }),
    await closed.post('/oauth/revoke', { token: 'x', client_id: client.client_id, client_secret: 'x' }),
    await browser.get(authorizePath(client)),
    await browser.get('/oauth/authorized_applications'),
  ];
  for (const response of responses) {
    assert.equal(response.status, 503);
    assert.ok(Number(response.headers.get('retry-after')) > 0);
  }
  assert.deepEqual(
    closed.answered.filter(({ error }) => error !== undefined),
    [],
  );
  await closed.close();
});
