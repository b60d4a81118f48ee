import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type RegisteredApp, TestServer } from '../../test/support/test-server.ts';
import { StoreUnavailable } from '../flows/ports.ts';
import { type MastodonMethod, mastodonMethods } from '../mastodon/scopes.ts';
import type { AccountState } from '../protocol/person.ts';
import { digestOf } from '../protocol/secret.ts';

const states = ['active', 'unconfirmed', 'pending', 'disabled', 'suspended'] as const;

/** A server whose gateway is asked, with tokens straight from its store. */
class Gateway {
  readonly server: TestServer;
  readonly app: RegisteredApp;
  readonly #accounts: ReadonlyMap<AccountState, string>;

  private constructor(server: TestServer, app: RegisteredApp, accounts: ReadonlyMap<AccountState, string>) {
    this.server = server;
    this.app = app;
    this.#accounts = accounts;
  }

  static async open(settings: Readonly<Record<string, string>> = {}): Promise<Gateway> {
    const server = await TestServer.start(settings);
    const accounts = new Map<AccountState, string>();
    for (const state of states) accounts.set(state, (await server.addAccount(state, { state })).id);
    return new Gateway(server, await server.registerApp(), accounts);
  }

  accountId(state: AccountState): string {
    return this.#accounts.get(state) ?? '';
  }

  /** A token of an account in this state, or of the app alone. */
  async token(of: AccountState | 'app', scopes: readonly string[] = ['read'], expiresIn?: number): Promise<string> {
    const secret = this.server.world.randomSecret();
    const now = this.server.now();
    const accountId = of === 'app' ? undefined : this.accountId(of);
    await this.server.store.addGrantWithToken(
      { appId: this.app.id, accountId, scopes, redirectUri: undefined, createdAt: now },
      { digest: digestOf(secret), createdAt: now, expiresAt: expiresIn === undefined ? undefined : now + expiresIn },
    );
    return secret;
  }

  async revoke(token: string): Promise<string> {
    await this.server.store.revokeToken(await this.idOf(token), this.server.now());
    return token;
  }

  async idOf(token: string): Promise<string> {
    return (await this.server.store.findToken(digestOf(token)))?.id ?? '';
  }

  /** Asks about a request as nginx does. */
  ask(method: string, target: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    return this.send({ 'X-Original-Method': method, 'X-Original-URI': target, ...headers });
  }

  askAs(token: string | undefined, method: string, target: string): Promise<Response> {
    return this.ask(method, target, token === undefined ? {} : { Authorization: `Bearer ${token}` });
  }

  /** Asks with these headers only. */
  send(headers: Readonly<Record<string, string>>): Promise<Response> {
    return this.server.get('/oauth/forward-auth', headers);
  }
}

const identityOf = (response: Response) =>
  Object.fromEntries([...response.headers].filter(([name]) => name.startsWith('x-auth-')));

async function assertAdmitted(response: Response, identity: Readonly<Record<string, string>>): Promise<void> {
  assert.equal(response.status, 204, response.headers.get('x-auth-reason') ?? '');
  assert.equal(await response.text(), '');
  assert.deepEqual(identityOf(response), identity);
}

async function assertRefused(
  response: Response,
  expected: { readonly status: 401 | 403 | 503; readonly actual?: number; readonly reason: string | RegExp },
): Promise<void> {
  assert.equal(response.status, expected.status);
  assert.equal(response.headers.get('x-auth-status'), String(expected.actual ?? expected.status));
  const { error, ...rest } = (await response.json()) as { error: string };
  assert.deepEqual(rest, {});
  if (typeof expected.reason === 'string') assert.equal(error, expected.reason);
  else assert.match(error, expected.reason);
  assert.equal(response.headers.get('x-auth-reason'), error.replaceAll('"', '_'));
  assert.deepEqual(Object.keys(identityOf(response)).sort(), ['x-auth-reason', 'x-auth-status']);
}

const sample = (path: string) => path.replace(/:[a-z_]+/g, '1');

describe('The gateway', () => {
  let gateway: Gateway;
  let reader: string;
  before(async () => {
    gateway = await Gateway.open();
    reader = await gateway.token('active', ['read', 'write:media']);
  });
  after(() => gateway.server.close());

  const readerIdentity = async () => ({
    'x-auth-account-id': gateway.accountId('active'),
    'x-auth-username': 'active',
    'x-auth-app-id': gateway.app.id,
    'x-auth-client-id': gateway.app.client_id,
    'x-auth-scopes': 'read write:media',
    'x-auth-token-id': await gateway.idOf(reader),
  });

  test('tells the backend who calls', async () => {
    await assertAdmitted(await gateway.askAs(reader, 'GET', '/api/v1/timelines/home?limit=5'), await readerIdentity());
  });

  test('tells nothing of an account when an app calls by itself', async () => {
    const token = await gateway.token('app');
    const identity = identityOf(await gateway.askAs(token, 'GET', '/api/v1/timelines/public'));
    assert.deepEqual(Object.keys(identity).sort(), [
      'x-auth-app-id',
      'x-auth-client-id',
      'x-auth-scopes',
      'x-auth-token-id',
    ]);
  });

  test('lets nobody in particular read what is public, and says no word of identity', async () => {
    await assertAdmitted(await gateway.ask('GET', '/api/v1/timelines/public'), {});
    await assertAdmitted(await gateway.askAs('unknown', 'GET', '/api/v1/timelines/public'), {});
    await assertAdmitted(await gateway.askAs(reader, 'GET', '/api/v1/instance'), {});
  });

  test('takes HEAD for GET, and HEAD for its own request', async () => {
    await assertAdmitted(await gateway.askAs(reader, 'HEAD', '/api/v1/timelines/home'), await readerIdentity());
    await assertRefused(await gateway.ask('HEAD', '/api/v1/statuses/1/favourite'), { status: 403, reason: /no such/ });
    const response = await gateway.server.request('/oauth/forward-auth', {
      method: 'HEAD',
      headers: { 'X-Original-Method': 'GET', 'X-Original-URI': '/api/v1/instance' },
    });
    assert.equal(response.status, 204);
  });

  test('lets every preflight of a known path through without looking at a token (contract §1.5)', async () => {
    const dead = await gateway.revoke(await gateway.token('active'));
    for (const path of ['/api/v1/timelines/home', '/api/v1/statuses/1/favourite', '/api/v1/instance']) {
      await assertAdmitted(await gateway.ask('OPTIONS', path), {});
      await assertAdmitted(await gateway.askAs(dead, 'OPTIONS', path), {});
    }
    await assertRefused(await gateway.ask('OPTIONS', '/api/v1/nothing'), { status: 403, reason: /no such method/ });
    await assertRefused(await gateway.ask('OPTIONS', '//api/v1/instance'), { status: 403, reason: /two slashes/ });
  });

  test('refuses what the API does not have', async () => {
    for (const [method, path] of [
      ['GET', '/api/v1/nothing'],
      ['GET', '/api'],
      ['GET', '/admin'],
      ['DELETE', '/api/v1/instance'],
      ['TRACE', '/api/v1/instance'],
      ['get', '/api/v1/instance'],
      ['CONNECT', '/api/v1/instance'],
    ] as const) {
      await assertRefused(await gateway.askAs(reader, method, path), { status: 403, reason: /no such method/ });
    }
  });

  test('refuses a path that could be read in two ways, whoever calls', async () => {
    for (const [path, reason] of [
      ['//api/v1/instance', /two slashes/],
      ['/api/v1/instance/', /end with a slash/],
      ['/api/v1/../v1/instance', /dot segments/],
      ['/api/v1/accounts/1%2Ffollow', /encoded delimiter/],
      ['/api/v1/%69nstance', /need no encoding/],
      ['/api/v1/instance;x', /semicolon/],
      ['http://x/api/v1/instance', /begins with a slash/],
      ['/api/v1/accounts/Verify_Credentials', /spelt almost like/],
      ['/api/v1/accounts/verify_credentials.json', /spelt almost like/],
    ] as const) {
      await assertRefused(await gateway.askAs(reader, 'GET', path), { status: 403, reason });
    }
  });

  test('understands Caddy and Traefik as it does nginx, and neither when they disagree', async () => {
    const nginx = { 'X-Original-Method': 'GET', 'X-Original-URI': '/api/v1/timelines/home' };
    const caddy = { 'X-Forwarded-Method': 'GET', 'X-Forwarded-Uri': '/api/v1/timelines/home' };
    const authorization = { Authorization: `Bearer ${reader}` };
    for (const headers of [nginx, caddy, { ...nginx, ...caddy }]) {
      await assertAdmitted(await gateway.send({ ...headers, ...authorization }), await readerIdentity());
      assert.equal((await gateway.send(headers)).status, 401);
    }
    for (const headers of [
      { ...nginx, ...caddy, 'X-Forwarded-Uri': '/api/v1/instance' },
      { ...nginx, ...caddy, 'X-Original-URI': '/api/v1/instance' },
      { ...nginx, 'X-Forwarded-Method': 'OPTIONS' },
    ]) {
      await assertRefused(await gateway.send(headers), { status: 403, reason: /name different requests/ });
    }
    await assertRefused(await gateway.send(authorization), { status: 403, reason: /must set X-Original-Method/ });
  });

  test('refuses a request that already says who calls, with any token', async () => {
    for (const name of [
      'X-Auth-Account-Id',
      'X-Auth-Username',
      'X-Auth-App-Id',
      'X-Auth-Client-Id',
      'X-Auth-Scopes',
      'X-Auth-Token-Id',
      'X_Auth_Account_Id',
      'x-auth_scopes',
    ]) {
      for (const authorization of [{}, { Authorization: `Bearer ${reader}` }]) {
        const response = await gateway.ask('GET', '/api/v1/instance', { [name]: '', ...authorization });
        await assertRefused(response, { status: 403, reason: /set by the gateway only/ });
      }
    }
  });

  test('refuses two tokens in one place', async () => {
    const twice = { Authorization: `Bearer ${reader}, Bearer ${reader}` };
    await assertRefused(await gateway.ask('GET', '/api/v1/timelines/home', twice), {
      status: 403,
      reason: /more than one token/,
    });
  });

  test('looks for a token of streaming also where a browser can put one, and nowhere else (contract §11, decision 18)', async () => {
    const identity = await readerIdentity();
    for (const path of ['/api/v1/streaming', '/api/v1/streaming/user']) {
      await assertAdmitted(await gateway.askAs(reader, 'GET', `${path}?stream=user`), identity);
      await assertAdmitted(await gateway.ask('GET', `${path}?stream=user&access_token=${reader}`), identity);
      await assertAdmitted(await gateway.ask('GET', path, { 'Sec-WebSocket-Protocol': reader }), identity);
      await assertAdmitted(
        await gateway.ask('GET', `${path}?access_token=`, {
          Authorization: 'Basic x',
          'Sec-WebSocket-Protocol': reader,
        }),
        identity,
      );
      for (const [target, headers] of [
        [path, {}],
        [`${path}?access_token=unknown`, { 'Sec-WebSocket-Protocol': reader }],
        [`${path}?access_token=${reader}`, { Authorization: 'Bearer unknown' }],
        [`${path}?bearer_token=${reader}`, {}],
        [path, { 'Sec-WebSocket-Protocol': `${reader}, other` }],
        [path, { Cookie: `access_token=${reader}` }],
      ] as const) {
        const reason = 'The access token is invalid';
        await assertRefused(await gateway.ask('GET', target, headers), { status: 401, reason });
      }
      const twice = await gateway.ask('GET', `${path}?access_token=${reader}&access_token=${reader}`);
      await assertRefused(twice, { status: 403, reason: /more than one token/ });
    }
    await assertAdmitted(await gateway.ask('GET', '/api/v1/streaming/health'), {});
    for (const headers of [{}, { 'Sec-WebSocket-Protocol': reader }]) {
      const response = await gateway.ask('GET', `/api/v1/timelines/home?access_token=${reader}`, headers);
      assert.equal(response.status, 401);
    }
  });

  test('asks a token of streaming for the scope of the stream, or for one that is good for some (CVE-2025-62176)', async () => {
    const notified = await gateway.token('active', ['read:notifications']);
    const writer = await gateway.token('active', ['write', 'profile']);
    for (const [path, statuses] of [
      ['/api/v1/streaming', [204, 403]],
      ['/api/v1/streaming/public', [403, 403]],
      ['/api/v1/streaming/user/notification', [204, 403]],
    ] as const) {
      for (const [index, token] of [notified, writer].entries()) {
        assert.equal((await gateway.ask('GET', `${path}?access_token=${token}`)).status, statuses[index], path);
      }
    }
  });

  test('sends with a refusal what a web app needs to read it, and lets nobody keep an answer (contract §1.3, §1.5)', async () => {
    for (const response of [
      await gateway.ask('GET', '/api/v1/timelines/home'),
      await gateway.ask('GET', '/api/v1/instance'),
    ]) {
      assert.equal(response.headers.get('access-control-allow-origin'), '*');
      assert.equal(response.headers.get('cache-control'), 'private, no-store');
      assert.match(response.headers.get('vary') ?? '', /Authorization/);
    }
  });

  test('leaves no token and no query in the log', async () => {
    gateway.server.answered.length = 0;
    await gateway.ask('GET', `/api/v1/streaming?access_token=${reader}`);
    const [line] = gateway.server.answered;
    assert.equal(line?.route, '/oauth/forward-auth');
    assert.doesNotMatch(JSON.stringify(line), new RegExp(`${reader}|streaming`));
  });

  test('stays 503 when the storage cannot answer, and says when to try again; what broke is 500 (contract §11)', async () => {
    const { store } = gateway.server;
    const { findToken } = store;
    try {
      store.findToken = () => Promise.reject(new StoreUnavailable('locked', { retryAfterSeconds: 7 }));
      const response = await gateway.askAs(reader, 'GET', '/api/v1/timelines/home');
      assert.equal(response.headers.get('retry-after'), '7');
      await assertRefused(response, { status: 503, reason: /^There was a temporary problem/ });
      store.findToken = () => Promise.reject(new Error('broken'));
      const broken = await gateway.askAs(reader, 'GET', '/api/v1/timelines/home');
      assert.equal(broken.status, 500);
      assert.doesNotMatch(await broken.text(), /"error":"broken/);
    } finally {
      store.findToken = findToken;
    }
  });

  const invalidChallenge = (words: string) =>
    `Bearer realm="Mastodoor", error="invalid_token", error_description="${words}"`;
  const home = ['GET', '/api/v1/timelines/home'] as const;
  const announcements = ['GET', '/api/v1/announcements'] as const;
  const publicTimeline = ['GET', '/api/v1/timelines/public'] as const;
  const signUp = ['POST', '/api/v1/accounts'] as const;
  const disabled = 'Your login is currently disabled';

  interface Row {
    readonly what: string;
    readonly asks: readonly [string, string];
    readonly token: () => Promise<string | undefined>;
    readonly status: 401 | 403;
    readonly actual?: number;
    readonly error: string;
    readonly challenge?: string;
  }
  const rows: readonly Row[] = [
    {
      what: 'a needed token that is not there',
      asks: home,
      token: async () => undefined,
      status: 401,
      error: 'The access token is invalid',
      challenge: invalidChallenge('The access token is invalid'),
    },
    {
      what: 'an unknown token',
      asks: home,
      token: async () => 'unknown',
      status: 401,
      error: 'The access token is invalid',
      challenge: invalidChallenge('The access token is invalid'),
    },
    ...[home, publicTimeline].flatMap((asks): Row[] => [
      {
        what: `a revoked token, at ${asks[1]}`,
        asks,
        token: async () => gateway.revoke(await gateway.token('active')),
        status: 401,
        error: 'The access token was revoked',
        challenge: invalidChallenge('The access token was revoked'),
      },
      {
        what: `an expired token, at ${asks[1]}`,
        asks,
        token: () => gateway.token('active', ['read'], -1),
        status: 401,
        error: 'The access token expired',
        challenge: invalidChallenge('The access token expired'),
      },
      {
        what: `a missing scope, at ${asks[1]}`,
        asks,
        token: () => gateway.token('active', ['write']),
        status: 403,
        error: 'This action is outside the authorized scopes',
        challenge:
          'Bearer realm="Mastodoor", error="insufficient_scope", error_description="Access to this resource requires scope _read read:statuses_.", scope="read read:statuses"',
      },
      {
        what: `a suspended account, whatever its scopes, at ${asks[1]}`,
        asks,
        token: () => gateway.token('suspended', ['write']),
        status: 403,
        error: disabled,
      },
    ]),
    {
      what: "an app's token where a person is needed",
      asks: home,
      token: () => gateway.token('app'),
      status: 403,
      actual: 422,
      error: 'This method requires an authenticated user',
    },
    {
      what: 'no token where a person is needed and no scope is',
      asks: announcements,
      token: async () => undefined,
      status: 403,
      actual: 422,
      error: 'This method requires an authenticated user',
    },
    {
      what: "a person's token where an app's is needed",
      asks: signUp,
      token: () => gateway.token('active', ['write']),
      status: 403,
      error: 'This method requires an client credentials authentication',
    },
    {
      what: 'an account without a confirmed address',
      asks: home,
      token: () => gateway.token('unconfirmed'),
      status: 403,
      error: 'Your login is missing a confirmed e-mail address',
    },
    {
      what: 'an account that waits for approval',
      asks: home,
      token: () => gateway.token('pending'),
      status: 403,
      error: 'Your login is currently pending approval',
    },
    {
      what: 'a disabled account',
      asks: home,
      token: () => gateway.token('disabled'),
      status: 403,
      error: disabled,
    },
  ];
  for (const { what, asks, token, status, actual = status, error, challenge } of rows) {
    test(`refuses ${what} (contract §11)`, async () => {
      const response = await gateway.askAs(await token(), ...asks);
      assert.equal(response.headers.get('www-authenticate'), challenge ?? null);
      await assertRefused(response, { status, actual, reason: error });
    });
  }

  /** Status that the API would answer to nobody, to an app and a person without the scope, and to both with it. */
  function expected({ auth, scopes }: MastodonMethod) {
    const outside = scopes.length === 0 ? 200 : 403;
    switch (auth) {
      case 'public':
        return { nobody: 200, wrongApp: 200, wrongPerson: 200, app: 200, person: 200 };
      case 'public_or_user':
        return { nobody: 200, wrongApp: outside, wrongPerson: outside, app: 200, person: 200 };
      case 'any':
        return { nobody: 401, wrongApp: outside, wrongPerson: outside, app: 200, person: 200 };
      case 'app':
        return { nobody: 401, wrongApp: outside, wrongPerson: 403, app: 200, person: 403 };
      default: {
        const needsUser = scopes.length === 0 ? 422 : 401;
        return {
          nobody: needsUser,
          wrongApp: scopes.length === 0 ? 422 : 403,
          wrongPerson: outside,
          app: 422,
          person: 200,
        };
      }
    }
  }

  test('judges every method of Mastodon as the contract has it (scopes.json)', async () => {
    const elsewhere = ['nothing:at:all'];
    const [wrongApp, wrongPerson] = [await gateway.token('app', elsewhere), await gateway.token('active', elsewhere)];
    const right = new Map<string, readonly [string, string]>();
    for (const method of mastodonMethods) {
      for (const scope of method.scopes.length === 0 ? ['none'] : method.scopes) {
        const tokens = right.get(scope) ?? [
          await gateway.token('app', [scope]),
          await gateway.token('active', [scope]),
        ];
        right.set(scope, tokens);
        const [app, person] = tokens;
        const row = expected(method);
        for (const [who, token] of Object.entries({ nobody: undefined, wrongApp, wrongPerson, app, person })) {
          const response = await gateway.askAs(token, method.method, sample(method.path));
          const wanted = row[who as keyof typeof row];
          const name = `${who} with ${scope} at ${method.method} ${method.path}`;
          assert.equal(response.status, wanted === 200 ? 204 : wanted === 422 ? 403 : wanted, name);
          assert.equal(response.headers.get('x-auth-status'), wanted === 200 ? null : String(wanted), name);
          const told = wanted === 200 && token !== undefined && method.auth !== 'public';
          assert.equal(response.headers.has('x-auth-token-id'), told, name);
          assert.equal(response.headers.has('x-auth-account-id'), told && /person/i.test(who), name);
        }
      }
    }
  });
});

for (const setting of ['token', 'user'] as const) {
  test(`REQUIRE_AUTHENTICATION=${setting} holds behind the gateway as before it (decisions, REQUIRE_AUTHENTICATION)`, async () => {
    const gateway = await Gateway.open({ REQUIRE_AUTHENTICATION: setting });
    try {
      const tokens = { nobody: undefined, app: await gateway.token('app'), person: await gateway.token('active') };
      const allowed = setting === 'token' ? ['app', 'person'] : ['person'];
      for (const path of ['/api/v1/timelines/public', '/api/v1/trends', '/api/v1/custom_emojis']) {
        for (const [who, token] of Object.entries(tokens)) {
          const response = await gateway.askAs(token, 'GET', path);
          assert.equal(response.status, allowed.includes(who) ? 204 : 401, `${who} at ${path}`);
          assert.equal(response.headers.has('www-authenticate'), !allowed.includes(who) && setting === 'token');
        }
      }
      for (const path of [
        '/api/v1/instance',
        '/api/v2/instance',
        '/health',
        '/.well-known/oauth-authorization-server',
      ]) {
        assert.equal((await gateway.ask('GET', path)).status, 204, path);
      }
      assert.equal((await gateway.ask('POST', '/api/v1/apps')).status, 204);
    } finally {
      await gateway.server.close();
    }
  });
}

test("GATEWAY_METHODS adds methods of the operator's own, and overrules Mastodon's", async () => {
  const gateway = await Gateway.open({
    GATEWAY_METHODS: 'POST /api/own/:id user write:own | GET /api/v1/instance any',
  });
  try {
    const token = await gateway.token('active', ['write:own']);
    assert.equal((await gateway.askAs(token, 'POST', '/api/own/5')).status, 204);
    assert.equal((await gateway.ask('POST', '/api/own/5')).status, 401);
    assert.equal((await gateway.ask('GET', '/api/v1/instance')).status, 401);
  } finally {
    await gateway.server.close();
  }
});

describe('Limits behind the gateway', () => {
  let gateway: Gateway;
  before(async () => {
    gateway = await Gateway.open({ RATE_LIMIT_FACTOR: '0.01' });
    const midnight = Date.UTC(2030, 0, 1);
    gateway.server.now = () => midnight;
  });
  after(() => gateway.server.close());

  const tooMany = { status: 403, actual: 429, reason: 'Too many requests' } as const;

  test('are those of the API: by user and token, by address only without a user (contract §1.6)', async () => {
    // At this factor, 3 by token, 15 by user and 3 by address.
    const tokens = await Promise.all(Array.from({ length: 6 }, () => gateway.token('active')));
    for (const token of tokens.slice(0, 5)) {
      for (let time = 0; time < 3; time += 1) {
        const response = await gateway.askAs(token, ...(['GET', '/api/v1/timelines/home'] as const));
        assert.equal(response.status, 204);
        assert.equal(response.headers.get('x-ratelimit-limit'), '3');
      }
    }
    const byToken = await gateway.askAs(tokens[0], 'GET', '/api/v1/timelines/home');
    assert.equal(byToken.headers.get('x-ratelimit-remaining'), '0');
    assert.equal(byToken.headers.get('x-ratelimit-reset'), '2030-01-01T00:05:00.000000Z');
    await assertRefused(byToken, tooMany);
    await assertRefused(await gateway.askAs(tokens[5], 'GET', '/api/v1/timelines/home'), tooMany);
    assert.equal((await gateway.ask('GET', '/api/v1/instance')).status, 204, 'the address has its own count');
  });

  test('count refused paths by address, and share their windows with the API itself', async () => {
    gateway.server.address = '192.0.2.77';
    for (let time = 0; time < 2; time += 1) assert.equal((await gateway.ask('GET', '//x')).status, 403);
    assert.equal((await gateway.server.get('/api/v1/instance')).status, 200);
    await assertRefused(await gateway.ask('GET', '//x'), tooMany);
    assert.equal((await gateway.server.get('/api/v1/instance')).status, 429);
    assert.equal((await gateway.ask('OPTIONS', '/api/v1/instance')).status, 204, 'preflights are free');
  });

  test('count paging by the query of the original request (contract §1.6)', async () => {
    gateway.server.address = '192.0.2.78';
    for (let time = 0; time < 3; time += 1)
      assert.equal((await gateway.ask('GET', '/api/v1/trends?max_id=5')).status, 204);
    const fiveMinutesLater = Date.UTC(2030, 0, 1, 0, 5);
    gateway.server.now = () => fiveMinutesLater;
    assert.equal((await gateway.ask('GET', '/api/v1/trends?max_id=')).status, 204);
    await assertRefused(await gateway.ask('GET', '/api/v1/trends?max_id=5'), tooMany);
  });
});
