import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import fc from 'fast-check';
import { TestBrowser, userToken } from '../../test/support/test-browser.ts';
import { type RegisteredApp, TestServer } from '../../test/support/test-server.ts';

let server: TestServer;
let app: RegisteredApp;
let token: string;
let bob: string;
let browser: TestBrowser;

before(async () => {
  server = await TestServer.start();
  await server.addAccount('alice', { allowsPasswordGrant: true });
  bob = (await server.addAccount('bob')).id;
  app = await server.registerApp();
  token = await userToken(server, app, 'alice', 'follow');
  browser = new TestBrowser(server);
  await browser.signIn('alice');
});
after(() => server.close());
beforeEach(() => {
  server.answered.length = 0;
});

/** Every path that reads a body, with the parameters that it knows and a request that would otherwise be good. */
interface Endpoint {
  readonly path: () => string;
  readonly kind: 'api' | 'oauth' | 'page';
  readonly parameters: readonly string[];
  /** A body that is good but for what a test does to it. */
  readonly good: () => Record<string, string>;
  readonly headers?: () => Record<string, string>;
}

const credentials = () => ({ client_id: app.client_id, client_secret: app.client_secret });
const tokenEndpoint = (good: () => Record<string, string>, parameters: readonly string[]): Endpoint => ({
  path: () => '/oauth/token',
  kind: 'oauth',
  parameters: ['grant_type', 'client_id', 'client_secret', ...parameters],
  good: () => ({ ...good(), ...credentials() }),
});
const page = (path: string, parameters: readonly string[]): Endpoint => ({
  path: () => path,
  kind: 'page',
  parameters: ['authenticity_token', ...parameters],
  good: () => Object.fromEntries(parameters.map((name) => [name, 'x'])),
  headers: () => ({ Cookie: [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ') }),
});

const endpoints: Readonly<Record<string, Endpoint>> = {
  'POST /api/v1/apps': {
    path: () => '/api/v1/apps',
    kind: 'api',
    parameters: ['client_name', 'redirect_uris', 'redirect_uri', 'scopes', 'scope', 'website'],
    // Without a name, so that what a test does cannot make it good.
    good: () => ({ redirect_uris: 'https://app.example/' }),
  },
  'POST /api/v1/accounts/:id/follow': {
    path: () => `/api/v1/accounts/${bob}0/follow`,
    kind: 'api',
    parameters: ['reblogs', 'notify', 'languages'],
    good: () => ({}),
    headers: () => ({ Authorization: `Bearer ${token}` }),
  },
  'POST /oauth/token (code)': tokenEndpoint(
    () => ({ grant_type: 'authorization_code', code: 'x', redirect_uri: 'https://app.example/callback' }),
    ['code', 'redirect_uri', 'code_verifier'],
  ),
  'POST /oauth/token (client credentials)': tokenEndpoint(
    () => ({ grant_type: 'client_credentials', scope: 'nonsense' }),
    ['scope'],
  ),
  'POST /oauth/token (password)': tokenEndpoint(
    () => ({ grant_type: 'password', username: 'alice', password: 'wrong' }),
    ['username', 'password', 'scope'],
  ),
  'POST /oauth/revoke': {
    path: () => '/oauth/revoke',
    kind: 'oauth',
    parameters: ['token', 'client_id', 'client_secret'],
    good: () => ({ client_id: app.client_id, client_secret: 'wrong', token: 'x' }),
  },
  'POST /oauth/introspect': {
    path: () => '/oauth/introspect',
    kind: 'oauth',
    parameters: ['token', 'client_id', 'client_secret'],
    good: () => ({ client_id: app.client_id, client_secret: 'wrong', token: 'x' }),
  },
  'POST /oauth/authorize': page('/oauth/authorize', ['authorization', '_method', 'choosing', 'allow', 'divided']),
  'POST /auth/sign_in': page('/auth/sign_in', ['authorization', 'user[email]', 'user[password]']),
  'POST /auth/sign_out': page('/auth/sign_out', ['authorization', 'accounts']),
  'POST /auth/switch': page('/auth/switch', ['authorization', 'account']),
  'POST /auth/setup': page('/auth/setup', ['token', 'username', 'email', 'password']),
  'POST /oauth/authorized_applications/:id': page('/oauth/authorized_applications/1', ['_method']),
};

function send(
  { path, headers }: Endpoint,
  body: NonNullable<RequestInit['body']> | null,
  type?: string,
  query = '',
): Promise<Response> {
  return server.request(path() + query, {
    method: 'POST',
    body,
    headers: { ...headers?.(), ...(type === undefined ? {} : { 'Content-Type': type }) },
  });
}

const form = 'application/x-www-form-urlencoded';
const sendJson = (endpoint: Endpoint, value: unknown) => send(endpoint, JSON.stringify(value), 'application/json');

/** What is stored, by count: nothing of it may change. */
async function stored(): Promise<unknown> {
  const count = (kind: 'pending authorizations' | 'codes' | 'sessions') =>
    server.store.sweep(kind, { before: 8e15, batch: 1, dryRun: true });
  return {
    apps: (await server.store.listApps({ limit: 1 })).map(({ id }) => id),
    tokens: (await server.store.listTokens({ limit: 1 })).map(({ id }) => id),
    accounts: await server.store.countAccounts(),
    pending: await count('pending authorizations'),
    codes: await count('codes'),
    sessions: await count('sessions'),
  };
}

/** A refusal in the shape of its surface, without anything of the machine in it. */
async function assertRefusal(response: Response, endpoint: Endpoint, statuses?: readonly number[]): Promise<void> {
  const text = await response.text();
  assert.ok(response.status >= 400 && response.status < 500, `${response.status} ${text}`);
  if (statuses !== undefined) assert.ok(statuses.includes(response.status), `${response.status} ${text}`);
  assert.doesNotMatch(text, /node:|\.ts\b|at async|SQLITE|TypeError|RangeError/);
  if (endpoint.kind === 'page') {
    assert.match(response.headers.get('content-type') ?? '', /^text\/html/);
    return;
  }
  assert.equal(response.headers.get('content-type'), 'application/json; charset=utf-8');
  const body = JSON.parse(text) as Record<string, unknown>;
  const members = endpoint.kind === 'api' ? ['error'] : ['error', 'error_description'];
  assert.deepEqual(
    Object.keys(body).filter((name) => name !== 'state'),
    members,
  );
  for (const value of Object.values(body)) assert.equal(typeof value, 'string');
}

function assertNothingBroke(): void {
  const broken = server.answered.filter(({ error, status }) => error !== undefined || status >= 500);
  assert.deepEqual(broken, []);
}

const nasty = {
  'an empty array': [],
  'an array of one': ['x'],
  'an array of arrays': [[['x']]],
  'an object': { a: 'b' },
  'an object with __proto__': JSON.parse('{"__proto__":{"admin":true}}'),
  'an object that would be an array': { 0: 'x', length: 1 },
  'an array of objects': [{ toString: 'x' }],
};

for (const [name, endpoint] of Object.entries(endpoints)) {
  describe(name, () => {
    const broken: [string, string | Uint8Array<ArrayBuffer>, string, readonly number[]][] = [
      ['broken JSON', '{"a":', 'application/json', [400]],
      ['JSON with something after it', '{}{}', 'application/json', [400]],
      ['a JSON array', '[]', 'application/json', [400]],
      ['a JSON string', '"x"', 'application/json', [400]],
      ['a JSON number', '1', 'application/json', [400]],
      ['JSON null', 'null', 'application/json', [400]],
      ['deeply nested JSON arrays', '['.repeat(100_000), 'application/json', [400]],
      ['a form that says it is JSON', 'grant_type=password', 'application/json', [400]],
      ['XML', '<a/>', 'application/xml', [400]],
      ['an octet stream', 'a=b', 'application/octet-stream', [400]],
      ['multipart without a boundary', 'a=b', 'multipart/form-data', [400]],
      [
        'multipart that is cut off',
        '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb',
        'multipart/form-data; boundary=x',
        [400],
      ],
      ['JSON of bytes that are not UTF-8', new Uint8Array([0x22, 0xff, 0x22]), 'application/json', [400]],
      ['a form of bytes that are not UTF-8', new Uint8Array([0x61, 0x3d, 0xc3, 0x28]), form, [400]],
      ['a form with an escape that is not UTF-8', 'a=%FF', form, [400]],
      ['20,000 parameters', Array.from({ length: 20_000 }, (_, index) => `p${index}=1`).join('&'), form, [400]],
      ['one parameter 20,000 times', 'p=1&'.repeat(20_000), form, [400]],
      [
        'JSON of 2,000 parameters',
        JSON.stringify(Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [`p${index}`, 1]))),
        'application/json',
        [400],
      ],
      ['a body of 300 KB', `p=${'x'.repeat(300_000)}`, form, [413]],
      ['JSON of 300 KB', JSON.stringify({ p: 'x'.repeat(300_000) }), 'application/json', [413]],
      ['a body of 8 MB', new Uint8Array(8_000_000), form, [413]],
    ];
    for (const [what, body, type, statuses] of broken) {
      test(`refuses ${what} at once, and keeps nothing of it (contract §1.1, decisions, Bodies)`, async () => {
        const before = await stored();
        const started = performance.now();
        const response = await send(endpoint, body, type);
        assert.ok(performance.now() - started < 5000);
        await assertRefusal(response, endpoint, statuses);
        assert.deepEqual(await stored(), before);
        assertNothingBroke();
      });
    }

    test('refuses a body that says it is larger than it is, before it reads it', async () => {
      const response = await server.request(endpoint.path(), {
        method: 'POST',
        body: 'a=b',
        headers: { ...endpoint.headers?.(), 'Content-Type': form, 'Content-Length': '9000000' },
      });
      await assertRefusal(response, endpoint, [413]);
      assertNothingBroke();
    });

    for (const parameter of endpoint.parameters) {
      test(`refuses every shape of ${parameter} that is no text (decisions, Wrong types)`, async () => {
        const before = await stored();
        for (const value of Object.values(nasty)) {
          await assertRefusal(await sendJson(endpoint, { ...endpoint.good(), [parameter]: value }), endpoint);
        }
        for (const suffix of ['[]', '[x]', '[x][y]', '[__proto__]', '[']) {
          const body = new URLSearchParams(endpoint.good());
          body.delete(parameter);
          body.append(`${parameter}${suffix}`, 'x');
          await assertRefusal(await send(endpoint, body), endpoint);
        }
        const twice = new URLSearchParams(endpoint.good());
        twice.append(parameter, 'x');
        twice.append(parameter, 'y');
        await assertRefusal(await send(endpoint, twice), endpoint);
        const file = new FormData();
        for (const [name, value] of Object.entries(endpoint.good())) file.append(name, value);
        file.append(parameter, new Blob(['x']), 'x.txt');
        await assertRefusal(await send(endpoint, file), endpoint);
        assert.deepEqual(await stored(), before);
        assertNothingBroke();
      });

      if (endpoint.kind === 'oauth') {
        test(`calls an array, an object, a file and a repetition of ${parameter} an invalid request (decisions, Wrong types)`, async () => {
          const { [parameter]: _, ...good } = endpoint.good();
          const twice = new URLSearchParams({ ...endpoint.good(), [parameter]: 'x' });
          twice.append(parameter, 'x');
          const responses = [
            await sendJson(endpoint, { ...good, [parameter]: ['x'] }),
            await sendJson(endpoint, { ...good, [parameter]: { x: 'x' } }),
            await send(endpoint, new URLSearchParams({ ...good, [`${parameter}[]`]: 'x' })),
            await send(endpoint, twice),
          ];
          for (const response of responses) {
            assert.equal(response.status, 400);
            assert.equal(((await response.json()) as { error: string }).error, 'invalid_request');
          }
        });
      }
    }

    const strange = [
      'NUL\u0000',
      '\r\nSet-Cookie: a=b',
      '\u202egnp.exe',
      '\u2066\u200b\ufeff',
      '\ud800',
      '💥'.repeat(1000),
      "' OR 1=1 --",
      '"><script>',
      '%00%0d%0a',
      '../../etc/passwd',
      'x'.repeat(100_000),
      '-1',
      '1e999',
      '9'.repeat(400),
    ];
    test('refuses strange text in any parameter, or takes it for nothing that it knows', async () => {
      const before = await stored();
      for (const parameter of endpoint.parameters) {
        for (const text of strange) {
          const body = { ...endpoint.good(), [parameter]: text };
          if (name === 'POST /api/v1/apps' && parameter === 'client_name') continue;
          for (const response of [
            await sendJson(endpoint, body),
            await send(endpoint, new URLSearchParams(body)),
            await send(endpoint, null, undefined, `?${new URLSearchParams({ [parameter]: text })}`),
          ]) {
            await assertRefusal(response, endpoint);
            assert.equal(response.headers.get('set-cookie')?.includes('a=b') ?? false, false);
          }
        }
      }
      assert.deepEqual(await stored(), before);
      assertNothingBroke();
    });

    test('is not impressed by names that mean something to JavaScript (CVE-2019-10744)', async () => {
      const before = await stored();
      const names = [
        '__proto__',
        'constructor',
        'prototype',
        'toString',
        'hasOwnProperty',
        '__proto__[admin]',
        'constructor[prototype][x]',
        '[]',
        '[',
        ']',
        '',
      ];
      for (const parameter of names) {
        await assertRefusal(
          await send(endpoint, new URLSearchParams({ ...endpoint.good(), [parameter]: 'x' })),
          endpoint,
        );
        const json = `{"${parameter}":{"client_id":"x","grant_type":"password"},${JSON.stringify(endpoint.good()).slice(1)}`;
        await assertRefusal(await send(endpoint, json.replace(',}', '}'), 'application/json'), endpoint);
      }
      assert.equal(({} as { admin?: unknown }).admin, undefined);
      assert.equal(({} as { grant_type?: unknown }).grant_type, undefined);
      assert.deepEqual(await stored(), before);
      assertNothingBroke();
    });

    test('is the same whatever the query says, however long it is', async () => {
      for (const query of [
        `?${'a=1&'.repeat(20_000)}`,
        '?%FF=%FF',
        '?__proto__[x]=1',
        '?a[b]=1&a=2',
        '?=',
        '??',
        `?x=${'y'.repeat(50_000)}`,
      ]) {
        const body = new URLSearchParams(endpoint.good());
        await assertRefusal(await send(endpoint, body, undefined, query), endpoint);
      }
      assertNothingBroke();
    });
  });
}

/** JSON of any shape, with names that the endpoints know more often than not. */
function anyBody(parameters: readonly string[]): fc.Arbitrary<unknown> {
  const name = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...parameters) }, fc.string());
  const value = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.integer(),
    fc.double(),
    fc.boolean(),
    fc.constant(null),
    fc.jsonValue(),
  );
  return fc.oneof({ weight: 9, arbitrary: fc.dictionary(name, value) }, fc.jsonValue());
}

describe('Whatever is sent', () => {
  for (const [name, endpoint] of Object.entries(endpoints)) {
    test(`as JSON, ${name} answers in its own shape and breaks nothing`, async () => {
      await fc.assert(
        fc.asyncProperty(anyBody(endpoint.parameters), async (body) => {
          const response = await sendJson(endpoint, body);
          assert.ok(response.status < 500);
          if (endpoint.kind !== 'page') JSON.parse(await response.text());
        }),
        { numRuns: 60 },
      );
      assertNothingBroke();
    });

    test(`as bytes of any type, ${name} answers in its own shape and breaks nothing`, async () => {
      const types = fc.constantFrom(
        form,
        'application/json',
        'multipart/form-data; boundary=x',
        'text/plain',
        'text/html',
        '',
      );
      await fc.assert(
        fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), types, async (bytes, type) => {
          const response = await send(endpoint, new Uint8Array(bytes), type);
          assert.ok(response.status < 500);
          if (endpoint.kind !== 'page') JSON.parse(await response.text());
        }),
        { numRuns: 60 },
      );
      assertNothingBroke();
    });
  }

  test('in the Authorization header, every guarded path answers as the contract has it', async () => {
    // What a header may hold at all (RFC 9110 §5.5).
    const visible = fc.string({ unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)) });
    const scheme = fc.constantFrom('Bearer ', 'bearer  ', 'Basic ', 'basic ', 'Digest ', '');
    await fc.assert(
      fc.asyncProperty(scheme, visible, async (prefix, rest) => {
        const headers = { Authorization: prefix + rest };
        assert.equal((await server.get('/api/v1/accounts/verify_credentials', headers)).status, 401);
        assert.equal((await server.get(`/api/v1/accounts/${bob}`, headers)).status, 200);
        assert.equal((await server.get('/oauth/userinfo', headers)).status, 401);
        const token = await server.post('/oauth/token', { grant_type: 'client_credentials' }, headers);
        assert.equal(token.status, 401);
        assert.equal((await server.post('/oauth/revoke', { token: 'x' }, headers)).status, 403);
      }),
      { numRuns: 100 },
    );
    assertNothingBroke();
  });

  test('in a cookie, every page answers', async () => {
    const visible = fc.string({ unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)) });
    const name = fc.constantFrom('__Host-mastodoor_session', '__Host-mastodoor_browser', '__Host-mastodoor_device');
    await fc.assert(
      fc.asyncProperty(fc.dictionary(name, visible), async (cookies) => {
        const Cookie = Object.entries(cookies)
          .map(([key, value]) => `${key}=${value}`)
          .join('; ');
        for (const path of ['/oauth/authorize', '/auth/sign_in', '/oauth/authorized_applications', '/']) {
          assert.ok((await server.get(path, { Cookie })).status < 500);
        }
      }),
      { numRuns: 60 },
    );
    assertNothingBroke();
  });
});
