import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { authorize, redeem, TestBrowser, userToken } from '../../test/support/test-browser.ts';
import { type RegisteredApp, TestServer } from '../../test/support/test-server.ts';
import { digestOf } from '../protocol/secret.ts';

const path = '/oauth/revoke';

let server: TestServer;
let app: RegisteredApp;
let other: RegisteredApp;
let alice: TestBrowser;

before(async () => {
  server = await TestServer.start();
  await server.addAccount('alice');
  app = await server.registerApp({ scopes: 'read write profile' });
  other = await server.registerApp({ name: 'Other' });
  alice = new TestBrowser(server);
  await alice.signIn('alice');
});

after(async () => {
  assert.deepEqual(
    server.answered.filter(({ error }) => error !== undefined),
    [],
  );
  await server.close();
});

const credentials = (of: RegisteredApp) => ({ client_id: of.client_id, client_secret: of.client_secret });
const basic = (of: RegisteredApp, secret = of.client_secret) =>
  `Basic ${Buffer.from(`${of.client_id}:${secret}`).toString('base64')}`;

const works = async (token: string) =>
  (await server.get('/api/v1/apps/verify_credentials', { Authorization: `Bearer ${token}` })).status === 200;

type Fields = Readonly<Record<string, string>>;

/** Every way in which apps send a revocation (contract §6, clients §3.1). */
const encodings: Record<string, (fields: Fields, headers?: Fields) => Promise<Response>> = {
  'a form': (fields, headers) => server.post(path, fields, headers),
  JSON: (fields, headers) => server.postJson(path, fields, headers),
  multipart: (fields, headers = {}) => {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.append(name, value);
    return server.request(path, { method: 'POST', body, headers });
  },
  'a form beside a Bearer header': (fields, headers) =>
    server.post(path, fields, { Authorization: `Bearer ${fields.token}`, ...headers }),
};

async function revoked(response: Response): Promise<void> {
  assert.equal(await response.text(), '{}');
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('content-type'), 'application/json; charset=utf-8');
  assert.equal(response.headers.get('access-control-allow-origin'), '*');
}

async function refused(response: Response): Promise<void> {
  assert.equal(
    await response.text(),
    '{"error":"unauthorized_client","error_description":"You are not authorized to revoke this token"}',
  );
  assert.equal(response.status, 403);
  assert.equal(response.headers.get('content-type'), 'application/json; charset=utf-8');
  assert.equal(response.headers.get('access-control-allow-origin'), '*');
  assert.equal(response.headers.get('www-authenticate'), null);
}

async function aliceToken(): Promise<string> {
  const response = await redeem(server, app, (await authorize(alice, app)).get('code') ?? '');
  return ((await response.json()) as { access_token: string }).access_token;
}

/** What a token may be to the app that asks, and whether an app that proves itself is told yes. */
const tokens: Record<string, { make: () => Promise<string>; accepted: boolean; lives: boolean }> = {
  'an own app token': { make: () => server.appToken(app), accepted: true, lives: true },
  "an own token of a person's": { make: () => aliceToken(), accepted: true, lives: true },
  'an own token that is dead': {
    make: async () => {
      const token = await server.appToken(app);
      await server.store.revokeToken((await server.store.findToken(digestOf(token)))?.id ?? '', server.now());
      return token;
    },
    accepted: true,
    lives: false,
  },
  'an own token that expired': {
    make: async () => {
      const token = server.world.randomSecret();
      const now = server.now();
      await server.store.addGrantWithToken(
        { appId: app.id, accountId: undefined, scopes: ['read'], redirectUri: undefined, createdAt: now },
        { digest: digestOf(token), createdAt: now, expiresAt: now - 1 },
      );
      return token;
    },
    accepted: true,
    lives: false,
  },
  'an unknown token': { make: async () => 'unknown', accepted: true, lives: false },
  "another app's token": { make: () => server.appToken(other), accepted: false, lives: true },
  'an empty token': { make: async () => '', accepted: false, lives: false },
  'a blank token': { make: async () => ' ', accepted: false, lives: false },
};

/** Who asks. */
const clients: Record<string, { body?: () => Fields; headers?: () => Fields; proven: boolean }> = {
  'by its app in the body': { body: () => credentials(app), proven: true },
  'by its app with Basic': { headers: () => ({ Authorization: basic(app) }), proven: true },
  'by its app in both ways': {
    body: () => credentials(app),
    headers: () => ({ Authorization: basic(app) }),
    proven: true,
  },
  'by nobody': { proven: false },
  'with a wrong secret': { body: () => ({ ...credentials(app), client_secret: 'x' }), proven: false },
  'without a secret': { body: () => ({ client_id: app.client_id }), proven: false },
  'with a wrong secret by Basic': { headers: () => ({ Authorization: basic(app, 'x') }), proven: false },
  'with a broken Basic header': { headers: () => ({ Authorization: 'Basic !!!' }), proven: false },
  'with a broken Basic header before good credentials': {
    body: () => credentials(app),
    headers: () => ({ Authorization: 'Basic !!!' }),
    proven: false,
  },
  'with Basic of one app and the body of another': {
    body: () => credentials(app),
    headers: () => ({ Authorization: basic(other) }),
    proven: false,
  },
  'with credentials of which JavaScript made undefined (clients §3.4)': {
    body: () => ({ client_id: 'undefined', client_secret: 'undefined' }),
    proven: false,
  },
};

for (const [whom, client] of Object.entries(clients)) {
  describe(`POST /oauth/revoke ${whom}`, () => {
    for (const [what, token] of Object.entries(tokens)) {
      const yes = client.proven && token.accepted;
      for (const [how, send] of Object.entries(encodings)) {
        const says = yes ? 'answers {} again and again' : 'answers 403 and revokes nothing';
        test(`of ${what} as ${how} ${says} (contract §6)`, async () => {
          const secret = await token.make();
          for (let time = 0; time < 2; time += 1) {
            const response = await send({ token: secret, ...client.body?.() }, client.headers?.());
            if (yes) await revoked(response);
            else await refused(response);
            assert.equal(await works(secret), token.lives && !yes);
          }
        });
      }
    }
  });
}

test('A revocation without a token is refused, also for a good client (decisions, documentation wins)', async () => {
  await refused(await server.post(path, credentials(app)));
  await refused(await server.postJson(path, { ...credentials(app), token: null }));
  await refused(await server.request(path, { method: 'POST' }));
});

test('A revocation in the query is none: neither token nor credentials count there (decision 31)', async () => {
  const token = await server.appToken(app);
  await refused(
    await server.request(`${path}?${new URLSearchParams({ ...credentials(app), token })}`, { method: 'POST' }),
  );
  await refused(await server.post(`${path}?${new URLSearchParams(credentials(app))}`, { token }));
  await refused(await server.post(`${path}?token=${token}`, credentials(app)));
  assert.equal(await works(token), true);
});

test('A Bearer token alone revokes nothing, not even itself (contract §6)', async () => {
  const token = await server.appToken(app);
  await refused(await server.post(path, { token }, { Authorization: `Bearer ${token}` }));
  assert.equal(await works(token), true);
});

for (const hint of ['access_token', 'refresh_token', 'nonsense', '']) {
  test(`The hint ${JSON.stringify(hint)} hides no token (decision 22, RFC 7009 §2.1)`, async () => {
    const token = await server.appToken(app);
    await revoked(await server.post(path, { ...credentials(app), token, token_type_hint: hint }));
    assert.equal(await works(token), false);
  });
}

test('A revoked token is dead everywhere at once (journey 4, CVE-2018-1000211)', async () => {
  const [token, witness] = [await userToken(server, app, 'alice', 'read profile'), await server.appToken(app)];
  const bearer = { Authorization: `Bearer ${token}` };
  const { id } = (await (await server.get('/api/v1/accounts/verify_credentials', bearer)).json()) as { id: string };
  await revoked(await server.post(path, { ...credentials(app), token }));
  const everywhere = [
    '/api/v1/accounts/verify_credentials',
    '/api/v1/apps/verify_credentials',
    `/api/v1/accounts/${id}`,
    `/api/v1/accounts/${id}/followers`,
    '/oauth/userinfo',
  ];
  for (const each of everywhere) {
    const response = await server.get(each, bearer);
    assert.equal(response.status, 401, each);
    assert.deepEqual(await response.json(), { error: 'The access token was revoked' });
  }
  const inspected = await server.post('/oauth/introspect', { ...credentials(app), token });
  assert.deepEqual(await inspected.json(), { active: false });
  assert.equal((await server.post('/oauth/introspect', { token: witness }, bearer)).status, 401);
});

test('The end of the last token ends its grant; other sign-ins of the person stay (decisions, Grant)', async () => {
  const [ended, kept] = [await aliceToken(), await aliceToken()];
  const grantOf = async (token: string) => (await server.store.findToken(digestOf(token)))?.grantId;
  const accountId = (await server.store.findAccountByUsername('alice'))?.id ?? '';
  await revoked(await server.post(path, { ...credentials(app), token: ended }));
  const grants = (await server.store.listGrants(accountId)).map(({ id }) => id);
  assert.ok(!grants.includes((await grantOf(ended)) ?? ''));
  assert.ok(grants.includes((await grantOf(kept)) ?? ''));
  assert.equal(await works(kept), true);
});

test('A code that was issued before stays good when a token is revoked (contract §6)', async () => {
  const token = await aliceToken();
  const code = (await authorize(alice, app)).get('code') ?? '';
  await revoked(await server.post(path, { ...credentials(app), token }));
  assert.equal((await redeem(server, app, code)).status, 200);
});

test('The time of a revocation does not move when it is repeated (contract §6)', async () => {
  const token = await server.appToken(app);
  await revoked(await server.post(path, { ...credentials(app), token }));
  const first = (await server.store.findToken(digestOf(token)))?.revokedAt;
  assert.ok(first !== undefined);
  try {
    server.clockOffset = 60_000;
    await revoked(await server.post(path, { ...credentials(app), token }));
  } finally {
    server.clockOffset = 0;
  }
  assert.equal((await server.store.findToken(digestOf(token)))?.revokedAt, first);
});

test("A token of no app is no app's to revoke (decisions, Grant)", async () => {
  const accountId = (await server.store.findAccountByUsername('alice'))?.id;
  const token = server.world.randomSecret();
  const now = server.now();
  await server.store.addGrantWithToken(
    { appId: undefined, accountId, scopes: ['read'], redirectUri: undefined, createdAt: now },
    { digest: digestOf(token), createdAt: now, expiresAt: undefined },
  );
  await refused(await server.post(path, { ...credentials(app), token }));
  assert.equal((await server.store.findToken(digestOf(token)))?.revokedAt, undefined);
});

test('Repeated parameters and arrays are invalid, and revoke nothing (decisions, Wrong types)', async () => {
  const token = await server.appToken(app);
  const twice = new URLSearchParams({ ...credentials(app), token });
  twice.append('token', token);
  const responses = [
    await server.request(path, { method: 'POST', body: twice }),
    await server.postJson(path, { ...credentials(app), token: [token] }),
    await server.postJson(path, { ...credentials(app), token, client_id: { id: app.client_id } }),
  ];
  for (const response of responses) {
    assert.notEqual(response.status, 200);
    assert.ok(response.status === 400 || response.status === 403);
  }
  assert.equal(await works(token), true);
});

for (const method of ['GET', 'PUT', 'PATCH', 'DELETE']) {
  test(`${method} /oauth/revoke is not found and revokes nothing (RFC 7009 §2.1)`, async () => {
    const token = await server.appToken(app);
    const response = await server.request(`${path}?${new URLSearchParams({ ...credentials(app), token })}`, { method });
    assert.equal(response.status, 404);
    assert.deepEqual(await response.json(), { error: 'Not Found' });
    assert.equal(await works(token), true);
  });
}
