import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import { publicTo, user } from '../protocol/access.ts';
import { createResourceServer, type ResourceServerOptions } from './create-resource-server.ts';
import { RequestRefused } from './request-refused.ts';

const issuer = 'https://auth.example';
const request = { authorization: 'Bearer secret' };
const alice = {
  active: true,
  iss: issuer,
  sub: `${issuer}/users/alice`,
  scope: 'read',
  token_id: 'token-1',
  grant_id: 'grant-1',
  account: { id: 'account-1', username: 'alice', state: 'active' },
  app: { id: 'app-1', name: 'An app', client_id: 'client-1' },
};

/** An authorization server whose answers and events come when the test says so. */
class Authority {
  questions = 0;
  answer: () => object | Promise<object> = () => alice;
  signal: AbortSignal | null | undefined;
  #events: ReadableStreamDefaultController<Uint8Array> | undefined;
  readonly #offersStream: Promise<void>;

  constructor(offersStream: Promise<void> = Promise.resolve()) {
    this.#offersStream = offersStream;
  }

  readonly fetch = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    if (!String(input).endsWith('/revocations')) {
      this.questions += 1;
      return Response.json(await this.answer());
    }
    await this.#offersStream;
    this.signal = init?.signal;
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        this.#events = controller;
        this.signal?.addEventListener('abort', () => controller.error(new Error('aborted')));
        this.#send(': listening\n\n');
      },
    });
    return new Response(body, { headers: { 'Content-Type': 'text/event-stream' } });
  };

  tell(event: object): void {
    this.#send(`event: revocation\ndata: ${JSON.stringify(event)}\n\n`);
  }

  cutStream(): void {
    this.#events?.error(new Error('The connection was cut'));
  }

  #send(text: string): void {
    this.#events?.enqueue(new TextEncoder().encode(text));
  }
}

function open(t: TestContext, authority: Authority, more: Partial<ResourceServerOptions> = {}) {
  const credentials = { clientId: 'a', clientSecret: 'b' };
  const api = createResourceServer({
    issuer,
    ...credentials,
    fetch: authority.fetch,
    cache: { maxAgeMs: 3_600_000 },
    ...more,
  });
  t.after(() => api.close());
  return api;
}

/** Lets everything happen that needs no more than turns of the loop; on a busy machine some come late. */
async function settle(): Promise<void> {
  for (let index = 0; index < 50; index++) await turn();
  await sleep(20);
  for (let index = 0; index < 50; index++) await turn();
}

test('Requests with one token at the same time share one question', async (t) => {
  const authority = new Authority();
  const api = open(t, authority);
  await api.authenticate({ authorization: 'Bearer other' }, user('read'));
  await settle();
  authority.questions = 0;
  const { promise, resolve } = Promise.withResolvers<object>();
  authority.answer = () => promise;
  const judged = Promise.all([1, 2, 3].map(() => api.authenticate(request, user('read'))));
  await settle();
  resolve(alice);
  assert.equal((await judged).length, 3);
  assert.equal(authority.questions, 1);
});

test('An answer that was on its way when something ended is not remembered', async (t) => {
  const authority = new Authority();
  const api = open(t, authority);
  await api.authenticate({ authorization: 'Bearer other' }, user('read'));
  await settle();
  const { promise, resolve } = Promise.withResolvers<object>();
  authority.answer = () => promise;
  const judged = api.authenticate(request, user('read'));
  await settle();
  authority.tell({ kind: 'token', token_id: 'token-1' });
  await settle();
  resolve(alice);
  await judged;
  authority.answer = () => ({ active: false, iss: issuer });
  await assert.rejects(api.authenticate(request, user('read')), { status: 401 });
});

test('What was remembered before events came is forgotten when they begin', async (t) => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const authority = new Authority(promise);
  const api = open(t, authority);
  await api.authenticate(request, user('read'));
  resolve();
  await settle();
  assert.ok(api.isListening);
  await api.authenticate(request, user('read'));
  assert.equal(authority.questions, 2);
});

test('What was remembered is forgotten when the stream is cut, though the authorization server still answers', async (t) => {
  const authority = new Authority();
  const api = open(t, authority);
  await api.authenticate(request, user('read'));
  await settle();
  await api.authenticate(request, user('read'));
  authority.questions = 0;
  authority.cutStream();
  await settle();
  assert.equal(api.isListening, false);
  await api.authenticate(request, user('read'));
  assert.equal(authority.questions, 1);
});

for (const [event, ends] of [
  [{ kind: 'token', token_id: 'token-1' }, true],
  [{ kind: 'token', token_id: 'token-2' }, false],
  [{ kind: 'grant', grant_id: 'grant-1' }, true],
  [{ kind: 'grant', grant_id: 'grant-2' }, false],
  [{ kind: 'account', account_id: 'account-1' }, true],
  [{ kind: 'account', account_id: 'account-1', app_id: 'app-1' }, true],
  [{ kind: 'account', account_id: 'account-1', app_id: 'app-2' }, false],
  [{ kind: 'account', account_id: 'account-2' }, false],
  [{ kind: 'app', app_id: 'app-1' }, true],
  [{ kind: 'app', app_id: 'app-2' }, false],
  [{ kind: 'unknown' }, true],
  [{ kind: 'of a later version' }, true],
] as const) {
  test(`The event ${JSON.stringify(event)} ${ends ? 'drops' : 'keeps'} what is known of the token`, async (t) => {
    const authority = new Authority();
    const api = open(t, authority);
    await api.authenticate(request, user('read'));
    await settle();
    await api.authenticate(request, user('read'));
    authority.questions = 0;
    authority.tell(event);
    await settle();
    await api.authenticate(request, user('read'));
    assert.equal(authority.questions, ends ? 1 : 0);
  });
}

test('A stream without any sign of life counts as broken', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const authority = new Authority();
  const api = open(t, authority);
  await api.authenticate(request, user('read'));
  await settle();
  assert.ok(api.isListening);
  t.mock.timers.tick(40_000);
  await settle();
  assert.equal(authority.signal?.aborted, true);
  assert.equal(api.isListening, false);
});

test('A caller that was let through for less is refused what needs more', async (t) => {
  const api = open(t, new Authority());
  const caller = await api.authenticate(request, user('read'));
  api.requireScope(caller, 'read');
  assert.throws(
    () => api.requireScope(caller, 'write'),
    (error) => error instanceof RequestRefused && error.status === 403,
  );
});

test('A public method demands a token where the operator says so', async (t) => {
  const access = publicTo('read');
  assert.equal(await open(t, new Authority()).authenticate({}, access), undefined);
  const strict = open(t, new Authority(), { requireAuthentication: 'token' });
  await assert.rejects(strict.authenticate({}, access), { status: 401 });
});

test('A fetch that is particular asks as well: as no method of anything, and without the redirect mode `error`', async (t) => {
  const authority = new Authority();
  const particular = async function (this: unknown, input: string | URL | Request, init?: RequestInit) {
    if (this !== undefined && this !== globalThis) throw new TypeError('Illegal invocation');
    if (init?.redirect === 'error') throw new TypeError('Invalid redirect value, must be one of "follow" or "manual"');
    return authority.fetch(input, init);
  };
  const { account } = await open(t, authority, { fetch: particular }).authenticate(request, user('read'));
  assert.equal(account.username, 'alice');
});

test('A redirect is not followed: credentials go to the issuer and nowhere else', async (t) => {
  const asked: string[] = [];
  const elsewhere = async (input: string | URL | Request, init?: RequestInit) => {
    asked.push(String(input));
    assert.equal(init?.redirect, 'manual');
    return new Response(null, { status: 307, headers: { Location: 'https://elsewhere.example/' } });
  };
  const api = open(t, new Authority(), { fetch: elsewhere, cache: { maxAgeMs: 0 } });
  await assert.rejects(api.authenticate(request, user('read')), { status: 503 });
  assert.deepEqual(asked, [`${issuer}/oauth/introspect`]);
});

test('A token of nothing visible is none that anybody knows, and is not asked about', async (t) => {
  const authority = new Authority();
  await assert.rejects(open(t, authority).authenticate({ authorization: 'Bearer \u00a0' }, user('read')), {
    status: 401,
  });
  assert.equal(authority.questions, 0);
});
