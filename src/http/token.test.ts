import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { authorize, redeem, TestBrowser, userToken } from '../../test/support/test-browser.ts';
import { PASSWORD, type RegisteredApp, TestServer } from '../../test/support/test-server.ts';
import { digestOf } from '../protocol/secret.ts';

const path = '/oauth/token';
const callback = 'https://app.example/callback';
const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';
const pkce = { code_challenge: challenge, code_challenge_method: 'S256' };

const sentences = {
  grantType: 'The authorization grant type is not supported by the authorization server.',
  client:
    'Client authentication failed due to unknown client, no client authentication included, or unsupported authentication method.',
  grant:
    'The provided authorization grant is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client.',
  scope: 'The requested scope is invalid, unknown, or malformed.',
};

let server: TestServer;
let app: RegisteredApp;
let other: RegisteredApp;
let alice: TestBrowser;

before(async () => {
  server = await TestServer.start();
  await server.addAccount('alice');
  app = await server.registerApp();
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

interface TokenBody {
  readonly access_token: string;
  readonly token_type: string;
  readonly scope: string;
  readonly created_at: number;
}

interface ErrorBody {
  readonly error: string;
  readonly error_description: string;
}

const bodyOf = async (response: Response) => (await response.json()) as TokenBody & ErrorBody;

/** A new code for the app, through the consent page. */
async function codeFor(of = app, parameters: Readonly<Record<string, string>> = {}): Promise<string> {
  const code = (await authorize(alice, of, parameters)).get('code');
  if (code === null) throw new Error('There is no code');
  return code;
}

/** A code that was never issued by a page: straight from the store, where many are needed or the page is not the point. */
async function storedCode(of = app, redirectUri = of.redirect_uri): Promise<string> {
  const { accountId } = await aliceToken();
  const code = server.world.randomSecret();
  const now = server.now();
  await server.store.approve({
    pending: undefined,
    grant: { appId: of.id, accountId, scopes: ['read'], redirectUri, createdAt: now },
    code: {
      digest: digestOf(code),
      redirectUri,
      codeChallenge: undefined,
      browserDigest: undefined,
      createdAt: now,
      expiresAt: now + 600_000,
    },
  });
  return code;
}

let aliceId: string | undefined;
async function aliceToken(): Promise<{ accountId: string }> {
  aliceId ??= (await server.store.findAccountByUsername('alice'))?.id ?? '';
  return { accountId: aliceId };
}

const credentials = (of = app) => ({ client_id: of.client_id, client_secret: of.client_secret });
const basic = (of = app, secret = of.client_secret) =>
  `Basic ${Buffer.from(`${of.client_id}:${secret}`).toString('base64')}`;

const works = async (token: string) =>
  (await server.get('/api/v1/apps/verify_credentials', { Authorization: `Bearer ${token}` })).status === 200;

async function refused(response: Response, status: number, error: string, description: string): Promise<void> {
  const text = await response.text();
  assert.equal(text, JSON.stringify({ error, error_description: description }));
  assert.equal(response.status, status);
}

const refusedGrant = (response: Response) => refused(response, 400, 'invalid_grant', sentences.grant);

const asCode = (code: string, more: Readonly<Record<string, string>> = {}) => ({
  grant_type: 'authorization_code',
  redirect_uri: callback,
  code,
  ...more,
});

describe('A token', () => {
  test('is answered with exactly these members in this order (contract §5.5)', async () => {
    const before = Math.floor(server.now() / 1000);
    const response = await redeem(server, app, await codeFor(app, { scope: 'read write follow push' }));
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('content-type'), 'application/json; charset=utf-8');
    const body = await bodyOf(response);
    assert.deepEqual(Object.keys(body), ['access_token', 'token_type', 'scope', 'created_at']);
    assert.match(
      body.access_token,
      /^[0-9a-z]{8}[A-Za-z0-9_-]{34}_$/,
      'its time, random bits, and what tells it apart',
    );
    assert.equal(body.token_type, 'Bearer');
    assert.equal(body.scope, 'read write follow push');
    assert.ok(Number.isInteger(body.created_at) && body.created_at >= before && body.created_at <= server.now() / 1000);
  });

  test('is kept by no cache and may be read by web apps (contract §1.3, §1.5, RFC 6749 §5.1)', async () => {
    const { headers } = await redeem(server, app, await codeFor());
    assert.equal(headers.get('cache-control'), 'no-store');
    assert.equal(headers.get('pragma'), 'no-cache');
    assert.equal(headers.get('access-control-allow-origin'), '*');
    assert.equal(headers.get('access-control-allow-credentials'), null);
    assert.equal(headers.get('www-authenticate'), null);
    assert.equal(headers.get('set-cookie'), null);
  });

  test('is a new one for every sign-in, and the end of one leaves the others (decision 2)', async () => {
    const [one, two] = [await userToken(server, app, 'alice'), await userToken(server, app, 'alice')];
    assert.notEqual(one, two);
    await server.post('/oauth/revoke', { ...credentials(), token: one });
    assert.equal(await works(one), false);
    assert.equal(await works(two), true);
  });

  test('is a new one for every client_credentials request as well (decision 2)', async () => {
    assert.notEqual(await server.appToken(app), await server.appToken(app));
  });
});

describe('The parameters of a token request', () => {
  const fields = () => ({ grant_type: 'client_credentials', ...credentials(), scope: 'read write' });
  const ways: Record<string, () => Promise<Response>> = {
    'a form': () => server.post(path, fields()),
    JSON: () => server.postJson(path, fields()),
    multipart: () => {
      const body = new FormData();
      for (const [name, value] of Object.entries(fields())) body.append(name, value);
      return server.request(path, { method: 'POST', body });
    },
    'a form without a content type': () =>
      server.request(path, { method: 'POST', body: new TextEncoder().encode(String(new URLSearchParams(fields()))) }),
    'a form that says it is text/plain': () =>
      server.request(path, { method: 'POST', body: String(new URLSearchParams(fields())) }),
  };
  for (const [way, send] of Object.entries(ways)) {
    test(`may come as ${way} (contract §1.1, decisions, Bodies)`, async () => {
      const response = await send();
      assert.equal(response.status, 200);
      assert.equal((await bodyOf(response)).scope, 'read write');
    });
  }

  test('count in the body only: the query is ignored, wherever it differs (decision 31)', async () => {
    const query = new URLSearchParams({ grant_type: 'password', scope: 'write', client_id: 'x', code: 'x' });
    const response = await server.post(`${path}?${query}`, fields());
    assert.equal((await bodyOf(response)).scope, 'read write');
  });

  test('do not count in the query at all (decision 31, RFC 6749 §2.3.1)', async () => {
    const everything = await server.request(`${path}?${new URLSearchParams(fields())}`, { method: 'POST' });
    await refused(everything, 400, 'invalid_request', 'Missing required parameter: grant_type.');
    const secretOnly = await server.post(`${path}?${new URLSearchParams(credentials())}`, {
      grant_type: 'client_credentials',
    });
    await refused(secretOnly, 401, 'invalid_client', sentences.client);
  });

  test('that nobody knows are ignored (RFC 6749 §3.2)', async () => {
    const response = await server.post(path, { ...fields(), redirect_uri: callback, website: 'x', code_verifier: 'x' });
    assert.equal(response.status, 200);
  });

  test('are refused when one is sent twice (RFC 6749 §3.2)', async () => {
    for (const name of ['grant_type', 'client_id', 'client_secret', 'scope']) {
      const body = new URLSearchParams(fields());
      body.append(name, body.get(name) ?? '');
      const response = await server.request(path, { method: 'POST', body });
      assert.equal(response.status, 400);
      assert.equal((await bodyOf(response)).error, 'invalid_request', name);
    }
  });
});

test('A NUL in a parameter is an invalid request, whatever the grant', async () => {
  const bodies: Record<string, string>[] = [
    { grant_type: '\u0000' },
    { grant_type: 'client_credentials', client_id: '\u0000', client_secret: 'x' },
    { grant_type: 'client_credentials', ...credentials(), scope: 'read\u0000' },
    { grant_type: 'password', ...credentials(), username: 'alice\u0000', password: PASSWORD },
    asCode('x\u0000', credentials()),
  ];
  for (const body of bodies) {
    const response = await server.post(path, body);
    assert.equal(response.status, 400);
    assert.equal((await bodyOf(response)).error, 'invalid_request');
  }
});

describe('The grant type', () => {
  test('is needed (contract §5.6)', async () => {
    for (const grant_type of [undefined, '', ' ']) {
      const response = await server.post(path, {
        ...credentials(),
        ...(grant_type === undefined ? {} : { grant_type }),
      });
      await refused(response, 400, 'invalid_request', 'Missing required parameter: grant_type.');
    }
  });

  const unsupported = [
    'refresh_token',
    'implicit',
    'AUTHORIZATION_CODE',
    'authorization_code ',
    'urn:ietf:params:oauth:grant-type:device_code',
    'urn:ietf:params:oauth:grant-type:jwt-bearer',
    '__proto__',
    'constructor',
  ];
  for (const grant_type of unsupported) {
    test(`may not be ${JSON.stringify(grant_type)} (contract §5.4)`, async () => {
      await refused(await server.post(path, { grant_type }), 400, 'unsupported_grant_type', sentences.grantType);
    });
  }

  test('comes before the client: an unsupported one is named to a stranger (contract §5.2)', async () => {
    const response = await server.post(path, { grant_type: 'refresh_token' }, { Authorization: 'Basic broken' });
    await refused(response, 400, 'unsupported_grant_type', sentences.grantType);
  });

  test('alone has refusals that carry the state of the request (contract §5.6)', async () => {
    const missing = await server.post(path, { state: 'kept' });
    assert.equal(
      await missing.text(),
      '{"error":"invalid_request","error_description":"Missing required parameter: grant_type.","state":"kept"}',
    );
    const unknown = await server.post(path, { grant_type: 'x', state: 'kept' });
    assert.deepEqual(Object.entries(await bodyOf(unknown)).at(-1), ['state', 'kept']);
    for (const grant_type of ['authorization_code', 'client_credentials', 'password']) {
      const later = await server.post(path, { grant_type, state: 'kept' });
      assert.deepEqual(Object.keys(await bodyOf(later)), ['error', 'error_description']);
    }
  });
});

describe('The client', () => {
  const grant_type = 'client_credentials';
  const ok = async (response: Response) => assert.equal(response.status, 200, await response.text());

  test('may say who it is in the body or by Basic in any letter case (contract §5.1)', async () => {
    await ok(await server.post(path, { grant_type, ...credentials() }));
    for (const scheme of ['Basic', 'basic', 'BASIC']) {
      await ok(await server.post(path, { grant_type }, { Authorization: basic().replace('Basic', scheme) }));
    }
  });

  test('may say the same in both ways, or only a part of it in the body (decisions, Two client authentications)', async () => {
    await ok(await server.post(path, { grant_type, ...credentials() }, { Authorization: basic() }));
    await ok(await server.post(path, { grant_type, client_id: app.client_id }, { Authorization: basic() }));
  });

  test('may not say different things (decisions, Two client authentications)', async () => {
    const differing = [
      credentials(other),
      { client_id: other.client_id },
      { ...credentials(), client_secret: 'x' },
      { client_id: 'undefined' },
    ];
    for (const body of differing) {
      const response = await server.post(path, { grant_type, ...body }, { Authorization: basic() });
      assert.equal(response.status, 400);
      assert.equal((await bodyOf(response)).error, 'invalid_request');
    }
  });

  test('that sends a Bearer header beside its credentials is known by these (contract §5.1)', async () => {
    await ok(await server.post(path, { grant_type, ...credentials() }, { Authorization: 'Bearer whatever' }));
  });

  const strangers: [string, Record<string, string>, Record<string, string>][] = [
    ['sends nothing', {}, {}],
    ['sends an unknown id', { client_id: 'nobody', client_secret: 'x' }, {}],
    ['sends empty credentials', { client_id: '', client_secret: '' }, {}],
    ['sends what JavaScript makes of nothing', { client_id: 'undefined', client_secret: 'undefined' }, {}],
  ];
  for (const [what, body, headers] of strangers) {
    test(`that ${what} is refused with a Bearer challenge (contract §5.6, decision 30)`, async () => {
      const response = await server.post(path, { grant_type, ...body }, headers);
      assert.equal(
        response.headers.get('www-authenticate'),
        `Bearer realm="Mastodoor", error="invalid_client", error_description="${sentences.client}"`,
      );
      assert.equal(response.headers.get('cache-control'), 'no-store');
      assert.equal(response.headers.get('access-control-allow-origin'), '*');
      await refused(response, 401, 'invalid_client', sentences.client);
    });
  }

  test('that sends no secret, or a wrong one, is refused (contract §5.1)', async () => {
    const wrong = [
      undefined,
      '',
      'x',
      `${app.client_secret}x`,
      app.client_secret.slice(1),
      other.client_secret,
      app.client_id,
    ];
    for (const client_secret of wrong) {
      const body = { grant_type, client_id: app.client_id, ...(client_secret === undefined ? {} : { client_secret }) };
      await refused(await server.post(path, body), 401, 'invalid_client', sentences.client);
    }
  });

  test('that fails by Basic is challenged with Basic (RFC 6749 §5.2, decision 30)', async () => {
    for (const authorization of [
      basic(app, 'x'),
      'Basic',
      'Basic !!!',
      `Basic ${Buffer.from('x').toString('base64')}`,
    ]) {
      const response = await server.post(path, { grant_type }, { Authorization: authorization });
      assert.equal(response.headers.get('www-authenticate'), 'Basic realm="Mastodoor", charset="UTF-8"');
      await refused(response, 401, 'invalid_client', sentences.client);
    }
  });

  test('gets no challenge with a 400 (decision 30)', async () => {
    for (const headers of [{}, { Authorization: basic() }]) {
      const response = await server.post(path, { grant_type: 'x' }, headers);
      assert.equal(response.status, 400);
      assert.equal(response.headers.get('www-authenticate'), null);
    }
  });

  test('that was deleted is unknown (lesson 2)', async () => {
    const deleted = await server.registerApp();
    await server.store.deleteApp(deleted.id, server.now());
    await refused(
      await server.post(path, { grant_type, ...credentials(deleted) }),
      401,
      'invalid_client',
      sentences.client,
    );
  });
});

describe('A code', () => {
  test('is refused in the order of the contract: each fault with all later ones present (contract §5.2)', async () => {
    const code = await codeFor(app, pkce);
    const missing = (name: string) => `Missing required parameter: ${name}.`;
    const bad = { Authorization: basic(app, 'wrong') };
    const steps: [Record<string, string>, number, string, string][] = [
      [{}, 400, 'invalid_request', missing('grant_type')],
      [{ grant_type: 'x' }, 400, 'unsupported_grant_type', sentences.grantType],
      [{ grant_type: 'authorization_code' }, 400, 'invalid_request', missing('code')],
      [{ grant_type: 'authorization_code', code: ' ' }, 400, 'invalid_request', missing('code')],
      [{ grant_type: 'authorization_code', code }, 400, 'invalid_request', missing('code_verifier')],
      [{ grant_type: 'authorization_code', code, code_verifier: 'x' }, 400, 'invalid_request', missing('redirect_uri')],
      [asCode(code, { code_verifier: 'x', redirect_uri: 'x' }), 401, 'invalid_client', sentences.client],
    ];
    for (const [body, status, error, description] of steps) {
      await refused(await server.post(path, body, bad), status, error, description);
      await refused(await server.post(path, body, { Authorization: 'Basic broken' }), status, error, description);
    }
    assert.equal(
      (await redeem(server, app, code, { code_verifier: verifier })).status,
      200,
      'and nothing of it burned the code',
    );
  });

  const worthless: [string, () => Promise<Response>][] = [
    ['unknown', () => redeem(server, app, 'unknown')],
    ['of another app', async () => redeem(server, app, await codeFor(other))],
    ['followed by anything', async () => redeem(server, app, `${await codeFor()}x`)],
    ['with another redirect URI', async () => redeem(server, app, await codeFor(), { redirect_uri: `${callback}/` })],
    [
      'with a verifier although there was no challenge',
      async () => redeem(server, app, await codeFor(), { code_verifier: verifier }),
    ],
    [
      'with a wrong verifier',
      async () => redeem(server, app, await codeFor(app, pkce), { code_verifier: verifier.replace('d', 'e') }),
    ],
    [
      'with the challenge for a verifier',
      async () => redeem(server, app, await codeFor(app, pkce), { code_verifier: challenge }),
    ],
    [
      'with a verifier that is too short',
      async () => redeem(server, app, await codeFor(app, pkce), { code_verifier: 'x' }),
    ],
  ];
  for (const [what, send] of worthless) {
    test(`is refused when it is ${what}, in exactly one sentence (contract §5.6, decision 11, 16)`, async () => {
      const response = await send();
      assert.equal(response.headers.get('www-authenticate'), null);
      assert.equal(response.headers.get('cache-control'), 'no-store');
      await refusedGrant(response);
    });
  }

  test('buys a token with the right verifier (RFC 7636 §4.6)', async () => {
    assert.equal((await redeem(server, app, await codeFor(app, pkce), { code_verifier: verifier })).status, 200);
  });

  test('is burned by one wrong verifier from its client, not by a missing one (decision 4, CVE-2026-41213)', async () => {
    const code = await codeFor(app, pkce);
    const missing = await redeem(server, app, code);
    await refused(missing, 400, 'invalid_request', 'Missing required parameter: code_verifier.');
    await refusedGrant(await redeem(server, app, code, { code_verifier: `${verifier}x` }));
    await refusedGrant(await redeem(server, app, code, { code_verifier: verifier }));
  });

  test('is not burned by strangers, other apps, wrong secrets or wrong redirect URIs (decision 4)', async () => {
    const code = await codeFor(app, pkce);
    const wrong = { code_verifier: `${verifier}x` };
    await server.post(path, asCode(code, { ...wrong }));
    await server.post(path, asCode(code, { ...wrong, client_id: app.client_id, client_secret: 'x' }));
    await server.post(path, asCode(code, { ...wrong, ...credentials(other) }));
    await server.post(path, asCode(code, { ...wrong, ...credentials(), redirect_uri: 'https://evil.example/' }));
    assert.equal((await redeem(server, app, code, { code_verifier: verifier })).status, 200);
  });

  test('lives for 600 seconds and no longer (contract §4.7)', async () => {
    const [inTime, late] = [await codeFor(), await codeFor()];
    try {
      server.clockOffset = 595_000;
      assert.equal((await redeem(server, app, inTime)).status, 200);
      server.clockOffset = 600_000;
      await refusedGrant(await redeem(server, app, late));
    } finally {
      server.clockOffset = 0;
    }
  });

  test('that expired tells a stranger nothing else than one that never was (decision 16)', async () => {
    const code = await codeFor();
    try {
      server.clockOffset = 700_000;
      await refusedGrant(await redeem(server, app, code));
    } finally {
      server.clockOffset = 0;
    }
    assert.equal((await redeem(server, app, code)).status, 200, 'a late try does not spend it either');
  });

  test('ignores the scope of the request: what the person approved is granted (contract §5.2, lesson 30)', async () => {
    for (const scope of ['write', 'read write', 'nonsense', '']) {
      const response = await redeem(server, app, await codeFor(app, { scope: 'read' }), { scope });
      assert.equal((await bodyOf(response)).scope, 'read');
    }
  });

  test('names the mix-up when redirect_uris was sent for redirect_uri (journey 5)', async () => {
    const body = { grant_type: 'authorization_code', code: 'x', redirect_uris: callback, ...credentials() };
    const { error, error_description } = await bodyOf(await server.post(path, body));
    assert.equal(error, 'invalid_request');
    assert.match(error_description, /^Missing required parameter: redirect_uri\. .*redirect_uris/);
  });
});

describe('The redirect URI of a redemption', () => {
  test('is the one of the authorization request byte for byte, port included (decision 24)', async () => {
    const registered = 'http://127.0.0.1:1000/cb';
    const loopback = await server.registerApp({ redirectUri: registered });
    const asked = 'http://127.0.0.1:2000/cb';
    for (const redirect_uri of [
      registered,
      'http://127.0.0.1/cb',
      'http://127.0.0.1:2000/cb?',
      'http://127.0.0.1:2000/cb#',
    ]) {
      const code = await codeFor(loopback, { redirect_uri: asked });
      await refusedGrant(await redeem(server, loopback, code, { redirect_uri }));
      assert.equal(
        (await redeem(server, loopback, code, { redirect_uri: asked })).status,
        200,
        'and the code is not burned',
      );
    }
  });

  test('keeps its escapes and letter case (clients §3.9, CVE-2020-15234)', async () => {
    const registered = 'https://elk.example/api/https%3A%2F%2Felk.example';
    const elk = await server.registerApp({ redirectUri: registered });
    for (const redirect_uri of [
      registered.toUpperCase(),
      registered.replaceAll('%3A', '%3a'),
      decodeURIComponent(registered),
      `${registered}/`,
      `${registered}?x=1`,
    ]) {
      await refusedGrant(await redeem(server, elk, await codeFor(elk), { redirect_uri }));
    }
    assert.equal((await redeem(server, elk, await codeFor(elk))).status, 200);
  });
});

describe('A replayed code', () => {
  test('is refused, and ends what it bought when its rightful client replays it (decision 3, RFC 6749 §4.1.2)', async () => {
    const untouched = await userToken(server, app, 'alice');
    const code = await codeFor(app, pkce);
    const { access_token } = await bodyOf(await redeem(server, app, code, { code_verifier: verifier }));
    assert.equal(await works(access_token), true);
    await refusedGrant(await redeem(server, app, code, { code_verifier: verifier }));
    assert.equal(await works(access_token), false);
    assert.equal(await works(untouched), true, 'other sign-ins of the same app and person go on');
    assert.ok(server.events.some(({ event }) => event === 'code replayed'));
  });

  test('by anybody who does not prove to be that client signs nobody out (decision 3)', async () => {
    const code = await codeFor(app, pkce);
    const { access_token } = await bodyOf(await redeem(server, app, code, { code_verifier: verifier }));
    const good = { code_verifier: verifier };
    const tries: Record<string, string>[] = [
      { ...good },
      { ...good, client_id: app.client_id, client_secret: 'x' },
      { ...good, ...credentials(other) },
      { ...good, ...credentials(), redirect_uri: 'https://evil.example/' },
      { ...credentials(), code_verifier: `${verifier}x` },
      { ...credentials() },
    ];
    for (const body of tries) {
      assert.ok((await server.post(path, asCode(code, body))).status >= 400);
      assert.equal(await works(access_token), true);
    }
  });

  test('still ends what it bought after the code expired (RFC 6749 §4.1.2)', async () => {
    const code = await codeFor();
    const { access_token } = await bodyOf(await redeem(server, app, code));
    try {
      server.clockOffset = 3_600_000;
      await refusedGrant(await redeem(server, app, code));
      assert.equal(await works(access_token), false);
    } finally {
      server.clockOffset = 0;
    }
  });

  test('fifty times at once buys exactly one token, of which at most one lives (decision 3, CVE-2026-53518)', async () => {
    for (let round = 0; round < 3; round += 1) {
      const code = await storedCode();
      const responses = await Promise.all(Array.from({ length: 50 }, () => redeem(server, app, code)));
      const bought = responses.filter(({ status }) => status === 200);
      assert.equal(bought.length, 1);
      for (const response of responses) if (response.status !== 200) await refusedGrant(response);
      const living = await server.store.listTokens({ limit: 100, appId: app.id });
      const { access_token } = await bodyOf(bought[0] as Response);
      const found = await server.store.findToken(digestOf(access_token));
      assert.equal(living.filter(({ grantId }) => grantId === found?.grantId).length, 0);
    }
  });

  test('fifty strangers at the same time as its client cost the client nothing (decision 3, 4)', async () => {
    const code = await storedCode();
    const stranger = () => server.post(path, asCode(code, credentials(other)));
    const [rightful, ...strangers] = await Promise.all([
      redeem(server, app, code),
      ...Array.from({ length: 50 }, stranger),
    ]);
    assert.equal(rightful.status, 200);
    for (const response of strangers) await refusedGrant(response);
    assert.equal(await works((await bodyOf(rightful)).access_token), true);
  });
});

describe('A code is worthless', () => {
  test('after its app was deleted (CVE-2024-25619)', async () => {
    const doomed = await server.registerApp();
    const code = await codeFor(doomed);
    await server.store.deleteApp(doomed.id, server.now());
    await refused(await redeem(server, doomed, code), 401, 'invalid_client', sentences.client);
  });

  test('after the person took the access away (contract §9)', async () => {
    const code = await codeFor();
    const { accountId } = await aliceToken();
    await server.store.revokeGrantsOfAccount(accountId, server.now(), app.id);
    await refusedGrant(await redeem(server, app, code));
  });
});

describe('client_credentials', () => {
  const ask = (of: RegisteredApp, more: Readonly<Record<string, string>> = {}) =>
    server.post(path, { grant_type: 'client_credentials', ...credentials(of), ...more });

  test('gives read when nothing is asked for and the app registered it (contract §5.3)', async () => {
    for (const more of [{}, { scope: '' }, { scope: '  ' }]) {
      assert.equal((await bodyOf(await ask(app, more))).scope, 'read');
    }
  });

  test('gives what is asked for within what was registered, umbrellas included (contract §5.3, decision 9)', async () => {
    for (const scope of ['write', 'read write follow push', 'read:accounts', 'write:media read:search']) {
      assert.equal((await bodyOf(await ask(app, { scope }))).scope, scope);
    }
    assert.equal((await bodyOf(await ask(app, { scope: 'write  read write' }))).scope, 'write read');
  });

  const narrow = () => server.registerApp({ scopes: 'write:media' });
  test('refuses an absent scope where read is not registered (contract §5.3)', async () => {
    const { error, error_description } = await bodyOf(await ask(await narrow()));
    assert.equal(error, 'invalid_scope');
    assert.ok(error_description.startsWith(`${sentences.scope} `));
  });

  const refusals: [string, Record<string, string>, RegExp][] = [
    ['a scope beyond the registered ones', { scope: 'read admin:read' }, /admin:read.*registered/],
    ['an unknown scope', { scope: 'nonsense' }, /nonsense/],
    ['scopes separated by commas', { scope: 'read,write' }, /spaces/],
    ['a line end between scopes', { scope: 'read\nwrite' }, /white space/],
    ['the mix-up of scopes and scope', { scopes: 'read', scope: 'nonsense' }, /scope here; scopes was sent/],
  ];
  for (const [what, more, words] of refusals) {
    test(`refuses ${what} and says why (contract §5.6, decision 16, journey 5)`, async () => {
      const response = await ask(app, more);
      assert.equal(response.status, 400);
      const { error, error_description } = await bodyOf(response);
      assert.equal(error, 'invalid_scope');
      assert.ok(error_description.startsWith(`${sentences.scope} `), error_description);
      assert.match(error_description, words);
    });
  }

  test('judges the client before the scope, so that only the app itself is told what it registered (decision 16)', async () => {
    const response = await ask({ ...app, client_secret: 'x' }, { scope: 'nonsense' });
    await refused(response, 401, 'invalid_client', sentences.client);
  });

  test('ignores the redirect URI (contract §5.3, lesson 30)', async () => {
    assert.equal((await ask(app, { redirect_uri: 'https://unregistered.example/' })).status, 200);
  });

  test('gives a token without a person, also when their ids are equal (CVE-2026-39976)', async () => {
    const token = await server.appToken(app, 'read');
    assert.equal((await server.store.findToken(digestOf(token)))?.accountId, undefined);
    const response = await server.get('/api/v1/accounts/verify_credentials', { Authorization: `Bearer ${token}` });
    assert.equal(response.status, 422);
  });
});

describe('The password grant', () => {
  before(async () => {
    await server.addAccount('robot', { bot: true, allowsPasswordGrant: true });
    for (const state of ['unconfirmed', 'pending', 'disabled', 'suspended'] as const) {
      await server.addAccount(state, { state, allowsPasswordGrant: true });
    }
  });

  const ask = (more: Readonly<Record<string, string>>, of = app, at = server) =>
    at.post(path, { grant_type: 'password', password: PASSWORD, ...credentials(of), ...more });

  for (const username of ['robot', 'ROBOT', 'robot@example.org', 'Robot@Example.org']) {
    test(`lets in an account that allows it, as ${username} (decisions, Password grant)`, async () => {
      const response = await ask({ username, scope: 'read write' });
      assert.equal(response.status, 200);
      const body = await bodyOf(response);
      assert.deepEqual(Object.keys(body), ['access_token', 'token_type', 'scope', 'created_at']);
      assert.equal(body.scope, 'read write');
      const me = await server.get('/api/v1/accounts/verify_credentials', {
        Authorization: `Bearer ${body.access_token}`,
      });
      assert.equal(((await me.json()) as { username: string }).username, 'robot');
    });
  }

  const sameRefusal: Record<string, Record<string, string>> = {
    'an account that did not allow it': { username: 'alice' },
    'a wrong password': { username: 'robot', password: 'wrong' },
    'a password with a space more': { username: 'robot', password: `${PASSWORD} ` },
    'a name that nobody has': { username: 'nobody' },
    'a password of 100 KB': { username: 'robot', password: 'x'.repeat(100_000) },
    'an unconfirmed account': { username: 'unconfirmed' },
    'an account that waits for approval': { username: 'pending' },
    'a disabled account': { username: 'disabled' },
    'a suspended account': { username: 'suspended' },
  };
  for (const [what, body] of Object.entries(sameRefusal)) {
    test(`refuses ${what} with one and the same body (decisions, PASSWORD_GRANT)`, async () => {
      const response = await ask(body);
      assert.equal(response.headers.get('www-authenticate'), null);
      const words = `${sentences.grant} Apps may use the password only of accounts that allow it.`;
      await refused(response, 400, 'invalid_grant', words);
    });
  }

  test('refuses missing parameters before the client, and the client before the password (contract §5.2)', async () => {
    const missing = (name: string) => `Missing required parameter: ${name}.`;
    await refused(await ask({}), 400, 'invalid_request', missing('username'));
    await refused(await ask({ username: 'robot', password: '' }), 400, 'invalid_request', missing('password'));
    const stranger = await ask({ username: 'robot', client_secret: 'x' });
    await refused(stranger, 401, 'invalid_client', sentences.client);
    const { error } = await bodyOf(await ask({ username: 'robot', scope: 'admin:read' }));
    assert.equal(error, 'invalid_scope');
  });

  test('counts tries by account and however it is spelt, before judging (decision 17)', async () => {
    const limited = await TestServer.start({ RATE_LIMIT_FACTOR: '1' });
    limited.clockOffset = 1_800_000 - (Date.now() % 3_600_000) + 3_600_000;
    try {
      await limited.addAccount('robot', { allowsPasswordGrant: true });
      const client = await limited.registerApp();
      const spellings = ['robot', 'Robot', 'robot@example.org', ' robot '];
      for (let attempt = 0; attempt < 25; attempt += 1) {
        limited.address = `192.0.2.${attempt}`;
        const response = await ask({ username: spellings[attempt % 4] ?? '', password: 'wrong' }, client, limited);
        assert.equal(response.status, 400, String(attempt));
      }
      limited.address = '192.0.2.200';
      const response = await ask({ username: 'robot' }, client, limited);
      assert.equal(response.status, 429);
      assert.deepEqual(await response.json(), { error: 'Too many requests' });
      assert.equal(response.headers.get('access-control-allow-origin'), '*');
    } finally {
      await limited.close();
    }
  });

  test('may be switched off: unsupported, with words that help, and not in the metadata (decisions, PASSWORD_GRANT)', async () => {
    const off = await TestServer.start({ PASSWORD_GRANT: 'off' });
    try {
      await off.addAccount('robot', { allowsPasswordGrant: true });
      const client = await off.registerApp();
      const response = await ask({ username: 'robot' }, client, off);
      assert.equal(response.status, 400);
      const { error, error_description } = await bodyOf(response);
      assert.equal(error, 'unsupported_grant_type');
      assert.ok(error_description.startsWith(`${sentences.grantType} `));
      assert.match(error_description, /authorization code/);
      const metadata = (await (await off.get('/.well-known/oauth-authorization-server')).json()) as {
        grant_types_supported: string[];
      };
      assert.deepEqual(metadata.grant_types_supported, ['authorization_code', 'client_credentials']);
    } finally {
      await off.close();
    }
  });
});

for (const method of ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE']) {
  test(`${method} /oauth/token is not found (contract §5)`, async () => {
    const response = await server.request(path, { method });
    assert.equal(response.status, 404);
    assert.match(response.headers.get('content-type') ?? '', /^application\/json/);
    if (method !== 'HEAD') assert.deepEqual(await response.json(), { error: 'Not Found' });
  });
}

test('A trailing slash is the same endpoint (clients §3.2)', async () => {
  const response = await server.post(`${path}/`, { grant_type: 'client_credentials', ...credentials() });
  assert.equal(response.status, 200);
});

test('What the token endpoint reports holds no secret (SecurityEvent)', () => {
  const reported = JSON.stringify(server.events);
  assert.ok(server.events.some(({ event }) => event === 'token issued'));
  assert.ok(server.events.some(({ event }) => event === 'token refused'));
  for (const secret of [app.client_secret, other.client_secret, verifier, PASSWORD])
    assert.ok(!reported.includes(secret));
});
