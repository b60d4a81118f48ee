import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, mock, test } from 'node:test';
import { Hono } from 'hono';
import { TestBrowser } from '../../test/support/test-browser.ts';
import { testHttpDeps } from '../../test/support/test-deps.ts';
import { type RegisteredApp, TestServer } from '../../test/support/test-server.ts';
import { StoreUnavailable } from '../flows/ports.ts';
import type { Token } from '../protocol/grant.ts';
import type { AccountState } from '../protocol/person.ts';
import { digestOf } from '../protocol/secret.ts';
import { anyToken, app as appOnly, type Caller, publicTo, user } from './access.ts';
import type { RequireAuthentication } from './guard.ts';
import type { HttpDeps } from './http-deps.ts';
import type { Incoming } from './incoming.ts';
import { mountRoutes } from './mount-routes.ts';
import { json } from './reply.ts';
import { route } from './route.ts';

const DAY = 86_400_000;

let server: TestServer;
let app: RegisteredApp;
const accounts = new Map<AccountState, string>();

before(async () => {
  server = await TestServer.start();
  app = await server.registerApp();
  for (const state of ['active', 'unconfirmed', 'pending', 'disabled', 'suspended'] as const) {
    accounts.set(state, (await server.addAccount(state, { state })).id);
  }
});
after(() => server.close());

/** Who the guard says is calling. */
const tell = (_request: Incoming, caller: Caller | undefined) =>
  json({ token: caller?.token.id ?? null, person: caller?.person?.username ?? null });

/** One route of each kind of access, behind the real guard and the real store. */
function guarded(demanded: RequireAuthentication = 'off', changes: Partial<HttpDeps['world']> = {}): Hono {
  const world = { ...server.world, ...changes };
  const deps = testHttpDeps(server, { world, requireAuthentication: demanded });
  const hono = new Hono({ strict: false });
  const routes = [
    ...(['GET', 'POST'] as const).flatMap((method) => [
      route('api', method, '/api/public', publicTo('read', 'read:accounts'), tell),
      route('api', method, '/api/public-without-scopes', publicTo(), tell),
      route('api', method, '/api/any', anyToken('read'), tell),
      route('api', method, '/api/any-scope', anyToken(), tell),
      route('api', method, '/api/user', user('read', 'read:accounts'), tell),
      route('api', method, '/api/user-any-scope', user(), tell),
      route('api', method, '/api/app', appOnly('read'), tell),
    ]),
  ];
  mountRoutes(hono, routes, {
    deps,
    prefix: '',
    addressOf: () => '192.0.2.9',
    newRequestId: () => 'incident-1',
    onAnswered: (answered) => server.answered.push(answered),
  });
  return hono;
}

const kinds = ['public', 'public-without-scopes', 'any', 'any-scope', 'user', 'user-any-scope', 'app'] as const;
type Kind = (typeof kinds)[number];

interface Wanted {
  readonly scopes?: string;
  readonly state?: AccountState | undefined;
  readonly expiresIn?: number;
  readonly of?: string;
}

/** A token straight from the store; of an app unless an account's state is given. */
async function tokenOf({ scopes = 'read', state, expiresIn, of = app.id }: Wanted = {}): Promise<string> {
  const secret = server.world.randomSecret();
  const now = server.now();
  await server.store.addGrantWithToken(
    {
      appId: of,
      accountId: state && accounts.get(state),
      scopes: scopes.split(' ').filter((scope) => scope !== ''),
      redirectUri: undefined,
      createdAt: now,
    },
    { digest: digestOf(secret), createdAt: now, expiresAt: expiresIn === undefined ? undefined : now + expiresIn },
  );
  return secret;
}

async function revokedToken(wanted: Wanted = {}): Promise<string> {
  const secret = await tokenOf(wanted);
  await server.store.revokeToken((await server.store.findToken(digestOf(secret)))?.id ?? '', server.now());
  return secret;
}

async function call(kind: Kind, authorization?: string, hono = guarded(), init: RequestInit = {}) {
  const headers = authorization === undefined ? {} : { Authorization: authorization };
  const response = await hono.request(`https://social.example/api/${kind}`, { headers, ...init });
  const body = (await response.json()) as { error?: string; person?: string | null; token?: string | null };
  return { status: response.status, body, challenge: response.headers.get('www-authenticate') };
}

const withToken = (kind: Kind, token: string, hono?: Hono) => call(kind, `Bearer ${token}`, hono);

const challengeOf = (description: string) =>
  `Bearer realm="Mastodoor", error="invalid_token", error_description="${description}"`;
const refusedToken = (description: string) => ({
  status: 401,
  body: { error: description },
  challenge: challengeOf(description),
});
const refused = (status: number, error: string) => ({ status, body: { error }, challenge: null });
const invalid = 'The access token is invalid';
const userNeeded = 'This method requires an authenticated user';

describe('Without a good token', () => {
  const anonymous = { status: 200, body: { token: null, person: null }, challenge: null };
  const expected: Record<Kind, object> = {
    public: anonymous,
    'public-without-scopes': anonymous,
    any: refusedToken(invalid),
    'any-scope': refusedToken(invalid),
    user: refusedToken(invalid),
    'user-any-scope': refused(422, userNeeded),
    app: refusedToken(invalid),
  };
  for (const kind of kinds) {
    test(`a ${kind} route answers no token as the contract has it (contract §11)`, async () => {
      assert.deepEqual(await call(kind), expected[kind]);
    });
    test(`a ${kind} route takes an unknown token for none (contract §11)`, async () => {
      assert.deepEqual(await withToken(kind, 'unknown'), expected[kind]);
      assert.deepEqual(await withToken(kind, '(null)'), expected[kind]);
    });
    test(`a ${kind} route refuses a revoked, an expired and a deleted app's token (contract §11)`, async () => {
      const state = kind.startsWith('user') ? 'active' : undefined;
      assert.deepEqual(
        await withToken(kind, await revokedToken({ state })),
        refusedToken('The access token was revoked'),
      );
      assert.deepEqual(
        await withToken(kind, await tokenOf({ state, expiresIn: -1 })),
        refusedToken('The access token expired'),
      );
      const doomed = await server.registerApp();
      const token = await tokenOf({ state, of: doomed.id });
      assert.equal((await withToken(kind, token)).status, 200);
      await server.store.deleteApp(doomed.id, server.now());
      assert.deepEqual(await withToken(kind, token), refusedToken('The access token was revoked'));
    });
  }

  test('an expired token that was revoked as well is told to be revoked (contract §11)', async () => {
    assert.deepEqual(
      await withToken('any', await revokedToken({ expiresIn: -1 })),
      refusedToken('The access token was revoked'),
    );
  });

  test('a token is good until the very moment when it expires (contract §11)', async () => {
    const token = await tokenOf({ expiresIn: 60_000 });
    const expiresAt = (await server.store.findToken(digestOf(token)))?.expiresAt ?? 0;
    assert.equal((await withToken('any', token, guarded('off', { now: () => expiresAt - 1 }))).status, 200);
    assert.equal((await withToken('any', token, guarded('off', { now: () => expiresAt }))).status, 401);
  });

  test('the token of an account that is gone is invalid, on public routes too', async () => {
    const directory = { ...server.world.directory, findPerson: async () => undefined };
    const hono = guarded('off', { directory });
    for (const kind of kinds) {
      assert.deepEqual(await withToken(kind, await tokenOf({ state: 'active' }), hono), refusedToken(invalid));
    }
  });
});

describe('With a good token', () => {
  const expected: Record<Kind, { app: number | object; user: number | object }> = {
    public: { app: 200, user: 200 },
    'public-without-scopes': { app: 200, user: 200 },
    any: { app: 200, user: 200 },
    'any-scope': { app: 200, user: 200 },
    user: { app: refused(422, userNeeded), user: 200 },
    'user-any-scope': { app: refused(422, userNeeded), user: 200 },
    app: { app: 200, user: refused(403, 'This method requires an client credentials authentication') },
  };
  for (const kind of kinds) {
    test(`a ${kind} route tells apps and people apart (contract §11)`, async () => {
      for (const who of ['app', 'user'] as const) {
        const secret = await tokenOf(who === 'app' ? {} : { state: 'active' });
        const answer = await withToken(kind, secret);
        const row = expected[kind][who];
        if (row !== 200) {
          assert.deepEqual(answer, row);
          continue;
        }
        const id = (await server.store.findToken(digestOf(secret)))?.id;
        assert.deepEqual(answer, {
          status: 200,
          body: { token: id, person: who === 'app' ? null : 'active' },
          challenge: null,
        });
      }
    });
  }
});

describe('Scopes', () => {
  test('are compared exactly: neither umbrellas nor parts do unless the route lists them (contract §11, CVE-2024-25108)', async () => {
    for (const scopes of ['', 'write', 'read:statuses', 'profile', 'READ', 'readread', 'read: write', 'admin:read']) {
      for (const kind of ['public', 'any', 'user', 'app'] as const) {
        const state = kind === 'user' ? 'active' : undefined;
        const { status, body } = await withToken(kind, await tokenOf({ scopes, state }));
        assert.equal(status, 403, `${kind} ${scopes}`);
        assert.deepEqual(body, { error: 'This action is outside the authorized scopes' });
      }
    }
    assert.equal((await withToken('any', await tokenOf({ scopes: 'read:accounts' }))).status, 403);
    assert.equal(
      (await withToken('user', await tokenOf({ scopes: 'write read:accounts', state: 'active' }))).status,
      200,
    );
  });

  test('that would do are named in the challenge (contract §11, decision 15, RFC 6750 §3)', async () => {
    const { challenge } = await withToken('user', await tokenOf({ scopes: 'write', state: 'active' }));
    assert.equal(
      challenge,
      'Bearer realm="Mastodoor", error="insufficient_scope", error_description="Access to this resource requires scope _read read:accounts_.", scope="read read:accounts"',
    );
  });

  test('do not matter where a route asks for none (contract §3)', async () => {
    for (const kind of ['any-scope', 'public-without-scopes'] as const) {
      assert.equal((await withToken(kind, await tokenOf({ scopes: '' }))).status, 200);
    }
    assert.equal((await withToken('user-any-scope', await tokenOf({ scopes: '', state: 'active' }))).status, 200);
  });
});

describe('An account that is', () => {
  const disabled = 'Your login is currently disabled';
  const words: Partial<Record<AccountState, string>> = {
    unconfirmed: 'Your login is missing a confirmed e-mail address',
    pending: 'Your login is currently pending approval',
    disabled,
    suspended: disabled,
  };
  for (const [state, error] of Object.entries(words) as [AccountState, string][]) {
    test(`${state} may not use what needs a person (contract §11)`, async () => {
      for (const kind of ['user', 'user-any-scope'] as const) {
        assert.deepEqual(await withToken(kind, await tokenOf({ state })), refused(403, error));
      }
    });
  }

  test('suspended may use nothing at all, and learns this before anything of scopes (contract §11)', async () => {
    for (const kind of kinds) {
      for (const scopes of ['read', 'write']) {
        assert.deepEqual(await withToken(kind, await tokenOf({ state: 'suspended', scopes })), refused(403, disabled));
      }
    }
  });

  test('limited otherwise may read what anyone may, and learns of scopes first (contract §11)', async () => {
    for (const state of ['unconfirmed', 'pending', 'disabled'] as const) {
      assert.equal((await withToken('public', await tokenOf({ state }))).status, 200);
      assert.equal(
        (await withToken('user', await tokenOf({ state, scopes: 'write' }))).challenge?.includes('insufficient_scope'),
        true,
      );
    }
  });

  test('suspended by now is refused with the very next call (CVE-2025-62175)', async () => {
    const { id } = await server.addAccount('fallen');
    const token = server.world.randomSecret();
    await server.store.addGrantWithToken(
      { appId: app.id, accountId: id, scopes: ['read'], redirectUri: undefined, createdAt: server.now() },
      { digest: digestOf(token), createdAt: server.now(), expiresAt: undefined },
    );
    assert.equal((await withToken('user', token)).status, 200);
    await server.setState({ id }, 'suspended');
    assert.equal((await withToken('user', token)).status, 403);
    await server.setState({ id }, 'active');
    assert.equal((await withToken('user', token)).status, 200);
  });
});

describe('The Authorization header', () => {
  test('names its scheme in any letter case (contract §11, RFC 9110 §11.1)', async () => {
    const token = await tokenOf();
    for (const scheme of ['Bearer', 'bearer', 'BEARER', 'bEaReR']) {
      assert.equal((await call('any', `${scheme} ${token}`)).status, 200);
    }
  });

  test('holds a token that nobody knows when there is more than one space, or anything around it (contract §11)', async () => {
    const token = await tokenOf();
    const others = [
      `Bearer  ${token}`,
      `Bearer\t${token}`,
      `Bearer ${token} x`,
      `Bearer "${token}"`,
      `Bearer ${token},`,
      `Bearer${token}`,
      token,
      `Token ${token}`,
      `Bearer ${token}x`,
      `Bearer ${token.slice(1)}`,
      'Bearer',
      '',
    ];
    for (const authorization of others) {
      assert.deepEqual(await call('any', authorization), refusedToken(invalid), authorization);
      assert.equal((await call('public', authorization)).body.token, null, authorization);
    }
  });

  test('of another scheme is ignored (contract §11)', async () => {
    const basic = Buffer.from(`${app.client_id}:${app.client_secret}`).toString('base64');
    assert.deepEqual(await call('any', `Basic ${basic}`), refusedToken(invalid));
    assert.equal((await call('public', `Basic ${basic}`)).status, 200);
  });

  test('does not take a digest, a code or a client secret for a token (decision 1)', async () => {
    const token = await tokenOf();
    for (const wrong of [digestOf(token), app.client_secret, app.client_id]) {
      assert.equal((await withToken('any', wrong)).status, 401);
    }
  });
});

test('The words of a refusal are English, whatever language is asked for (ADR 3)', async () => {
  for (const language of ['fr', 'de', 'ar']) {
    const headers = { 'Accept-Language': language };
    assert.deepEqual(await call('user', undefined, guarded(), { headers }), refusedToken(invalid), language);
  }
});

describe('A token elsewhere', () => {
  test('does not count, in the query or in any body (decision 18)', async () => {
    const token = await tokenOf({ state: 'active' });
    const hono = guarded();
    for (const name of ['access_token', 'bearer_token', 'token']) {
      const query = `?${name}=${token}`;
      const get = await hono.request(`https://social.example/api/user${query}`);
      assert.equal(get.status, 401);
      const bodies: RequestInit[] = [
        { body: new URLSearchParams({ [name]: token }) },
        { body: JSON.stringify({ [name]: token }), headers: { 'Content-Type': 'application/json' } },
      ];
      for (const init of bodies)
        assert.equal((await call('user', undefined, hono, { method: 'POST', ...init })).status, 401);
      const open = await hono.request(`https://social.example/api/public${query}`);
      assert.deepEqual(await open.json(), { token: null, person: null });
    }
  });

  test('does not count in a cookie: a signed-in browser is nobody to the API (decision 18)', async () => {
    const browser = new TestBrowser(server);
    await browser.signIn('active');
    assert.equal((await browser.get('/oauth/authorized_applications')).status, 200);
    assert.equal((await browser.get('/api/v1/accounts/verify_credentials')).status, 401);
    const id = accounts.get('pending');
    assert.equal((await browser.request(`/api/v1/accounts/${id}/follow`, { method: 'POST' })).status, 401);
    const token = await tokenOf();
    const response = await server.get('/api/v1/apps/verify_credentials', {
      Cookie: `access_token=${token}; Bearer=${token}`,
    });
    assert.equal(response.status, 401);
  });
});

describe('The last use of a token', () => {
  const uses: { id: string; at: number; address: string }[] = [];
  const notes: Promise<void>[] = [];
  beforeEach(() => {
    uses.length = 0;
    notes.length = 0;
  });

  /** A guard whose clock stands where it is put, and that records what it notes. */
  function recording(clock: { now: number }, note?: () => Promise<void>) {
    const store = Object.create(server.store) as typeof server.store;
    store.noteTokenUse = async (token: Pick<Token, 'id' | 'grantId'>, use) => {
      uses.push({ id: token.id, ...use });
      const noting = note === undefined ? server.store.noteTokenUse(token, use) : note();
      notes.push(noting);
      await noting;
    };
    return guarded('off', { store, now: () => clock.now });
  }

  test('is noted with time and address, and at most once in 24 hours (contract §11)', async () => {
    const token = await tokenOf();
    const clock = { now: server.now() };
    const start = clock.now;
    const hono = recording(clock);
    for (const [later, noted] of [
      [0, 1],
      [1000, 1],
      [DAY - 1, 1],
      [DAY, 2],
      [DAY + 1, 2],
      [3 * DAY, 3],
    ] as const) {
      clock.now = start + later;
      assert.equal((await withToken('any', token, hono)).status, 200);
      // The note follows the answer.
      await Promise.all(notes);
      assert.equal(uses.length, noted, `after ${later} ms`);
    }
    const found = await server.store.findToken(digestOf(token));
    assert.deepEqual(uses.at(0), { id: found?.id, at: start, address: '192.0.2.9' });
    assert.equal(found?.lastUsedAt, start + 3 * DAY);
  });

  test('is not noted for a call that was refused (contract §11)', async () => {
    const hono = recording({ now: server.now() });
    await withToken('any', await tokenOf({ scopes: 'write' }), hono);
    await withToken('user', await tokenOf(), hono);
    await withToken('user', await tokenOf({ state: 'pending' }), hono);
    await withToken('any', await revokedToken(), hono);
    assert.deepEqual(uses, []);
  });

  for (const [what, error] of [
    ['the storage cannot', new StoreUnavailable('The database is busy')],
    ['something breaks', new Error('broken')],
  ] as const) {
    test(`may fail to be noted because ${what}: the call goes on, and so does the process`, async () => {
      const rejections = mock.fn();
      process.on('unhandledRejection', rejections);
      try {
        const hono = recording({ now: server.now() }, () => Promise.reject(error));
        assert.equal((await withToken('any', await tokenOf(), hono)).status, 200);
        await new Promise((resolve) => setTimeout(resolve, 10));
        assert.equal(uses.length, 1);
        assert.equal(rejections.mock.callCount(), 0);
      } finally {
        process.off('unhandledRejection', rejections);
      }
    });
  }
});

describe('A server that demands authentication', () => {
  test('lets any good token in where any is demanded, and nobody without one (decisions, REQUIRE_AUTHENTICATION)', async () => {
    const hono = guarded('token');
    assert.deepEqual(await call('public', undefined, hono), refusedToken(invalid));
    assert.deepEqual(await withToken('public', 'unknown', hono), refusedToken(invalid));
    assert.equal((await withToken('public', await tokenOf(), hono)).status, 200);
    assert.equal((await withToken('public', await tokenOf({ state: 'active' }), hono)).status, 200);
    assert.equal((await withToken('public', await tokenOf({ scopes: 'write' }), hono)).status, 403);
    assert.deepEqual(await withToken('user', await tokenOf(), hono), refused(422, userNeeded));
  });

  test('lets only people in where a person is demanded, before it looks at scopes (contract §11)', async () => {
    const hono = guarded('user');
    for (const kind of kinds) {
      assert.deepEqual(await call(kind, undefined, hono), refused(401, userNeeded), kind);
      assert.deepEqual(await withToken(kind, 'unknown', hono), refused(401, userNeeded), kind);
      assert.deepEqual(await withToken(kind, await tokenOf({ scopes: 'write' }), hono), refused(401, userNeeded), kind);
    }
    assert.equal((await withToken('public', await tokenOf({ state: 'active' }), hono)).status, 200);
    assert.deepEqual(
      await withToken('public', await revokedToken({ state: 'active' }), hono),
      refusedToken('The access token was revoked'),
    );
  });
});
