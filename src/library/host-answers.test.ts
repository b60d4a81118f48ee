/** Issue: wherever a function of the host is asked, a failure of it is one clear answer, and nothing half-done. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, describe, test } from 'node:test';
import fc from 'fast-check';
import { Hono } from 'hono';
import { consentForms, type PageForm, type TestBrowser } from '../../test/support/test-browser.ts';
import { HostFailure } from '../http/host-failure.ts';
import { HostCaller } from './call-host.ts';
import type { HostAccounts } from './host-accounts.ts';
import type { HostPolicies } from './host-policies.ts';
import {
  CALLBACK,
  HOST_PASSWORD,
  startTestHost,
  type TestHost,
  testAccounts,
  testPeople,
  tokenOf,
} from './test-host.ts';

const alice = 'ulid-01HZALICE';
const bot = 'ulid-01HZBOT';
const throws = (...given: unknown[]) => {
  throw new Error(`lost, asked with ${given}`);
};
const instance = { title: 'Host', description: '', contactEmail: '', contactUsername: undefined, rules: [] };
const hangs = () => new Promise<never>(() => {});

const authorizePath = (clientId: string) =>
  `/oauth/authorize?${new URLSearchParams({ response_type: 'code', client_id: clientId, redirect_uri: CALLBACK })}`;

/** That a response is a failure with an incident of which only the log knows more, and names who is at fault. */
async function assertIncident(host: TestHost, response: Response, status: number, culprit: RegExp, secrets: string[]) {
  const body = await response.text();
  assert.equal(response.status, status, body);
  const id = response.headers.get('x-request-id') ?? '-';
  assert.ok(body.includes(id), 'the answer names the incident');
  if (status === 503) assert.equal(response.headers.get('retry-after'), '5');
  const told = host.answered.findLast(({ error }) => error !== undefined);
  assert.equal(told?.requestId, id);
  assert.match(String(told?.error), culprit);
  const said = [
    body,
    String(told?.error),
    told?.error instanceof Error ? told.error.stack : '',
    ...host.events.map((e) => JSON.stringify(e)),
  ];
  for (const secret of secrets) assert.ok(!said.join().includes(secret), 'no secret is told');
}

interface Scene {
  readonly host: TestHost;
  readonly browser: TestBrowser;
  readonly path: string;
  readonly approve: PageForm;
  readonly token: string;
}

/** A person before a consent page, and a token of theirs. */
async function begin(changes: Parameters<typeof startTestHost>[0]): Promise<Scene> {
  const host = await startTestHost(changes);
  const app = await host.registerApp();
  const browser = host.newBrowser();
  await browser.signIn('alice', HOST_PASSWORD);
  const path = authorizePath(app.client_id);
  const { approve } = consentForms(await (await browser.open(path)).text());
  return { host, browser, path, approve, token: await tokenOf(host, ['read', 'write', 'profile'], alice) };
}

const bearer = (token: string) => ({ headers: { Authorization: `Bearer ${token}` } });

/** An API of the host's own behind a guard, in Hono. */
function inHono({ host, token }: Scene): Promise<Response> {
  const app = new Hono().get('/mine', host.auth.requireScope('read'), (context) => context.text('mine'));
  return Promise.resolve(app.request('/mine', bearer(token)));
}

/** The same in node:http. */
async function inNode({ host, token }: Scene): Promise<Response> {
  const guard = host.auth.nodeRequireScope('read');
  const server = createServer((request, response) => guard(request, response, () => void response.end('mine')));
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/mine`, bearer(token));
}

/** By hand, as what is no middleware does it. */
async function byHand({ host, token }: Scene): Promise<Response> {
  const request = new Request('https://host.example/mine', bearer(token));
  try {
    await host.auth.authenticate(request);
    return new Response('mine');
  } catch (error) {
    return host.auth.refusal(error, request);
  }
}

/** Where `accounts.find` is asked beside the methods about accounts. */
const asking: Readonly<Record<string, (scene: Scene) => Promise<Response>>> = {
  'the consent page': ({ browser, path }) => browser.get(path),
  'a consent': ({ browser, approve }) => browser.submit(approve),
  'the list of apps with access': ({ browser }) => browser.get('/oauth/authorized_applications'),
  'the gateway': ({ host, token }) =>
    host.request('/oauth/forward-auth', {
      headers: {
        Authorization: `Bearer ${token}`,
        'X-Forwarded-Method': 'GET',
        'X-Forwarded-Uri': '/api/v1/bookmarks',
      },
    }),
  'a guard in Hono': inHono,
  'a guard in node:http': inNode,
  'authenticate()': byHand,
};

describe('accounts.find', () => {
  const troubles: ReadonlyArray<readonly [string, number, () => unknown]> = [
    ['throws', 500, throws],
    ['hangs', 503, hangs],
    ['answers a number', 500, () => 42],
    ['answers a list', 500, () => [testPeople[alice]]],
    ['answers another account', 500, () => testPeople[bot]],
  ];
  for (const [where, send] of Object.entries(asking)) {
    for (const [what, status, does] of troubles) {
      test(`that ${what}: ${where} is a failure with an incident, and afterwards it works`, async () => {
        let broken = false;
        const find: HostAccounts['find'] = (id) => (broken ? (does() as never) : testAccounts.find(id));
        const scene = await begin({ host: { find } });
        const { host } = scene;
        const before = await host.auth.admin.listTokens();
        broken = true;
        await assertIncident(host, await send(scene), status, /accounts\.find/, [HOST_PASSWORD, scene.token]);
        broken = false;
        assert.deepEqual(await host.auth.admin.listTokens(), before, 'nothing was issued or ended');
        assert.ok((await send(scene)).status < 400);
        if (where !== 'a consent') assert.match(await codeFrom(scene), /./);
      });
    }
  }
});

/** What the person of a scene grants in the end. */
async function codeFrom({ browser, approve }: Scene): Promise<string> {
  const location = (await browser.submit(approve)).headers.get('location') ?? '';
  return new URL(location).searchParams.get('code') ?? '';
}

describe('What a host offers beyond accounts', () => {
  const relationship = (accountId: string) => ({
    accountId,
    following: true,
    requested: false,
    followedBy: false,
    requestedBy: false,
    reblogs: true,
    notify: false,
    languages: undefined,
  });
  const good: Partial<HostAccounts> = {
    findMany: (ids) => ids.flatMap((id) => testPeople[id] ?? []),
    listFollowers: () => [{ cursor: '1', person: testPeople[bot] as never }],
    listFollowing: () => [{ cursor: '1', person: testPeople[bot] as never }],
    profile: () => ({ locked: true }),
    countFollowRequests: () => 1,
    relationships: (_, others) => others.map(({ id }) => relationship(id)),
    follow: () => relationship(bot),
    unfollow: () => relationship(bot),
  };
  test('a list that is longer than was asked for is cut, and of nobody beyond it is anything asked', async () => {
    let profiles = 0;
    const everybody = Array.from({ length: 1000 }, (_, index) => ({
      cursor: `${9999 - index}`,
      person: { id: `follower-${index}`, username: `follower${index}` },
    }));
    const host = await startTestHost({
      host: {
        listFollowers: () => everybody,
        profile: () => {
          profiles += 1;
          return {};
        },
      },
    });
    const list = await host.request(`/api/v1/accounts/${alice}/followers?limit=2`);
    assert.deepEqual(
      ((await list.json()) as { id: string }[]).map(({ id }) => id),
      ['follower-0', 'follower-1'],
    );
    assert.match(list.headers.get('link') ?? '', /limit=2&max_id=9998>; rel="next"/);
    assert.ok(profiles <= 4, `${profiles} profiles were asked for`);
  });

  test('may be methods of an object of a class, and each is called as its own', async () => {
    const asMethods = <T extends object>(functions: T): T => {
      const object: Record<string, unknown> = {};
      for (const [name, own] of Object.entries(functions)) {
        object[name] = function (this: unknown, ...given: unknown[]) {
          if (this !== object) throw new TypeError(`${name} was taken from its object`);
          return own(...given);
        };
      }
      return object as T;
    };
    const accounts = asMethods({ ...testAccounts, ...good });
    const host = await startTestHost({ accounts, policies: asMethods({ register: () => undefined }), instance });
    const token = await tokenOf(host, ['read', 'write'], alice);
    const others = [['GET', '/api/v1/accounts/lookup?acct=alice'] as const, ['GET', '/nodeinfo/2.0'] as const];
    for (const [method, path] of [...Object.values(methods), ...others])
      assert.equal((await host.request(path, { method, ...bearer(token) })).status, 200, path);
    assert.ok(await host.registerApp());
  });

  const methods: Readonly<Record<string, readonly [string, string, ...unknown[]]>> = {
    // The method, its path, and answers of its own that are wrong.
    findMany: ['GET', `/api/v1/accounts?id[]=${bot}`, [null], [{ id: bot }], [testPeople[alice]]],
    listFollowers: [
      'GET',
      `/api/v1/accounts/${alice}/followers`,
      [null],
      [{ cursor: 'a b', person: testPeople[bot] }],
      [{ cursor: '1', person: null }],
    ],
    listFollowing: [
      'GET',
      `/api/v1/accounts/${alice}/following`,
      [{ cursor: 1, person: testPeople[bot] }],
      [{ cursor: '1' }],
    ],
    countFollowRequests: ['GET', '/api/v1/accounts/verify_credentials', -1, 1.5, Number.NaN, '3'],
    relationships: [
      'GET',
      `/api/v1/accounts/relationships?id[]=${bot}`,
      [],
      [relationship(alice)],
      [relationship(bot), relationship(bot)],
    ],
    follow: ['POST', `/api/v1/accounts/${bot}/follow`, relationship(alice), { accountId: bot }],
    unfollow: ['POST', `/api/v1/accounts/${bot}/unfollow`, relationship(alice), { accountId: bot, following: 'yes' }],
  };
  for (const [name, [method, path, ...wrong]] of Object.entries(methods)) {
    const troubles: ReadonlyArray<readonly [string, number, () => unknown]> = [
      ['throws', 500, throws],
      ['rejects', 500, async () => throws()],
      ['hangs', 503, hangs],
      ...[null, undefined, 'words', ...wrong].map(
        (answer) => [`answers ${JSON.stringify(answer)}`, 500, () => answer] as const,
      ),
    ];
    test(`accounts.${name} that fails is a failure with an incident, and afterwards it works`, async () => {
      let does: (() => unknown) | undefined;
      const real = good[name as keyof HostAccounts] as (...given: unknown[]) => unknown;
      const own = { ...good, [name]: (...given: unknown[]) => (does === undefined ? real(...given) : does()) };
      const host = await startTestHost({ host: own });
      const token = await tokenOf(host, ['read', 'write'], alice);
      const send = () => host.request(path, { method, ...bearer(token) });
      for (const [what, status, trouble] of troubles) {
        does = trouble;
        const culprit = new RegExp(`accounts\\.${name} .`);
        await assertIncident(host, await send(), status, culprit, [token]).catch((error: Error) => {
          throw new Error(`${name} that ${what}: ${error.message}`, { cause: error });
        });
      }
      does = undefined;
      assert.equal((await send()).status, 200);
    });
  }
});

describe('A policy on consent', () => {
  const troubles: ReadonlyArray<readonly [string, number, () => unknown]> = [
    ['throws', 500, throws],
    ['hangs', 503, hangs],
    ['answers true', 500, () => true],
    ['answers blanks', 500, () => ' '],
  ];
  for (const [what, status, does] of troubles) {
    test(`that ${what} refuses with an incident, grants nothing, and the request waits for a better moment`, async () => {
      let broken = false;
      const consent: HostPolicies['consent'] = () => (broken ? (does() as never) : undefined);
      const scene = await begin({ policies: { consent } });
      const { host, browser, path, approve } = scene;
      const { client_id, client_secret } = await host.registerApp();
      const byPassword = () =>
        host.post('/oauth/token', {
          grant_type: 'password',
          username: 'bot',
          password: HOST_PASSWORD,
          client_id,
          client_secret,
        });
      const before = await host.auth.admin.listTokens();
      broken = true;
      for (const send of [() => browser.get(path), () => browser.submit(approve), byPassword]) {
        await assertIncident(host, await send(), status, /policies\.consent/, [HOST_PASSWORD, client_secret]);
      }
      assert.deepEqual(await host.auth.admin.listTokens(), before);
      broken = false;
      assert.notEqual(await codeFrom(scene), '');
      assert.equal((await byPassword()).status, 200);
    });
  }
});

describe('A policy on registration', () => {
  for (const [what, status, register] of [
    ['hangs', 503, hangs],
    ['answers false', 500, () => false],
  ] as const) {
    test(`that ${what} refuses with an incident, and registers nothing`, async () => {
      const host = await startTestHost({ policies: { register: register as never } });
      const response = await host.post('/api/v1/apps', { client_name: 'A', redirect_uris: CALLBACK });
      await assertIncident(host, response, status, /policies\.register/, []);
      assert.deepEqual(await host.auth.admin.listApps(), []);
    });
  }
});

describe('A password', () => {
  const spellings: Readonly<Record<string, (secret: string) => string>> = {
    'as it is': (secret) => secret,
    'in JSON': (secret) => JSON.stringify({ secret }),
    'in a URL': (secret) => `https://host.example/?q=${encodeURIComponent(secret.toWellFormed())}`,
    'in a form': (secret) => new URLSearchParams({ secret }).toString(),
  };
  const secrets = fc.string({
    minLength: 8,
    unit: fc.constantFrom(...'aZ09 "\'\\/&=+%<>~!*()\n\tü日'.split(''), '😀', '\ud800'),
  });
  for (const [how, spell] of Object.entries(spellings)) {
    test(`that the host puts into its error ${how} is in no log`, async () => {
      const caller = new HostCaller(1000);
      await fc.assert(
        fc.asyncProperty(secrets, async (secret) => {
          const call = () => {
            throw new Error(`refused: ${spell(secret)}`);
          };
          const error = await caller.call('accounts.authenticate', call, [secret]).catch((thrown: unknown) => thrown);
          assert.ok(error instanceof HostFailure);
          const spelt = spell('A').split('A')[0] ?? '';
          assert.ok(error.message.includes(`${spelt}[redacted]`), error.message);
          assert.ok(error.stack?.includes(`${spelt}[redacted]`));
          assert.ok(!`${error.message}${error.stack}`.includes(spell(secret)));
        }),
      );
    });
  }

  test('is a secret also where what was thrown cannot be written', async () => {
    const caller = new HostCaller(1000);
    for (const thrown of [Object.create(null), { toString: throws }]) {
      const call = () => {
        throw thrown;
      };
      await assert.rejects(caller.call('accounts.find', call), {
        message: 'accounts.find threw what cannot be written',
      });
    }
  });
});
