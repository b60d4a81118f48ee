import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { PASSWORD, type RegisteredApp, TestServer } from '../../test/support/test-server.ts';
import type { AccountState } from '../protocol/person.ts';
import { digestOf } from '../protocol/secret.ts';
import { type MethodScopes, mastodonScopes, methodScopes } from './scopes.ts';
import { declaredRoutes } from './test-routes.ts';

// Handlers are only declared here, never called; what answers is the real server.
const routes = declaredRoutes().filter(({ surface }) => surface === 'api');

let server: TestServer;
let app: RegisteredApp;
let bob: string;
const accounts = new Map<AccountState, string>();

before(async () => {
  server = await TestServer.start({ REGISTRATIONS: 'open' });
  app = await server.registerApp();
  bob = (await server.addAccount('bob')).id;
  for (const state of ['active', 'unconfirmed', 'pending', 'disabled', 'suspended'] as const) {
    accounts.set(state, (await server.addAccount(state, { state, appId: app.id })).id);
  }
});
after(async () => {
  assert.deepEqual(
    server.answered.filter(({ error }) => error !== undefined),
    [],
  );
  await server.close();
});

async function tokenOf(scopes: readonly string[], state?: AccountState, expiresIn?: number): Promise<string> {
  const secret = server.world.randomSecret();
  const now = server.now();
  await server.store.addGrantWithToken(
    { appId: app.id, accountId: state && accounts.get(state), scopes, redirectUri: undefined, createdAt: now },
    { digest: digestOf(secret), createdAt: now, expiresAt: expiresIn === undefined ? undefined : now + expiresIn },
  );
  return secret;
}

/** A method of the contract whose demands the table below walks. */
interface Declared extends MethodScopes {
  readonly method: string;
  readonly path: string;
}

let signUps = 0;

/** What a method needs to be answered when it is called with a token that it takes. */
function bodyOf({ method, path }: Declared): string | undefined {
  if (method !== 'POST' || path !== '/api/v1/accounts') return undefined;
  signUps += 1;
  const email = `new${signUps}@example.org`;
  return JSON.stringify({ username: `new_${signUps}`, email, password: PASSWORD, agreement: true });
}

async function call(declared: Declared, token?: string) {
  const { method, path } = declared;
  const query = path.endsWith('/lookup') ? '?acct=bob' : '';
  const response = await server.request(`${path.replace(':id', bob)}${query}`, {
    method,
    headers: {
      'Content-Type': 'application/json',
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
    },
    body: bodyOf(declared) ?? null,
  });
  const body = (await response.json()) as { error?: string } | boolean;
  const error = typeof body === 'object' ? body.error : undefined;
  return error === undefined ? response.status : [response.status, error];
}

/** What a method answers whose callers are judged further than by their token, once the token opened it. */
function admitted({ path }: Declared, state: AccountState | undefined): number | (number | string)[] {
  if (path === '/api/v1/emails/check_confirmation' && state === undefined)
    return [401, 'This method requires an authenticated user'];
  if (path === '/api/v1/emails/confirmations' && state !== 'unconfirmed')
    return [403, 'This method is only available while the e-mail is awaiting confirmation'];
  return 200;
}

const accessKinds: Record<string, readonly MethodScopes['auth'][]> = {
  open: ['public'],
  public: ['public_or_user', 'public'],
  token: ['any'],
  user: ['user', 'admin'],
  app: ['app'],
};

for (const { method, path, access } of routes) {
  describe(`${method} ${path}`, () => {
    const contract = methodScopes(method, path);
    assert.ok(contract !== undefined, `${method} ${path} is a method of Mastodon`);

    test('declares the access that the contract has (scopes.json, decisions, Using)', () => {
      assert.equal(access.kind === 'user' && access.waiting === true, contract.waiting);
      assert.ok(accessKinds[access.kind]?.includes(contract.auth), `${access.kind} for ${contract.auth}`);
      if (access.kind !== 'open') assert.deepEqual([...access.scopes].sort(), [...contract.scopes].sort());
      else assert.deepEqual(contract.scopes, []);
    });

    if (access.kind === 'open') return;

    const declared: Declared = { method, path, ...contract };
    const isPublic = contract.auth === 'public' || contract.auth === 'public_or_user';
    // Staff's methods are tested with each role in admin-accounts.test.ts; nobody here has one.
    const isStaffs = contract.auth === 'admin';
    const needsUser = contract.auth === 'user' || isStaffs;
    const needsApp = contract.auth === 'app';
    const { scopes } = contract;
    const others = mastodonScopes.supported.filter((scope) => !scopes.includes(scope));
    const each =
      scopes.length === 0 ? [[], ...mastodonScopes.supported.map((scope) => [scope])] : scopes.map((scope) => [scope]);
    const userNeeded = [422, 'This method requires an authenticated user'];
    const outside = [403, 'This action is outside the authorized scopes'];
    const disabled = [403, 'Your login is currently disabled'];
    const appNeeded = [403, 'This method requires an client credentials authentication'];

    test('without a token, or with one that nobody knows (contract §11)', async () => {
      const expected = isPublic ? admitted(declared, undefined) : [401, 'The access token is invalid'];
      assert.deepEqual(await call(declared), expected);
      assert.deepEqual(await call(declared, 'unknown'), expected);
    });

    test("with an app's token of each scope that would do (contract §11)", async () => {
      for (const held of each) {
        const expected = needsUser ? userNeeded : admitted(declared, undefined);
        assert.deepEqual(await call(declared, await tokenOf(held)), expected, held.join());
      }
    });

    test("with a person's token of each scope that would do (contract §11)", async () => {
      const expected = needsApp
        ? appNeeded
        : isStaffs
          ? [403, 'This action is not allowed']
          : admitted(declared, 'active');
      for (const held of each)
        assert.deepEqual(await call(declared, await tokenOf(held, 'active')), expected, held.join());
    });

    test('with a token of every other scope together, and of each alone (contract §11, CVE-2024-25108)', async () => {
      const expected = scopes.length === 0 ? 200 : outside;
      assert.deepEqual(await call(declared, await tokenOf(others, 'active')), expected);
      assert.deepEqual(await call(declared, await tokenOf([], 'active')), expected);
      for (const scope of others) {
        assert.deepEqual(await call(declared, await tokenOf([scope], 'active')), expected, scope);
        if (scopes.length > 0) assert.deepEqual(await call(declared, await tokenOf([scope])), outside, scope);
      }
    });

    test('with a dead token (contract §11)', async () => {
      for (const state of ['active', undefined] as const) {
        const revoked = await tokenOf(scopes, state);
        await server.store.revokeToken((await server.store.findToken(digestOf(revoked)))?.id ?? '', server.now());
        assert.deepEqual(await call(declared, revoked), [401, 'The access token was revoked']);
        assert.deepEqual(await call(declared, await tokenOf(scopes, state, -1)), [401, 'The access token expired']);
      }
    });

    test('with the token of a suspended account, whatever its scopes (contract §11)', async () => {
      for (const held of [scopes, others])
        assert.deepEqual(await call(declared, await tokenOf(held, 'suspended')), disabled);
    });

    const limited = {
      unconfirmed: 'Your login is missing a confirmed e-mail address',
      pending: 'Your login is currently pending approval',
      disabled: 'Your login is currently disabled',
    } as const;
    for (const [state, words] of Object.entries(limited) as [AccountState, string][]) {
      test(`with the token of an account that is ${state} (contract §11)`, async () => {
        const waits = contract.waiting && state !== 'disabled';
        const expected = needsUser && !waits ? [403, words] : needsApp ? appNeeded : admitted(declared, state);
        assert.deepEqual(await call(declared, await tokenOf(scopes, state)), expected);
      });
    }
  });
}

test('No REST route is declared that the contract does not have, and none twice (scopes.json)', () => {
  const names = routes.map(({ method, path }) => `${method} ${path}`);
  assert.equal(new Set(names).size, names.length);
  assert.ok(names.length >= 13);
});

test('Only registration and the instance look at no token (decisions, REQUIRE_AUTHENTICATION)', () => {
  const open = routes.filter(({ access }) => access.kind === 'open').map(({ method, path }) => `${method} ${path}`);
  assert.deepEqual(open, ['POST /api/v1/apps', 'GET /api/v1/instance', 'GET /api/v2/instance']);
});
