import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import { authorize, authorizePath, redeem, TestBrowser } from '../../test/support/test-browser.ts';
import { PASSWORD, type RegisteredApp, TestServer } from '../../test/support/test-server.ts';
import { mastodonScopes } from '../mastodon/scopes.ts';

const path = '/.well-known/oauth-authorization-server';

let server: TestServer;
let app: RegisteredApp;
let metadata: Record<string, unknown>;
let browser: TestBrowser;

before(async () => {
  server = await TestServer.start();
  await server.addAccount('alice', { allowsPasswordGrant: true });
  app = await server.registerApp();
  metadata = (await (await server.get(path)).json()) as Record<string, unknown>;
  browser = new TestBrowser(server);
  await browser.signIn('alice');
  // A living grant, so that the page is skipped and each request answers at once (decision 28).
  await redeem(server, app, (await authorize(browser, app)).get('code') ?? '');
});

after(() => server.close());

const list = (name: string) => metadata[name] as readonly string[];
const pathOf = (name: string) => new URL(String(metadata[name])).pathname;
const credentials = () => ({ client_id: app.client_id, client_secret: app.client_secret });

test('The metadata has exactly these members (contract §10, decisions, Issuer, RFC 8414 §2)', () => {
  const origin = 'https://social.example';
  const methods = ['client_secret_basic', 'client_secret_post'];
  assert.deepEqual(metadata, {
    issuer: origin,
    authorization_endpoint: `${origin}/oauth/authorize`,
    token_endpoint: `${origin}/oauth/token`,
    revocation_endpoint: `${origin}/oauth/revoke`,
    introspection_endpoint: `${origin}/oauth/introspect`,
    userinfo_endpoint: `${origin}/oauth/userinfo`,
    scopes_supported: mastodonScopes.supported,
    response_types_supported: ['code'],
    response_modes_supported: ['query', 'fragment'],
    grant_types_supported: ['authorization_code', 'client_credentials', 'password'],
    token_endpoint_auth_methods_supported: methods,
    revocation_endpoint_auth_methods_supported: methods,
    introspection_endpoint_auth_methods_supported: methods,
    code_challenge_methods_supported: ['S256'],
    authorization_response_iss_parameter_supported: true,
    service_documentation: 'https://docs.joinmastodon.org/',
    app_registration_endpoint: `${origin}/api/v1/apps`,
  });
});

test('The 47 scopes stand in the order of Mastodon (contract §10)', () => {
  assert.equal(list('scopes_supported').length, 47);
  assert.deepEqual(list('scopes_supported').slice(0, 4), ['read', 'profile', 'write', 'write:accounts']);
});

test('The metadata is public JSON that may be cached for a while (contract §10, RFC 8414 §3.2)', async () => {
  const response = await server.get(path, { Authorization: 'Bearer (null)', Origin: 'https://web.example' });
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('content-type'), 'application/json; charset=utf-8');
  assert.equal(response.headers.get('access-control-allow-origin'), '*');
  assert.match(response.headers.get('cache-control') ?? '', /public/);
  assert.equal(response.headers.get('set-cookie'), null);
});

test('The issuer is configured, and no Host header changes it (lesson 40)', async () => {
  const response = await server.request(path, {
    headers: { Host: 'evil.example', 'X-Forwarded-Host': 'evil.example' },
  });
  assert.equal(((await response.json()) as { issuer: string }).issuer, 'https://social.example');
});

test('The issuer of a server on another origin is that origin (decisions, Issuer)', async () => {
  const local = await TestServer.start({ PUBLIC_URL: 'http://localhost:3000' });
  try {
    const { issuer } = (await (await local.get(path)).json()) as { issuer: string };
    assert.equal(issuer, 'http://localhost:3000');
  } finally {
    await local.close();
  }
});

test('A closed server shows its metadata as ever (decisions, REQUIRE_AUTHENTICATION)', async () => {
  const closed = await TestServer.start({ REQUIRE_AUTHENTICATION: 'user' });
  try {
    assert.equal((await closed.get(path)).status, 200);
  } finally {
    await closed.close();
  }
});

test('Every endpoint that is listed is there', async () => {
  for (const [name, methods] of Object.entries({
    authorization_endpoint: ['GET', 'POST'],
    token_endpoint: ['POST'],
    revocation_endpoint: ['POST'],
    introspection_endpoint: ['POST'],
    userinfo_endpoint: ['GET', 'POST'],
    app_registration_endpoint: ['POST'],
  })) {
    for (const method of methods) {
      assert.notEqual((await server.request(pathOf(name), { method })).status, 404, `${method} ${name}`);
    }
  }
});

test('Every grant type that is listed gives a token, and no other is supported (GHSA-9h47-pqcx-hjr4)', async () => {
  const more: Record<string, () => Promise<Record<string, string>>> = {
    authorization_code: async () => ({
      code: (await authorize(browser, app)).get('code') ?? '',
      redirect_uri: app.redirect_uri,
    }),
    client_credentials: async () => ({}),
    password: async () => ({ username: 'alice', password: PASSWORD }),
  };
  const all = ['implicit', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code', ...Object.keys(more)];
  for (const grant_type of all) {
    const response = await server.post('/oauth/token', {
      grant_type,
      ...credentials(),
      ...(await more[grant_type]?.()),
    });
    if (list('grant_types_supported').includes(grant_type)) assert.equal(response.status, 200, grant_type);
    else assert.equal(((await response.json()) as { error: string }).error, 'unsupported_grant_type');
  }
});

const endpoints = ['token', 'revocation', 'introspection'];
for (const endpoint of endpoints) {
  test(`Every client authentication that is listed works at the ${endpoint} endpoint, and no other (GHSA-9h47-pqcx-hjr4)`, async () => {
    const basic = `Basic ${Buffer.from(`${app.client_id}:${app.client_secret}`).toString('base64')}`;
    const ways: Record<string, [Record<string, string>, Record<string, string>]> = {
      client_secret_basic: [{}, { Authorization: basic }],
      client_secret_post: [credentials(), {}],
      none: [{ client_id: app.client_id }, {}],
      private_key_jwt: [
        {
          client_id: app.client_id,
          client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
          client_assertion: 'eyJhbGciOiJub25lIn0.e30.',
        },
        {},
      ],
    };
    for (const [method, [body, headers]] of Object.entries(ways)) {
      const request = { grant_type: 'client_credentials', token: 'unknown', ...body };
      const response = await server.post(pathOf(`${endpoint}_endpoint`), request, headers);
      const listed = list(`${endpoint}_endpoint_auth_methods_supported`).includes(method);
      if (listed) assert.equal(response.status, 200, method);
      else assert.ok([401, 403].includes(response.status), method);
    }
  });
}

test('Every response mode that is listed works, and no other (contract §4.8)', async () => {
  for (const response_mode of ['query', 'fragment', 'form_post', 'web_message']) {
    const page = await browser.open(authorizePath(app, { response_mode }));
    const location = page.headers.get('location') ?? '';
    if (!list('response_modes_supported').includes(response_mode)) assert.equal(page.status, 400, response_mode);
    else assert.match(location, response_mode === 'query' ? /^[^#]*\?code=/ : /^[^?]*#code=/);
  }
});

test('Every response type that is listed works, and no other (decisions, Not offered)', async () => {
  for (const response_type of ['code', 'token', 'id_token', 'code token', 'none']) {
    const page = await browser.open(authorizePath(app, { response_type }));
    const listed = list('response_types_supported').includes(response_type);
    assert.equal(page.status, listed ? 302 : 400, response_type);
  }
});

test('Every challenge method that is listed works, and no other (RFC 7636 §4.2)', async () => {
  const verifier = 'v'.repeat(43);
  const challenges = {
    S256: createHash('sha256').update(verifier).digest('base64url'),
    plain: verifier,
    S512: verifier,
  };
  for (const [code_challenge_method, code_challenge] of Object.entries(challenges)) {
    const page = await browser.open(authorizePath(app, { code_challenge, code_challenge_method }));
    if (!list('code_challenge_methods_supported').includes(code_challenge_method)) {
      assert.equal(page.status, 400, code_challenge_method);
      continue;
    }
    const code = new URL(page.headers.get('location') ?? '').searchParams.get('code') ?? '';
    assert.equal((await redeem(server, app, code, { code_verifier: verifier })).status, 200);
  }
});

test('An authorization response carries the iss that the metadata promises (RFC 9207 §2)', async () => {
  assert.equal((await authorize(browser, app)).get('iss'), metadata.issuer);
});
