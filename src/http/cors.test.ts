import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type RegisteredApp, TestServer } from '../../test/support/test-server.ts';

const origin = { Origin: 'https://web.example' };

let server: TestServer;
let app: RegisteredApp;
let token: string;

before(async () => {
  server = await TestServer.start();
  await server.addAccount('alice');
  app = await server.registerApp();
  token = await server.appToken(app);
});
after(() => server.close());

const corsOf = (response: Response) =>
  Object.fromEntries([...response.headers].filter(([name]) => name.startsWith('access-control-')));

const preflight = (path: string, method: string, headers?: string) =>
  server.request(path, {
    method: 'OPTIONS',
    headers: {
      ...origin,
      'Access-Control-Request-Method': method,
      ...(headers === undefined ? {} : { 'Access-Control-Request-Headers': headers }),
    },
  });

const api = 'POST, PUT, DELETE, GET, PATCH, OPTIONS';
/** The table of contract §1.5. */
const crossOrigin: Record<string, string> = {
  '/api/v1/apps': api,
  '/api/v1/apps/': api,
  '/api/v1/apps/verify_credentials': api,
  '/api/v1/accounts/1': api,
  '/api/v1/accounts/1/follow': api,
  '/api/v2/instance': api,
  '/api/v1/statuses': api,
  '/oauth/token': 'POST',
  '/oauth/revoke': 'POST',
  '/oauth/userinfo': 'GET, POST',
  '/.well-known/oauth-authorization-server': 'GET',
  '/.well-known/webfinger': 'GET',
  '/nodeinfo/2.0': 'GET',
};

describe('A preflight', () => {
  for (const [path, methods] of Object.entries(crossOrigin)) {
    test(`of ${path} allows ${methods} and every header that is asked for, by name (contract §1.5, clients §3.8)`, async () => {
      const asked = 'authorization,content-type,idempotency-key,x-anything';
      const response = await preflight(path, 'POST', asked);
      assert.equal(response.status, 200);
      assert.equal(await response.text(), '');
      const { 'access-control-expose-headers': _, ...cors } = corsOf(response);
      assert.deepEqual(cors, {
        'access-control-allow-origin': '*',
        'access-control-allow-methods': methods,
        'access-control-allow-headers': asked,
        'access-control-max-age': '7200',
      });
    });
  }

  test('that asks for no header allows those that apps need (clients §3.8)', async () => {
    const { 'access-control-allow-headers': allowed } = corsOf(await preflight('/oauth/token', 'POST'));
    assert.match(allowed ?? '', /Authorization.*Content-Type/);
  });

  test('needs no token and is told nothing by one (contract §1.5)', async () => {
    const response = await server.request('/api/v1/accounts/verify_credentials', {
      method: 'OPTIONS',
      headers: { ...origin, Authorization: 'Bearer unknown' },
    });
    assert.equal(response.status, 200);
  });

  const direct = [
    '/oauth/authorize',
    '/oauth/authorize/native',
    '/oauth/introspect',
    '/oauth/authorized_applications',
    '/auth/sign_in',
    '/auth/sign_out',
  ];
  for (const path of direct) {
    test(`of ${path} is answered without any permission (contract §1.5)`, async () => {
      const response = await preflight(path, 'POST', 'authorization');
      assert.equal(response.status, 200);
      assert.deepEqual(corsOf(response), {});
    });
  }
});

describe('A web app may read', () => {
  const exposed =
    'Link, Mastodon-Async-Refresh, X-RateLimit-Reset, X-RateLimit-Limit, X-RateLimit-Remaining, X-Request-Id';
  const onApi = { 'access-control-allow-origin': '*', 'access-control-expose-headers': exposed };
  const elsewhere = { 'access-control-allow-origin': '*' };
  const bearer = () => ({ Authorization: `Bearer ${token}` });
  const answers: [string, number, object, () => Promise<Response>][] = [
    ['an API method', 200, onApi, () => server.get('/api/v1/apps/verify_credentials', { ...bearer(), ...origin })],
    ['its 401', 401, onApi, () => server.get('/api/v1/apps/verify_credentials', origin)],
    ['its 422', 422, onApi, () => server.get('/api/v1/accounts/verify_credentials', { ...bearer(), ...origin })],
    ['an API path that is not there', 404, onApi, () => server.get('/api/v1/bookmarks', origin)],
    ['a failed registration', 422, onApi, () => server.post('/api/v1/apps', {}, origin)],
    [
      'a registration with a broken body',
      400,
      onApi,
      () =>
        server.request('/api/v1/apps', {
          method: 'POST',
          body: '{',
          headers: { 'Content-Type': 'application/json', ...origin },
        }),
    ],
    [
      'a token',
      200,
      elsewhere,
      () =>
        server.post(
          '/oauth/token',
          { grant_type: 'client_credentials', client_id: app.client_id, client_secret: app.client_secret },
          origin,
        ),
    ],
    ['a refused token', 400, elsewhere, () => server.post('/oauth/token', {}, origin)],
    [
      'an unknown client',
      401,
      elsewhere,
      () => server.post('/oauth/token', { grant_type: 'client_credentials' }, origin),
    ],
    ['a wrong method on the token endpoint', 404, elsewhere, () => server.get('/oauth/token', origin)],
    [
      'a refused revocation',
      403,
      elsewhere,
      () => server.post('/oauth/revoke', { client_id: 'undefined', client_secret: 'undefined', token: 'x' }, origin),
    ],
    ['a refused userinfo', 401, elsewhere, () => server.get('/oauth/userinfo', origin)],
    ['the metadata', 200, elsewhere, () => server.get('/.well-known/oauth-authorization-server', origin)],
    ['a document that is not there', 404, elsewhere, () => server.get('/.well-known/nothing', origin)],
    ['nodeinfo', 200, elsewhere, () => server.get('/nodeinfo/2.0', origin)],
  ];
  for (const [what, status, cors, send] of answers) {
    test(`${what}, without credentials (contract §1.5, clients §3.8)`, async () => {
      const response = await send();
      assert.equal(response.status, status);
      assert.deepEqual(corsOf(response), cors);
    });
  }

  test('a 429 too, of the API and of the token endpoint (contract §1.5)', async () => {
    const limited = await TestServer.start({ RATE_LIMIT_FACTOR: '0.0001' });
    try {
      for (const [path, cors] of [
        ['/api/v1/apps', onApi],
        ['/oauth/token', elsewhere],
        ['/oauth/revoke', elsewhere],
        ['/oauth/userinfo', elsewhere],
      ] as const) {
        await limited.request(path, { method: 'POST' });
        const response = await limited.request(path, { method: 'POST' });
        assert.equal(response.status, 429, path);
        assert.deepEqual(corsOf(response), cors);
      }
    } finally {
      await limited.close();
    }
  });
});

test('A preflight does not count against any limit, so that it never hides an answer (contract §1.6)', async () => {
  const limited = await TestServer.start({ RATE_LIMIT_FACTOR: '0.01' });
  limited.now = () => 1_800_000_000_000;
  try {
    for (let time = 0; time < 20; time += 1) {
      for (const path of ['/api/v1/apps', '/api/v1/nothing', '/oauth/token']) {
        assert.equal((await limited.request(path, { method: 'OPTIONS' })).status, 200);
      }
    }
    const response = await limited.get('/api/v1/instance');
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('x-ratelimit-remaining'), '2');
  } finally {
    await limited.close();
  }
});

describe('No web app may read', () => {
  for (const path of [
    '/oauth/authorize',
    '/oauth/authorized_applications',
    '/auth/sign_in',
    '/auth/sign_out',
    '/',
    '/nothing',
    '/oauth/token/info',
  ]) {
    test(`${path}, whatever it answers (contract §1.5)`, async () => {
      for (const method of ['GET', 'POST']) {
        assert.deepEqual(corsOf(await server.request(path, { method, headers: origin })), {});
      }
    });
  }
});
