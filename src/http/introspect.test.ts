import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { userToken } from '../../test/support/test-browser.ts';
import { type RegisteredApp, TestServer } from '../../test/support/test-server.ts';
import { digestOf } from '../protocol/secret.ts';

const path = '/oauth/introspect';

let server: TestServer;
let app: RegisteredApp;
let other: RegisteredApp;

before(async () => {
  server = await TestServer.start();
  await server.addAccount('alice');
  app = await server.registerApp();
  other = await server.registerApp({ name: 'Other' });
});

after(async () => {
  assert.deepEqual(
    server.answered.filter(({ error }) => error !== undefined),
    [],
  );
  await server.close();
});

type Fields = Readonly<Record<string, string>>;

const credentials = (of = app) => ({ client_id: of.client_id, client_secret: of.client_secret });
const byClient = (token: string, of = app) => server.post(path, { ...credentials(of), token });
const byBearer = (token: string, bearer: string) => server.post(path, { token }, { Authorization: `Bearer ${bearer}` });

async function revoke(token: string): Promise<string> {
  await server.store.revokeToken((await server.store.findToken(digestOf(token)))?.id ?? '', server.now());
  return token;
}

async function storedToken(expiresIn: number | undefined): Promise<string> {
  const token = server.world.randomSecret();
  const now = server.now();
  await server.store.addGrantWithToken(
    { appId: app.id, accountId: undefined, scopes: ['read'], redirectUri: undefined, createdAt: now },
    { digest: digestOf(token), createdAt: now, expiresAt: expiresIn === undefined ? undefined : now + expiresIn },
  );
  return token;
}

async function unauthorized(response: Response): Promise<void> {
  assert.equal(
    await response.text(),
    '{"error":"invalid_token","error_description":"The access token is invalid","state":"unauthorized"}',
  );
  assert.equal(response.status, 401);
  assert.equal(
    response.headers.get('www-authenticate'),
    'Bearer realm="Mastodoor", error="invalid_token", error_description="The access token is invalid"',
  );
}

test('An app learns of its own living token exactly what the contract lists (contract §7, RFC 7662 §2.2)', async () => {
  const token = await userToken(server, app, 'alice', 'read write');
  const stored = await server.store.findToken(digestOf(token));
  const response = await byClient(token);
  assert.equal(response.status, 200);
  assert.equal(
    await response.text(),
    JSON.stringify({
      active: true,
      scope: 'read write',
      client_id: app.client_id,
      token_type: 'Bearer',
      iat: Math.floor((stored?.createdAt ?? 0) / 1000),
    }),
  );
  assert.equal(response.headers.get('content-type'), 'application/json; charset=utf-8');
  assert.equal(response.headers.get('cache-control'), 'no-store');
});

test('An app may say who it is by Basic, and send JSON or multipart (contract §1.1, §5.1)', async () => {
  const token = await server.appToken(app);
  const basic = `Basic ${Buffer.from(`${app.client_id}:${app.client_secret}`).toString('base64')}`;
  const body = new FormData();
  for (const [name, value] of Object.entries({ ...credentials(), token })) body.append(name, value);
  const responses = [
    await server.post(path, { token }, { Authorization: basic }),
    await server.postJson(path, { ...credentials(), token }),
    await server.request(path, { method: 'POST', body }),
  ];
  for (const response of responses) assert.equal(((await response.json()) as { active: boolean }).active, true);
});

test('A token that will expire is told with its time, and is inactive after it (RFC 7662 §2.2)', async () => {
  const token = await storedToken(60_000);
  const stored = await server.store.findToken(digestOf(token));
  const body = (await (await byClient(token)).json()) as { exp: number };
  assert.equal(body.exp, Math.floor((stored?.expiresAt ?? 0) / 1000));
  try {
    server.clockOffset = 60_000;
    assert.deepEqual(await (await byClient(token)).json(), { active: false });
  } finally {
    server.clockOffset = 0;
  }
});

const inactive: Record<string, () => Promise<string>> = {
  'a revoked token': async () => revoke(await server.appToken(app)),
  'an expired token': () => storedToken(-1),
  'an unknown token': async () => 'unknown',
  "another app's token": () => server.appToken(other),
};
for (const [what, make] of Object.entries(inactive)) {
  test(`${what} is inactive to an app that proved itself, and nothing else is told (contract §7)`, async () => {
    const response = await byClient(await make());
    assert.equal(response.status, 200);
    assert.equal(await response.text(), '{"active":false}');
  });
}

const strangers: Record<string, Fields> = {
  'an unknown app': { client_id: 'nobody', client_secret: 'x' },
  'an app without its secret': { client_id: 'nobody' },
};
for (const [whom, body] of Object.entries(strangers)) {
  test(`${whom} is refused with invalid_client (contract §7)`, async () => {
    const response = await server.post(path, { ...body, token: await server.appToken(app) });
    assert.equal(response.status, 401);
    assert.equal(((await response.json()) as { error: string }).error, 'invalid_client');
  });
}

test('A wrong secret is refused with invalid_client, whatever Bearer token stands beside it (contract §7)', async () => {
  const token = await server.appToken(app);
  const body = { client_id: app.client_id, client_secret: 'x', token };
  const response = await server.post(path, body, { Authorization: `Bearer ${await server.appToken(app)}` });
  assert.equal(response.status, 401);
  assert.equal(((await response.json()) as { error: string }).error, 'invalid_client');
});

test('A request without credentials is told that it needs them (contract §7)', async () => {
  const response = await server.post(path, { token: await server.appToken(app) });
  assert.equal(response.status, 400);
  assert.deepEqual(await response.json(), {
    error: 'invalid_request',
    error_description:
      'Request need to be authorized. Required parameter for authorizing request is missing or invalid.',
  });
});

test('Credentials and tokens in the query do not count (decision 31)', async () => {
  const query = new URLSearchParams({ ...credentials(), token: await server.appToken(app) });
  const response = await server.request(`${path}?${query}`, { method: 'POST' });
  assert.equal(response.status, 400);
  assert.equal(((await response.json()) as { error: string }).error, 'invalid_request');
});

test('A missing token is an invalid request (RFC 7662 §2.1)', async () => {
  const response = await server.post(path, credentials());
  assert.equal(response.status, 400);
  assert.equal(((await response.json()) as { error: string }).error, 'invalid_request');
});

test('Another token of the same app may ask (contract §7)', async () => {
  const response = await byBearer(await userToken(server, app, 'alice'), await server.appToken(app));
  assert.equal(response.status, 200);
  assert.equal(((await response.json()) as { active: boolean }).active, true);
});

for (const [what, make] of Object.entries(inactive).slice(0, 2)) {
  test(`${what} is inactive to another token of its app (contract §7)`, async () => {
    const response = await byBearer(await make(), await server.appToken(app));
    assert.equal(response.status, 200);
    assert.deepEqual(await response.json(), { active: false });
  });
}

test('A token that may not ask is unauthorized (contract §7)', async () => {
  const [token, own] = [await server.appToken(app), await server.appToken(app)];
  await unauthorized(await byBearer(token, 'unknown'));
  await unauthorized(await byBearer(token, await revoke(await server.appToken(app))));
  await unauthorized(await byBearer(token, await storedToken(-1)));
  await unauthorized(await byBearer(token, await server.appToken(other)));
  await unauthorized(await byBearer(token, token));
  await unauthorized(await byBearer('unknown', own));
  await unauthorized(await server.post(path, {}, { Authorization: `Bearer ${own}` }));
});

test('No web app may ask: there is no CORS here, on success, failure and preflight (contract §1.5, §7)', async () => {
  const origin = { Origin: 'https://web.example' };
  const responses = [
    await server.post(path, { ...credentials(), token: 'x' }, origin),
    await server.post(path, { token: 'x' }, origin),
    await server.post(path, { client_id: 'x', token: 'x' }, origin),
    await server.request(path, { method: 'OPTIONS', headers: { ...origin, 'Access-Control-Request-Method': 'POST' } }),
  ];
  for (const { headers } of responses) {
    assert.deepEqual(
      [...headers.keys()].filter((name) => name.startsWith('access-control')),
      [],
    );
  }
});

for (const method of ['GET', 'PUT', 'DELETE']) {
  test(`${method} /oauth/introspect is not found (RFC 7662 §2.1)`, async () => {
    const response = await server.request(path, { method });
    assert.equal(response.status, 404);
    assert.deepEqual(await response.json(), { error: 'Not Found' });
  });
}

const absent = [
  '/oauth/token/info',
  '/oauth/applications',
  '/oauth/applications/1',
  '/oauth/device_authorization',
  '/oauth/par',
  '/oauth/register',
  '/oauth/jwks',
];
for (const each of absent) {
  test(`${each} is not offered (decision 34, decisions, Not offered)`, async () => {
    const bearer = { Authorization: `Bearer ${await server.appToken(app)}` };
    assert.equal((await server.get(each, bearer)).status, 404);
    assert.equal((await server.post(each, {}, bearer)).status, 404);
  });
}

for (const each of [
  '/.well-known/openid-configuration',
  '/.well-known/oauth-protected-resource',
  '/.well-known/jwks.json',
]) {
  test(`${each} is a 404 in JSON, which no client takes for a document (contract §0, lesson 39)`, async () => {
    const response = await server.get(each);
    assert.equal(response.status, 404);
    assert.match(response.headers.get('content-type') ?? '', /^application\/json/);
    assert.equal(response.headers.get('access-control-allow-origin'), '*');
  });
}
