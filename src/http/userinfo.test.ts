import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { userToken } from '../../test/support/test-browser.ts';
import { type RegisteredApp, TestServer } from '../../test/support/test-server.ts';

const path = '/oauth/userinfo';

let server: TestServer;
let app: RegisteredApp;
let token: string;

before(async () => {
  server = await TestServer.start();
  await server.addAccount('alice', { displayName: 'Alice <b>' });
  await server.addAccount('nameless');
  app = await server.registerApp({ scopes: 'read write profile' });
  token = await userToken(server, app, 'alice', 'profile');
});

after(async () => {
  assert.deepEqual(
    server.answered.filter(({ error }) => error !== undefined),
    [],
  );
  await server.close();
});

const bearer = (value: string) => ({ Authorization: `Bearer ${value}` });

for (const method of ['GET', 'POST']) {
  test(`${method} /oauth/userinfo tells who signed in, in exactly these members (contract §8)`, async () => {
    const response = await server.request(path, { method, headers: bearer(token) });
    assert.equal(response.status, 200);
    const account = await server.store.findAccountByUsername('alice');
    assert.equal(
      await response.text(),
      JSON.stringify({
        iss: server.origin,
        sub: `${server.origin}/users/alice`,
        name: 'Alice <b>',
        preferred_username: 'alice',
        profile: `${server.origin}/@alice`,
        picture: `${server.origin}/pictures/avatars/${account?.id}.png`,
      }),
    );
    assert.equal(response.headers.get('content-type'), 'application/json; charset=utf-8');
    assert.match(response.headers.get('cache-control') ?? '', /no-store/);
    assert.equal(response.headers.get('access-control-allow-origin'), '*');
  });
}

test('iss is the issuer of the metadata (decisions, Issuer)', async () => {
  const metadata = (await (await server.get('/.well-known/oauth-authorization-server')).json()) as { issuer: string };
  const userinfo = (await (await server.get(path, bearer(token))).json()) as { iss: string };
  assert.equal(userinfo.iss, metadata.issuer);
});

test('picture is a picture that anyone may load (contract §8)', async () => {
  const { picture } = (await (await server.get(path, bearer(token))).json()) as { picture: string };
  const response = await server.get(new URL(picture).pathname);
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('content-type'), 'image/png');
});

test('name may be empty, and is there all the same (contract §8)', async () => {
  const response = await server.get(path, bearer(await userToken(server, app, 'nameless', 'profile')));
  assert.equal(((await response.json()) as { name: string }).name, '');
});

test('profile among other scopes is enough (contract §8)', async () => {
  assert.equal((await server.get(path, bearer(await userToken(server, app, 'alice', 'read profile')))).status, 200);
});

for (const scope of ['read', 'read:accounts', 'read write']) {
  test(`A token of ${scope} is outside the scopes (contract §8)`, async () => {
    const response = await server.get(path, bearer(await userToken(server, app, 'alice', scope)));
    assert.equal(response.status, 403);
    assert.deepEqual(await response.json(), { error: 'This action is outside the authorized scopes' });
    assert.match(response.headers.get('www-authenticate') ?? '', /error="insufficient_scope".* scope="profile"/);
    assert.equal(response.headers.get('access-control-allow-origin'), '*');
  });
}

test("An app's own token has no person to tell of (contract §8, §11)", async () => {
  const response = await server.get(path, bearer(await server.appToken(app, 'profile')));
  assert.equal(response.status, 422);
  assert.deepEqual(await response.json(), { error: 'This method requires an authenticated user' });
});

test('No token and an unknown one are refused with a challenge (contract §8, §11)', async () => {
  for (const headers of [{}, bearer('unknown'), { Authorization: 'Basic eDp4' }]) {
    for (const method of ['GET', 'POST']) {
      const response = await server.request(path, { method, headers });
      assert.equal(response.status, 401);
      assert.deepEqual(await response.json(), { error: 'The access token is invalid' });
      assert.match(response.headers.get('www-authenticate') ?? '', /^Bearer realm="Mastodoor", error="invalid_token"/);
    }
  }
});

test('A token in the body or the query does not count (decision 18)', async () => {
  assert.equal((await server.post(path, { access_token: token })).status, 401);
  assert.equal((await server.get(`${path}?access_token=${token}`)).status, 401);
});

for (const setting of ['token', 'user']) {
  test(`A server that demands authentication (${setting}) answers here as ever (decisions, REQUIRE_AUTHENTICATION)`, async () => {
    const closed = await TestServer.start({ REQUIRE_AUTHENTICATION: setting });
    try {
      await closed.addAccount('alice');
      const client = await closed.registerApp({ scopes: 'profile' });
      assert.equal((await closed.get(path, bearer(await userToken(closed, client, 'alice', 'profile')))).status, 200);
      assert.equal((await closed.get(path, bearer(await closed.appToken(client, 'profile')))).status, 422);
      const anonymous = await closed.get(path);
      assert.equal(anonymous.status, 401);
      assert.deepEqual(await anonymous.json(), { error: 'The access token is invalid' });
    } finally {
      await closed.close();
    }
  });
}

test('PUT /oauth/userinfo is not found', async () => {
  const response = await server.request(path, { method: 'PUT', headers: bearer(token) });
  assert.equal(response.status, 404);
  assert.deepEqual(await response.json(), { error: 'Not Found' });
});
