/** Issue: a function of the host that throws, hangs or answers the wrong shape is a clear failure, and nothing half-done. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { consentForms, formsOf, type TestBrowser } from '../../test/support/test-browser.ts';
import type { HostAccounts } from './host-accounts.ts';
import { CALLBACK, HOST_PASSWORD, startTestHost, type TestHost, testAccounts } from './test-host.ts';

type Method = 'find' | 'authenticate' | 'identify' | 'profile' | 'findByUsername' | 'count' | 'countStatuses';

/** What a host's function may do wrong, and what the caller is told. */
const troubles: Readonly<Record<string, { readonly does: (...given: unknown[]) => unknown; readonly status: number }>> =
  {
    throws: {
      // A careless host puts what it was given into its errors.
      does: (...given) => {
        throw new Error(`database down, asked with ${given}`);
      },
      status: 500,
    },
    rejects: { does: (...given) => Promise.reject(new Error(`lost, asked with ${given}`)), status: 500 },
    hangs: { does: () => new Promise(() => {}), status: 503 },
    'answers a number': { does: () => 42, status: 500 },
    'answers an account without a name': { does: () => ({ id: 'ulid-01HZALICE' }), status: 500 },
  };

const authorizePath = (clientId: string, more: Record<string, string> = {}) =>
  `/oauth/authorize?${new URLSearchParams({ response_type: 'code', client_id: clientId, redirect_uri: CALLBACK, ...more })}`;

async function signIn(browser: TestBrowser, path: string): Promise<Response> {
  const [form] = formsOf(await (await browser.open(path)).text());
  assert.ok(form !== undefined, 'the sign-in form');
  return browser.submit(form, { 'user[email]': 'alice', 'user[password]': HOST_PASSWORD });
}

/** A person's token, by all steps of a sign-in. */
async function newToken(host: TestHost): Promise<string> {
  const app = await host.registerApp();
  const browser = host.newBrowser();
  const back = (await signIn(browser, authorizePath(app.client_id))).headers.get('location') ?? '';
  const { approve } = consentForms(await (await browser.open(back)).text());
  const location = (await browser.submit(approve)).headers.get('location') ?? '';
  const answer = await host.post('/oauth/token', {
    grant_type: 'authorization_code',
    code: new URL(location).searchParams.get('code') ?? '',
    redirect_uri: CALLBACK,
    client_id: app.client_id,
    client_secret: app.client_secret,
  });
  assert.equal(answer.status, 200, await answer.clone().text());
  return ((await answer.json()) as { access_token: string }).access_token;
}

/** Every endpoint that asks the host something, and how it is asked. */
const questions: ReadonlyArray<readonly [Method, string, (host: TestHost, token: string) => Promise<Response>]> = [
  ['find', 'verify_credentials', (host, token) => ask(host, '/api/v1/accounts/verify_credentials', token)],
  ['find', 'userinfo', (host, token) => ask(host, '/oauth/userinfo', token)],
  ['find', 'an account', (host) => ask(host, '/api/v1/accounts/ulid-01HZALICE')],
  ['profile', 'verify_credentials', (host, token) => ask(host, '/api/v1/accounts/verify_credentials', token)],
  ['findByUsername', 'lookup', (host) => ask(host, '/api/v1/accounts/lookup?acct=alice')],
  ['count', 'the instance', (host) => ask(host, '/api/v1/instance')],
  ['countStatuses', 'nodeinfo', (host) => ask(host, '/nodeinfo/2.0')],
  ['authenticate', 'the password grant', askByPassword],
  ['identify', 'the password grant', askByPassword],
  ['authenticate', 'the sign-in page', (host) => signIn(host.newBrowser(), '/auth/sign_in')],
  ['identify', 'the sign-in page', (host) => signIn(host.newBrowser(), '/auth/sign_in')],
];

function ask(host: TestHost, path: string, token?: string): Promise<Response> {
  return host.request(path, token === undefined ? {} : { headers: { Authorization: `Bearer ${token}` } });
}

async function askByPassword(host: TestHost): Promise<Response> {
  const { client_id, client_secret } = await host.registerApp();
  return host.post('/oauth/token', {
    grant_type: 'password',
    username: 'bot',
    password: HOST_PASSWORD,
    client_id,
    client_secret,
  });
}

const instance = { title: 'Host', description: '', contactEmail: '', contactUsername: undefined, rules: [] };

for (const [method, where, send] of questions) {
  for (const [what, { does, status }] of Object.entries(troubles)) {
    // Any number is a count, and a profile need not have a name.
    if (method.startsWith('count') && what === 'answers a number') continue;
    if (method === 'profile' && what === 'answers an account without a name') continue;
    test(`accounts.${method} that ${what}: ${where} answers ${status} with an incident, and tells no secret`, async () => {
      let broken = false;
      const real = testAccounts[method] as (...given: unknown[]) => unknown;
      const host: Partial<HostAccounts> = {
        [method]: (...given: unknown[]) => (broken ? does(...given) : real(...given)),
      };
      const server = await startTestHost({ host, instance });
      const token = await newTokenWithProfile(server);
      const before = await idsOfTokens(server);
      broken = true;
      server.answered.length = 0;
      const response = await send(server, token);
      assert.equal(response.status, status);
      const id = response.headers.get('x-request-id') ?? '';
      const body = await response.text();
      assert.ok(body.includes(id), 'the answer names the incident');
      if (status === 503) assert.equal(response.headers.get('retry-after'), '5');
      const failed = server.answered.find(({ error }) => error !== undefined);
      assert.equal(failed?.requestId, id);
      assert.match(String(failed?.error), new RegExp(`accounts\\.${method}`));
      const told =
        body +
        String(failed?.error) +
        (failed?.error instanceof Error ? failed.error.stack : '') +
        JSON.stringify(server.events);
      assert.ok(!told.includes(HOST_PASSWORD) && !told.includes(token), 'no secret is told');
      assert.deepEqual(await idsOfTokens(server), before, 'nothing was issued');
      broken = false;
      assert.ok((await send(server, token)).status < 400, 'and afterwards it works');
    });
  }
}

const idsOfTokens = async ({ auth }: TestHost) => (await auth.admin.listTokens()).map(({ id }) => id);

/** With the scope that userinfo needs. */
async function newTokenWithProfile(server: TestHost): Promise<string> {
  const token = await newToken(server);
  const [issued] = await server.auth.admin.listTokens();
  assert.ok(issued !== undefined);
  const secret = 'p'.repeat(43);
  const { digestOf } = await import('../protocol/secret.ts');
  await server.store.addGrantWithToken(
    {
      appId: issued.app?.id,
      accountId: issued.accountId,
      scopes: ['read', 'profile'],
      redirectUri: undefined,
      createdAt: Date.now(),
    },
    { digest: digestOf(secret), createdAt: Date.now(), expiresAt: undefined },
  );
  assert.notEqual(token, secret);
  return secret;
}

describe('accounts.find', () => {
  test('that answers another account than was asked for never makes one person another', async () => {
    let confused = false;
    const bot = { id: 'ulid-01HZBOT', username: 'bot' };
    const server = await startTestHost({ host: { find: (id) => (confused ? bot : testAccounts.find(id)) } });
    const token = await newToken(server);
    confused = true;
    assert.equal((await ask(server, '/api/v1/accounts/verify_credentials', token)).status, 500);
  });

  test('that answers null means that there is nobody, and the token is worth nothing (contract §11)', async () => {
    let gone = false;
    const server = await startTestHost({ host: { find: (id) => (gone ? null : testAccounts.find(id)) } });
    const token = await newToken(server);
    gone = true;
    assert.equal((await ask(server, '/api/v1/accounts/verify_credentials', token)).status, 401);
  });

  test('may suspend an account from one request to the next (CVE-2025-62175)', async () => {
    let suspended = false;
    const find = (id: string) => {
      const person = { id, username: 'alice' };
      return suspended ? { ...person, state: 'suspended' as const } : person;
    };
    const server = await startTestHost({ host: { find } });
    const token = await newToken(server);
    suspended = true;
    assert.equal((await ask(server, '/api/v1/accounts/verify_credentials', token)).status, 403);
  });
});

describe('A half-finished authorization', () => {
  test('survives a host that fails at sign-in, and goes on when it is well again', async () => {
    let broken = true;
    const authenticate: HostAccounts['authenticate'] = (login, password) => {
      if (broken) throw new Error('down');
      return testAccounts.authenticate?.(login, password);
    };
    const server = await startTestHost({ host: { authenticate } });
    const app = await server.registerApp();
    const browser = server.newBrowser();
    const path = (await browser.get(authorizePath(app.client_id))).headers.get('location') ?? '';
    assert.equal((await signIn(browser, path)).status, 500);
    broken = false;
    const back = (await signIn(browser, path)).headers.get('location') ?? '';
    const { approve } = consentForms(await (await browser.open(back)).text());
    assert.match((await browser.submit(approve)).headers.get('location') ?? '', /[?&]code=/);
  });
});

test('Listeners that throw harm nothing that they are told of', async (context) => {
  context.mock.method(console, 'error', () => {});
  const boom = () => {
    throw new Error('boom');
  };
  const server = await startTestHost({ onEvent: boom, onAnswered: boom });
  assert.ok(await newToken(server));
});

test('Listeners that fail later harm nothing either, and what they fail with goes to standard error', async (context) => {
  const complaints = context.mock.method(console, 'error', () => {});
  const failLater = async () => {
    throw new Error('boom');
  };
  // What a promise is rejected with and nobody looks at would end the process.
  const server = await startTestHost({ onEvent: failLater, onAnswered: failLater });
  assert.ok(await newToken(server));
  await turn();
  const told = complaints.mock.calls.map(({ arguments: words }) => words.map(String).join(' '));
  assert.ok(told.some((words) => /onEvent threw.*boom/.test(words)));
  assert.ok(told.some((words) => /onAnswered threw.*boom/.test(words)));
});
