import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { authorizePath, TestBrowser, userToken } from '../../test/support/test-browser.ts';
import { type RegisteredApp, TestServer } from '../../test/support/test-server.ts';

let server: TestServer;
let plain: TestServer;
let app: RegisteredApp;
let browser: TestBrowser;

before(async () => {
  server = await TestServer.start();
  plain = await TestServer.start({ PUBLIC_URL: 'http://localhost:3000' });
  await server.addAccount('alice');
  app = await server.registerApp({ scopes: 'read profile' });
  browser = new TestBrowser(server);
  await browser.signIn('alice');
});
after(async () => {
  await server.close();
  await plain.close();
});

/** Every method and path that is mounted, with something in place of each `:name`; and a few that are not. */
function everyRequest(of: TestServer): readonly { readonly method: string; readonly path: string }[] {
  const mounted = of.composed.auth.routes.routes
    .filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => ({
      method,
      path: path.replace(':handle{@[A-Za-z0-9_]+}', '@alice').replaceAll(/:[a-zA-Z]+/g, '1'),
    }));
  const undeclared = ['/nothing', '/api/v1/nothing', '/oauth/token', '/oauth/introspect', '/.well-known/nothing'];
  return [...mounted, ...undeclared.map((path) => ({ method: 'GET', path }))];
}

test('Every response has an id of its own, which no request can choose (contract §1.3)', async () => {
  const seen = new Set<string>();
  const requests = everyRequest(server);
  assert.ok(requests.length > 60);
  for (const { method, path } of requests) {
    const response = await server.request(path, { method, headers: { 'X-Request-Id': 'chosen' } });
    const id = response.headers.get('x-request-id') ?? '';
    assert.match(id, /^[0-9a-f]{8}-[0-9a-f-]{27}$/, `${method} ${path}`);
    seen.add(id);
  }
  assert.equal(seen.size, requests.length);
});

test('Every response has the security headers (contract §1.3)', async () => {
  for (const { method, path } of everyRequest(server)) {
    const { headers } = await server.request(path, { method });
    const name = `${method} ${path}`;
    assert.equal(headers.get('x-frame-options'), 'DENY', name);
    assert.equal(headers.get('x-content-type-options'), 'nosniff', name);
    assert.equal(headers.get('x-xss-protection'), '0', name);
    // What a mailed link leads to tells nobody its address.
    const policies = ['same-origin', 'no-referrer'];
    assert.ok(policies.includes(headers.get('referrer-policy') ?? ''), name);
    assert.equal(headers.get('x-powered-by'), null, name);
  }
});

test('Every response demands https where the server is reached by https, and nowhere else (contract §1.3)', async () => {
  for (const { method, path } of everyRequest(server)) {
    const { headers } = await server.request(path, { method });
    assert.equal(headers.get('strict-transport-security'), 'max-age=31536000', `${method} ${path}`);
  }
  for (const { method, path } of everyRequest(plain)) {
    const { headers } = await plain.request(path, { method });
    assert.equal(headers.get('strict-transport-security'), null, `${method} ${path}`);
  }
});

test('No response cuts a pop-up from its opener (clients §3.6)', async () => {
  for (const { method, path } of everyRequest(server)) {
    const { headers } = await server.request(path, { method });
    assert.equal(headers.get('cross-origin-opener-policy'), null, `${method} ${path}`);
    assert.equal(headers.get('cross-origin-embedder-policy'), null, `${method} ${path}`);
  }
});

describe('Content-Security-Policy', () => {
  const policyOf = (response: Response) =>
    new Map(
      (response.headers.get('content-security-policy') ?? '').split(';').map((directive): [string, string] => {
        const [name = '', ...values] = directive.trim().split(' ');
        return [name, values.join(' ')];
      }),
    );

  const pages: Record<string, () => Promise<Response>> = {
    'the sign-out page': () => server.get('/auth/sign_out'),
    'the consent page': () => browser.open(authorizePath(app)),
    'the page of a refused request': () => browser.open(authorizePath(app, { scope: 'nonsense' })),
    'the page of authorized applications': () => browser.get('/oauth/authorized_applications'),
    'the page of a forged form': () => server.post('/oauth/authorize', {}),
    'the page of a path that is not there': () => server.get('/nothing'),
  };
  for (const [what, open] of Object.entries(pages)) {
    test(`lets ${what} run nothing, be framed by nobody, and lead back to any app (clients §3.7, contract §4.6)`, async () => {
      const response = await open();
      assert.match(response.headers.get('content-type') ?? '', /^text\/html; charset=utf-8/);
      const policy = policyOf(response);
      assert.equal(policy.has('form-action'), false);
      assert.equal(policy.get('default-src'), "'none'");
      assert.equal(policy.get('script-src'), "'none'");
      assert.equal(policy.get('base-uri'), "'none'");
      assert.equal(policy.get('frame-ancestors'), "'none'");
      assert.doesNotMatch(response.headers.get('content-security-policy') ?? '', /unsafe|\*/);
    });
  }

  test('lets the sign-in page run the script of passkeys and nothing else, and it may ask this server alone', async () => {
    const response = await server.get('/auth/sign_in');
    const [, script = ''] = /<script type="module" src="([^"]+)"><\/script>/.exec(await response.text()) ?? [];
    assert.match(script, /^\/assets\/passkey-[0-9a-f]{12}\.js$/);
    const policy = policyOf(response);
    assert.equal(policy.get('script-src'), `https://social.example${script}`);
    assert.equal(policy.get('connect-src'), "'self'");
    assert.equal(policy.get('default-src'), "'none'");
    assert.doesNotMatch(response.headers.get('content-security-policy') ?? '', /unsafe|\*/);
    const served = await server.get(script);
    assert.equal(served.headers.get('content-type'), 'text/javascript; charset=utf-8');
    assert.equal(served.headers.get('cache-control'), 'public, max-age=31536000, immutable');
    const bare = await plain.get('/auth/sign_in');
    assert.match(bare.headers.get('content-security-policy') ?? '', /script-src http:\/\/localhost:3000\/assets/);
  });

  test('lets no sign-in page run anything where browsers let nobody have passkeys: at an address', async () => {
    const address = await TestServer.start({ PUBLIC_URL: 'http://127.0.0.1:3000' });
    const response = await address.get('/auth/sign_in');
    assert.equal(policyOf(response).get('script-src'), "'none'");
    assert.doesNotMatch(await response.text(), /<script/);
    assert.equal((await address.post('/auth/passkey/options', {})).status, 404);
    await address.close();
  });

  test('forbids everything on what is no page (contract §1.3)', async () => {
    for (const path of [
      '/api/v1/instance',
      '/api/v1/nothing',
      '/oauth/userinfo',
      '/.well-known/oauth-authorization-server',
    ]) {
      const policy = (await server.get(path)).headers.get('content-security-policy');
      assert.equal(policy, "default-src 'none'; frame-ancestors 'none'; form-action 'none'", path);
    }
    for (const path of ['/oauth/token', '/oauth/revoke', '/oauth/introspect']) {
      const policy = (await server.post(path, {})).headers.get('content-security-policy');
      assert.equal(policy, "default-src 'none'; frame-ancestors 'none'; form-action 'none'", path);
    }
  });
});

describe('Caching', () => {
  const publicRead = 'max-age=15, public, stale-while-revalidate=30, stale-if-error=86400';
  const cacheOf = async (response: Promise<Response>) => (await response).headers.get('cache-control');

  test('of what anyone may read on the API is short and shared, as long as nobody says who asks (contract §1.3)', async () => {
    const account = await server.store.findAccountByUsername('alice');
    for (const path of [
      '/api/v1/instance',
      '/api/v2/instance',
      `/api/v1/accounts/${account?.id}`,
      `/api/v1/accounts/${account?.id}/followers`,
    ]) {
      const response = await server.get(path);
      assert.equal(response.status, 200);
      assert.equal(response.headers.get('cache-control'), publicRead, path);
      assert.equal(response.headers.get('vary'), 'Authorization, Origin');
      for (const authorization of [`Bearer ${await server.appToken(app)}`, 'Bearer unknown', 'Basic x']) {
        assert.equal(await cacheOf(server.get(path, { Authorization: authorization })), 'private, no-store');
      }
    }
  });

  test('of everything else on the API is forbidden, errors included (contract §1.3)', async () => {
    const token = await userToken(server, app, 'alice');
    const answers = [
      server.get('/api/v1/accounts/verify_credentials', { Authorization: `Bearer ${token}` }),
      server.get('/api/v1/accounts/verify_credentials'),
      server.get('/api/v1/apps/verify_credentials'),
      server.get('/api/v1/accounts/999'),
      server.get('/api/v1/nothing'),
      server.post('/api/v1/apps', {}),
    ];
    for (const answer of answers) {
      assert.equal(await cacheOf(answer), 'private, no-store');
      assert.equal((await answer).headers.get('vary'), 'Authorization, Origin');
    }
  });

  test('of what the OAuth endpoints say is forbidden (contract §1.3, RFC 6749 §5.1)', async () => {
    for (const path of ['/oauth/token', '/oauth/revoke', '/oauth/introspect']) {
      assert.equal(await cacheOf(server.post(path, {})), 'no-store', path);
    }
    const credentials = { client_id: app.client_id, client_secret: app.client_secret };
    const granted = await server.post('/oauth/token', { grant_type: 'client_credentials', ...credentials });
    assert.equal(granted.headers.get('cache-control'), 'no-store');
    assert.equal(granted.headers.get('pragma'), 'no-cache');
    assert.equal(await cacheOf(server.post('/oauth/revoke', { ...credentials, token: 'x' })), 'no-store');
    assert.equal(await cacheOf(server.get('/oauth/userinfo')), 'no-store');
  });

  test('of pages and redirects is forbidden, and depends on the cookie (contract §1.3)', async () => {
    const code = await browser.open(authorizePath(app));
    const answers = [
      code,
      await server.get(authorizePath(app)),
      await server.get('/auth/sign_in'),
      await server.get('/nothing'),
    ];
    for (const response of answers) {
      assert.equal(response.headers.get('cache-control'), 'private, no-store');
      assert.match(response.headers.get('vary') ?? '', /Cookie/);
    }
  });
});
