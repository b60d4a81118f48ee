import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { until } from '../../test/support/nodes.ts';
import { addResourceServer, basic } from '../../test/support/resource-server-app.ts';
import { type RegisteredApp, TestServer } from '../../test/support/test-server.ts';
import type { AccountState } from '../protocol/person.ts';
import { digestOf } from '../protocol/secret.ts';

let server: TestServer;
let app: RegisteredApp;
let api: { readonly id: string; readonly clientId: string; readonly clientSecret: string };

before(async () => {
  server = await TestServer.start();
  app = await server.registerApp();
  api = await addResourceServer(server.store);
});
after(() => server.close());

interface Wanted {
  readonly accountId?: string;
  readonly expiresIn?: number;
  readonly appId?: string;
}

async function token({ accountId, expiresIn, appId = app.id }: Wanted = {}): Promise<string> {
  const secret = server.world.randomSecret();
  const now = server.now();
  await server.store.addGrantWithToken(
    { appId, accountId, scopes: ['read', 'push'], redirectUri: undefined, createdAt: now },
    { digest: digestOf(secret), createdAt: now, expiresAt: expiresIn === undefined ? undefined : now + expiresIn },
  );
  return secret;
}

const stored = async (secret: string) => {
  const found = await server.store.findToken(digestOf(secret));
  assert.ok(found);
  return found;
};

async function introspect(secret: string, authorization = basic(api)): Promise<unknown> {
  const response = await server.post('/oauth/introspect', { token: secret }, { Authorization: authorization });
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('cache-control'), 'no-store');
  assert.equal(response.headers.get('access-control-allow-origin'), null);
  return response.json();
}

const iss = 'https://social.example';

test("A resource server learns of every person's token what the guard judges by (decisions, Not offered)", async () => {
  for (const state of ['active', 'unconfirmed', 'pending', 'disabled', 'suspended'] satisfies AccountState[]) {
    const { id } = await server.addAccount(state, { state });
    const secret = await token({ accountId: id, expiresIn: 60_000 });
    const { id: token_id, grantId: grant_id, createdAt, expiresAt } = await stored(secret);
    assert.deepEqual(await introspect(secret), {
      active: true,
      iss,
      scope: 'read push',
      token_type: 'Bearer',
      iat: Math.floor(createdAt / 1000),
      exp: Math.floor((expiresAt ?? 0) / 1000),
      token_id,
      grant_id,
      client_id: app.client_id,
      app: { id: app.id, name: 'Test Application', website: 'https://app.example', client_id: app.client_id },
      sub: `${iss}/users/${state}`,
      username: state,
      account: { id, username: state, state },
    });
  }
});

test("A resource server learns of an app's own token no account, and no subject (CVE-2026-39976)", async () => {
  const answer = (await introspect(await token())) as Record<string, unknown>;
  assert.deepEqual(Object.keys(answer), [
    'active',
    'iss',
    'scope',
    'token_type',
    'iat',
    'token_id',
    'grant_id',
    'client_id',
    'app',
  ]);
});

test('A resource server learns why a stored token is dead, and nothing of an unknown one (contract §11)', async () => {
  assert.deepEqual(await introspect('unknown'), { active: false, iss });
  assert.deepEqual(await introspect(await token({ expiresIn: -1 })), { active: false, iss, standing: 'expired' });
  const revoked = await token();
  await server.store.revokeToken((await stored(revoked)).id, server.now());
  assert.deepEqual(await introspect(revoked), { active: false, iss, standing: 'revoked' });
  const orphan = await token({ accountId: '99' });
  assert.deepEqual(await introspect(orphan), { active: false, iss, standing: 'invalid' });
});

test('Asking for a token is its use, so that housekeeping does not take it for idle', async () => {
  const secret = await token();
  await introspect(secret);
  await until('its use is noted', async () => ((await stored(secret)).lastUsedAt ?? 0) > 0);
});

test('Any other app learns of its own tokens only, as before (contract §7)', async () => {
  const own = { clientId: app.client_id, clientSecret: app.client_secret };
  const secret = await token();
  const { createdAt } = await stored(secret);
  const answer = await server.post('/oauth/introspect', { token: secret }, { Authorization: basic(own) });
  assert.equal(
    await answer.text(),
    `{"active":true,"scope":"read push","client_id":"${app.client_id}","token_type":"Bearer","iat":${Math.floor(createdAt / 1000)}}`,
  );
  const foreign = await token({ appId: api.id });
  assert.deepEqual(await introspect(foreign, basic(own)), { active: false });
});

test('A resource server is told by its credentials only: its token shows as little as any other', async () => {
  const bearer = await token({ appId: api.id });
  const response = await server.post(
    '/oauth/introspect',
    { token: await token() },
    { Authorization: `Bearer ${bearer}` },
  );
  assert.equal(response.status, 401);
});

test('A resource server asks as often as its callers do; guesses of its secret are counted (decision 17)', async () => {
  const limited = await TestServer.start({ RATE_LIMIT_FACTOR: '0.01' });
  try {
    const trusted = await addResourceServer(limited.store);
    const ask = (authorization: string) =>
      limited.post('/oauth/introspect', { token: 'x' }, { Authorization: authorization });
    for (let time = 0; time < 10; time += 1) assert.equal((await ask(basic(trusted))).status, 200);
    const wrong = basic({ ...trusted, clientSecret: 'guess' });
    for (const status of [401, 401, 401, 429]) assert.equal((await ask(wrong)).status, status);
    assert.equal((await ask(basic(trusted))).status, 200, 'a guesser behind the same address shuts nobody out');
    assert.equal((await ask('Bearer x')).status, 429);
  } finally {
    await limited.close();
  }
});
