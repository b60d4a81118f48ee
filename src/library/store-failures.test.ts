/** Issue: a store that throws in any single call: a clear 500 or 503, and the same step again succeeds once. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { consentForms, formsOf, type TestBrowser } from '../../test/support/test-browser.ts';
import { type Store, StoreUnavailable } from '../flows/ports.ts';
import { HOUR } from '../protocol/lifetimes.ts';
import { checkOptions, OptionsError } from './check-options.ts';
import { CALLBACK, HOST_PASSWORD, newTestStore, startTestHost, type TestHost, testAccounts } from './test-host.ts';

/** A store of which one call fails, the next one of the named method. */
class FaultyStore {
  calls: string[] = [];
  #fault: { readonly method: string; readonly error: Error } | undefined;
  readonly store: Store;

  constructor(real: Store) {
    this.store = new Proxy(real, {
      get: (target, name: keyof Store) => {
        const method = target[name];
        if (typeof method !== 'function') return method;
        return (...given: unknown[]) => {
          this.calls.push(name);
          if (this.#fault?.method === name) {
            const { error } = this.#fault;
            this.#fault = undefined;
            return Promise.reject(error);
          }
          return (method as (...all: unknown[]) => unknown).apply(target, given);
        };
      },
    });
  }

  failNext(method: string, error: Error): void {
    this.#fault = { method, error };
  }

  get isArmed(): boolean {
    return this.#fault !== undefined;
  }
}

interface World {
  readonly server: TestHost;
  readonly browser: TestBrowser;
  app: { readonly id: string; readonly client_id: string; readonly client_secret: string };
  code: string;
  token: string;
  /** A code that was not redeemed. */
  spare: string;
  /** Lets an hour go by. */
  readonly later: () => void;
}

const authorizePath = ({ app }: World) =>
  `/oauth/authorize?${new URLSearchParams({ response_type: 'code', client_id: app.client_id, redirect_uri: CALLBACK })}`;
const bearer = ({ token }: World) => ({ headers: { Authorization: `Bearer ${token}` } });

/** The steps of a person's journey, each of which can be tried again. */
const steps: Readonly<Record<string, (world: World) => Promise<Response>>> = {
  register: async (world) => {
    const fields = { client_name: 'App', redirect_uris: CALLBACK, scopes: 'read write' };
    const response = await world.server.post('/api/v1/apps', fields);
    if (response.ok) world.app = (await response.clone().json()) as World['app'];
    return response;
  },
  'ask for access': (world) => world.browser.get(authorizePath(world)),
  'sign in': async (world) => {
    const page = await world.browser.get('/auth/sign_in');
    const [form] = formsOf(await page.clone().text());
    if (page.status >= 500 || form === undefined) return page;
    return world.browser.submit(form, { 'user[email]': 'alice', 'user[password]': HOST_PASSWORD });
  },
  approve: async (world) => {
    const page = await world.browser.get(authorizePath(world));
    if (page.status !== 200) return page;
    const answer = await world.browser.submit(consentForms(await page.text()).approve);
    const location = answer.headers.get('location');
    if (location?.startsWith(CALLBACK)) world.code = new URL(location).searchParams.get('code') ?? '';
    return answer;
  },
  redeem: async (world) => {
    const { client_id, client_secret } = world.app;
    const fields = { grant_type: 'authorization_code', code: world.code, redirect_uri: CALLBACK };
    const response = await world.server.post('/oauth/token', { ...fields, client_id, client_secret });
    if (response.ok) world.token = ((await response.clone().json()) as { access_token: string }).access_token;
    return response;
  },
  'client credentials': ({ server, app: { client_id, client_secret } }) =>
    server.post('/oauth/token', { grant_type: 'client_credentials', client_id, client_secret }),
  introspect: ({ server, token, app: { client_id, client_secret } }) =>
    server.post('/oauth/introspect', { token, client_id, client_secret }),
  verify: (world) => world.server.request('/api/v1/accounts/verify_credentials', bearer(world)),
  'list apps with access': (world) => world.browser.get('/oauth/authorized_applications'),
  revoke: ({ server, token, app: { client_id, client_secret } }) =>
    server.post('/oauth/revoke', { token, client_id, client_secret }),
  'sign out': async (world) => {
    const page = await world.browser.get('/auth/sign_out');
    const [form] = formsOf(await page.clone().text());
    return page.status >= 500 || form === undefined ? page : world.browser.submit(form);
  },
};

/** Methods whose failure is nobody's fault and in nobody's way. */
const harmless = new Set(['noteTokenUse']);

async function begin(): Promise<{ readonly faulty: FaultyStore; readonly world: World }> {
  const faulty = new FaultyStore(await newTestStore());
  let passed = 0;
  const server = await startTestHost({ store: faulty.store, now: () => Date.now() + passed });
  const app = { id: '', client_id: '', client_secret: '' };
  const later = () => {
    passed += HOUR;
  };
  return { faulty, world: { server, browser: server.newBrowser(), app, code: '', token: '', spare: '', later } };
}

/** Which methods each step calls, found out by walking the journey once. */
const { faulty: watched, world: walked } = await begin();
const callsOf = new Map<string, readonly string[]>();
for (const [name, step] of Object.entries(steps)) {
  watched.calls = [];
  const response = await step(walked);
  assert.ok(response.status < 400, `${name}: ${response.status} ${await response.text()}`);
  callsOf.set(name, [...new Set(watched.calls)]);
}

for (const [name, methods] of callsOf) {
  for (const method of methods) {
    for (const [status, error] of [
      [503, new StoreUnavailable('locked by /secret/path')],
      [500, new Error('broken at /secret/path')],
    ] as const) {
      test(`${name}: a store whose ${method} fails is answered with ${status}, and the same again succeeds`, async () => {
        const { faulty, world } = await begin();
        for (const [earlier, step] of Object.entries(steps)) {
          if (earlier === name) break;
          assert.ok((await step(world)).status < 400, earlier);
        }
        const tokens = await world.server.auth.admin.listTokens();
        const apps = await world.server.auth.admin.listApps();
        const step = steps[name];
        assert.ok(step !== undefined);
        faulty.failNext(method, error);
        const response = await step(world);
        assert.equal(faulty.isArmed, false, `${method} was called`);
        if (harmless.has(method)) {
          assert.ok(response.status < 400);
          return;
        }
        assert.equal(response.status, status, await response.clone().text());
        assert.ok(!(await response.text()).includes('secret/path'));
        if (status === 503) assert.match(response.headers.get('retry-after') ?? '', /^\d+$/);
        const { admin } = world.server.auth;
        assert.deepEqual(
          (await admin.listTokens()).map(({ id }) => id),
          tokens.map(({ id }) => id),
          'tokens as before',
        );
        assert.deepEqual(
          (await admin.listApps()).map(({ id }) => id),
          apps.map(({ id }) => id),
          'apps as before',
        );
        const again = await step(world);
        assert.ok(again.status < 400, `again: ${again.status} ${await again.text()}`);
        const more = (await admin.listTokens()).length - tokens.length;
        assert.equal(more, { redeem: 1, 'client credentials': 1, revoke: -1 }[name] ?? 0, 'done once');
      });
    }
  }
}

/** What a person or an app does beside the journey, each over a token that the journey gave; and how many tokens it adds. */
const asides: Readonly<Record<string, { readonly does: (world: World) => Promise<Response>; readonly adds: number }>> =
  {
    deny: {
      does: async (world) => {
        const page = await world.browser.get(`${authorizePath(world)}&scope=write`);
        return page.status === 200 ? world.browser.submit(consentForms(await page.text()).deny) : page;
      },
      adds: 0,
    },
    'ask by a password': {
      does: ({ server, app: { client_id, client_secret } }) =>
        server.post('/oauth/token', {
          grant_type: 'password',
          username: 'bot',
          password: HOST_PASSWORD,
          client_id,
          client_secret,
        }),
      adds: 1,
    },
    "end one app's access": { does: (world) => endAccess(world, `/${world.app.id}`), adds: -1 },
    'end all access': { does: (world) => endAccess(world, ''), adds: -1 },
    // Whoever presents a code twice is refused, and that is as it should be.
    'replay a code': {
      does: async ({ server, code, app: { client_id, client_secret } }) => {
        const fields = { grant_type: 'authorization_code', code, redirect_uri: CALLBACK, client_id, client_secret };
        const response = await server.post('/oauth/token', fields);
        return response.status === 400 ? new Response(null, { status: 200 }) : response;
      },
      adds: -1,
    },
    // Whoever has the wrong verifier must not try another (decision 4).
    'redeem a code with a wrong verifier': {
      does: async (world) => {
        if (world.spare === '') {
          const page = await world.browser.get(
            `${authorizePath(world)}&scope=write&code_challenge=${'c'.repeat(43)}&code_challenge_method=S256`,
          );
          if (page.status !== 200) return page;
          const answer = await world.browser.submit(consentForms(await page.text()).approve);
          const location = answer.headers.get('location');
          if (location === null) return answer;
          world.spare = new URL(location).searchParams.get('code') ?? '';
        }
        const { client_id, client_secret } = world.app;
        const fields = { grant_type: 'authorization_code', code: world.spare, redirect_uri: CALLBACK };
        const response = await world.server.post('/oauth/token', {
          ...fields,
          code_verifier: 'v'.repeat(43),
          client_id,
          client_secret,
        });
        return response.status === 400 ? new Response(null, { status: 200 }) : response;
      },
      adds: 0,
    },
    'come back after a while': {
      does: async (world) => {
        world.later();
        return world.browser.get('/oauth/authorized_applications');
      },
      adds: 0,
    },
  };

async function endAccess({ browser }: World, path: string): Promise<Response> {
  const page = await browser.get('/oauth/authorized_applications');
  const html = await page.clone().text();
  const form = formsOf(html).find(({ action }) => action === `/oauth/authorized_applications${path}`);
  if (page.status !== 200) return page;
  assert.ok(form !== undefined, `a form for ${path} in ${html}`);
  return browser.submit(form);
}

/** A world in which the app has its token. */
async function beginWithToken() {
  const { faulty, world } = await begin();
  for (const name of ['register', 'ask for access', 'sign in', 'approve', 'redeem']) await steps[name]?.(world);
  assert.notEqual(world.token, '');
  faulty.calls = [];
  return { faulty, world };
}

const calledAside: string[] = [];
for (const [name, { does, adds }] of Object.entries(asides)) {
  const { faulty: seen, world: once } = await beginWithToken();
  const first = await does(once);
  assert.ok(first.status < 400, `${name}: ${first.status} ${await first.text()}`);
  const methods = new Set(seen.calls);
  calledAside.push(...methods);
  for (const method of methods) {
    test(`${name}: a store whose ${method} fails once fails one request, and the same again succeeds`, async () => {
      const { faulty, world } = await beginWithToken();
      const { admin } = world.server.auth;
      const before = (await admin.listTokens()).length;
      faulty.failNext(method, new StoreUnavailable('locked by /secret/path'));
      const response = await does(world);
      assert.equal(faulty.isArmed, false, `${method} was called`);
      if (!harmless.has(method)) {
        assert.equal(response.status, 503, await response.clone().text());
        assert.ok(!(await response.text()).includes('secret/path'));
        assert.equal((await admin.listTokens()).length, before, 'tokens as before');
        const again = await does(world);
        assert.ok(again.status < 400, `again: ${again.status} ${await again.text()}`);
      }
      assert.equal((await admin.listTokens()).length - before, adds, 'done once');
    });
  }
}

/** What an operator does, each over one token of alice. */
const duties: Readonly<Record<string, (world: World) => Promise<unknown>>> = {
  createApp: ({ server }) => server.auth.admin.createApp({ name: 'B', redirectUris: [CALLBACK] }),
  findApp: ({ server, app }) => server.auth.admin.findApp(app.client_id),
  findToken: ({ server, token }) => server.auth.admin.findToken(token),
  revokeToken: async ({ server, token }) => {
    const found = await server.auth.admin.findToken(token);
    return found && server.auth.admin.revokeToken(found);
  },
  revokeGrant: async ({ server, token }) => {
    const found = await server.auth.admin.findToken(token);
    return found && server.auth.admin.revokeGrant(found.grantId);
  },
  signOutEverywhere: ({ server }) => server.auth.admin.signOutEverywhere('ulid-01HZALICE'),
  keepHouse: ({ server }) => server.auth.admin.keepHouse(),
  deleteApp: ({ server, app }) => server.auth.admin.deleteApp(app.id),
};

for (const [name, duty] of Object.entries(duties)) {
  test(`admin.${name}() tells of a store that fails, and the same again succeeds`, async () => {
    const { faulty, world } = await beginWithToken();
    await duty(world);
    const methods = new Set(faulty.calls);
    assert.notEqual(methods.size, 0);
    calledAside.push(...methods);
    for (const method of methods) {
      const { faulty, world } = await beginWithToken();
      const error = new Error('broken');
      faulty.failNext(method, error);
      await assert.rejects(duty(world), error, method);
      await duty(world);
      const left = await world.server.auth.admin.listTokens();
      const ends = ['revokeToken', 'revokeGrant', 'signOutEverywhere', 'deleteApp'].includes(name);
      assert.equal(left.length, ends ? 0 : 1, `after ${method} failed`);
    }
  });
}

test('createAuthServer() tells of a store that fails at the start, and the same again succeeds', async () => {
  const faulty = new FaultyStore(await newTestStore());
  await startTestHost({ store: faulty.store });
  const methods = new Set(faulty.calls);
  assert.deepEqual([...methods].sort(), ['claimSetting', 'readSetting']);
  calledAside.push(...methods);
  for (const method of methods) {
    const { store, failNext } = faultyOver(await newTestStore());
    failNext(method, new StoreUnavailable('locked'));
    await assert.rejects(startTestHost({ store }), StoreUnavailable, method);
    assert.equal((await (await startTestHost({ store })).request('/auth/sign_in')).status, 200);
  }
});

function faultyOver(real: Store) {
  const faulty = new FaultyStore(real);
  return { store: faulty.store, failNext: (method: string, error: Error) => faulty.failNext(method, error) };
}

/** For these nobody waits who asks the server for something. */
const askedElsewhere = new Set([
  'ping',
  'close',
  'listApps',
  'listTokens',
  // Only pages of the site over the built-in directory.
  'listSessions',
  'endSessionOfAccount',
]);

test('every method of the store failed in one of these tests', () => {
  const called = new Set([...[...callsOf.values()].flat(), ...calledAside]);
  const missed = methodsOfStores().filter((name) => !called.has(name) && !askedElsewhere.has(name));
  assert.deepEqual(missed, []);
});

/** The methods that a store must have, in the words that refuse one without any. */
function methodsOfStores(): readonly string[] {
  try {
    checkOptions({
      issuer: 'https://host.example',
      secretKey: 'k'.repeat(32),
      accounts: testAccounts,
      store: {} as never,
    });
  } catch (error) {
    const words = /^store lacks the methods (.*)$/.exec(error instanceof OptionsError ? String(error.problems) : '');
    if (words?.[1] !== undefined) return words[1].split(', ');
  }
  throw new Error('A store without methods was not refused in the words that this test reads');
}
