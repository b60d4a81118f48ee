/** Issue: a store that throws in any single call: a clear 500 or 503, and the same step again succeeds once. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { consentForms, formsOf, type TestBrowser } from '../../test/support/test-browser.ts';
import { type Store, StoreUnavailable } from '../flows/ports.ts';
import { CALLBACK, HOST_PASSWORD, newTestStore, startTestHost, type TestHost } from './test-host.ts';

/** A store of which one call fails, the next one of the named method. */
class FaultyStore {
  calls: string[] = [];
  #fault: { readonly method: string; readonly error: Error; readonly after: boolean } | undefined;
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
    this.#fault = { method, error, after: false };
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
  const server = await startTestHost({ store: faulty.store });
  const app = { id: '', client_id: '', client_secret: '' };
  return { faulty, world: { server, browser: server.newBrowser(), app, code: '', token: '' } };
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

test('the journey calls every method that requests need', () => {
  const called = new Set([...callsOf.values()].flat());
  for (const method of ['addApp', 'approve', 'redeemCode', 'findToken', 'revokeToken', 'addSession', 'endSession']) {
    assert.ok(called.has(method), method);
  }
});
