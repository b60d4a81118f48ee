import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { createResourceServer, RequestRefused, type ResourceServer, user } from '../../src/exports/resource-server.ts';
import { Person } from '../support/person.ts';
import { RunningServer } from '../support/running-server.ts';

/** The stated bound of a revocation by another process (SQLite), with room for a busy machine. */
const SOON = 20_000;

/** Longer than any test: what is refused within the bound was not refused by age. */
const NEVER = 3_600_000;

const redirectUri = 'https://app.example/callback';

describe('A resource server in another process than the authorization server', () => {
  let server: RunningServer;
  let api: ResourceServer;
  let credentials: { readonly clientId: string; readonly clientSecret: string };
  let app: { readonly id: string; readonly client_id: string; readonly client_secret: string };
  let questions = 0;
  let token: string;
  let alice: Person;
  const counting: typeof fetch = (input, init) => {
    if (String(input).endsWith('/introspect')) questions += 1;
    return fetch(input, init);
  };

  before(async () => {
    server = await RunningServer.start();
    await server.addAccount('alice');
    await server.addAccount('root', { role: 'owner' });
    const created = await server.command('app', 'create', '--name', 'API', '--resource-server', '--json');
    const { client_id, client_secret } = JSON.parse(created.stdout) as Record<string, string>;
    credentials = { clientId: client_id ?? '', clientSecret: client_secret ?? '' };
    const registered = await server.post('/api/v1/apps', {
      client_name: 'An app',
      redirect_uris: redirectUri,
      scopes: 'read write admin:read admin:write',
    });
    app = (await registered.json()) as typeof app;
    api = createResourceServer({
      issuer: server.origin,
      ...credentials,
      cache: { maxAgeMs: NEVER, maxEntries: 3 },
      fetch: counting,
    });
  });
  after(async () => {
    api.close();
    await server.dispose();
  });
  beforeEach(async () => {
    token = await newToken();
    await judge();
    await until(() => api.isListening);
    // A node that begins to hear of what others end says first that something may have ended.
    await until(async () => {
      await judge();
      questions = 0;
      await sleep(50);
      await judge();
      return questions === 0;
    });
  });

  async function newToken(): Promise<string> {
    alice = new Person(server, 'alice');
    return tokenOf(alice, 'read');
  }

  async function tokenOf(person: Person, scope: string): Promise<string> {
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: app.client_id,
      redirect_uri: redirectUri,
      scope,
    });
    const location = await person.approve(`/oauth/authorize?${query}`);
    const answer = await server.post('/oauth/token', {
      grant_type: 'authorization_code',
      client_id: app.client_id,
      client_secret: app.client_secret,
      redirect_uri: redirectUri,
      code: new URL(location).searchParams.get('code') ?? '',
    });
    return ((await answer.json()) as { access_token: string }).access_token;
  }

  const judge = (access = user('read'), bearer = token) =>
    api.authenticate({ headers: { authorization: `Bearer ${bearer}` } }, access);

  async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
    const deadline = performance.now() + SOON;
    while (!(await holds())) {
      assert.ok(performance.now() < deadline, `It did not happen within ${SOON} ms`);
      await sleep(20);
    }
  }

  const isRefused = (status: number) => async () => {
    try {
      await judge();
      return false;
    } catch (error) {
      assert.ok(error instanceof RequestRefused, String(error));
      assert.equal(error.status, status, error.message);
      return true;
    }
  };

  test('learns who calls, and asks once as long as nothing ends', async () => {
    const caller = await judge();
    assert.equal(caller.account.username, 'alice');
    assert.deepEqual([caller.scopes, caller.app?.name], [['read'], 'An app']);
    await Promise.all([judge(), judge(), judge()]);
    assert.equal(questions, 0);
  });

  test('refuses in the words and with the challenge of the authorization server (contract §11)', async () => {
    await assert.rejects(judge(user('write')), (error: RequestRefused) => {
      assert.equal(error.status, 403);
      assert.deepEqual(error.body, { error: 'This action is outside the authorized scopes' });
      assert.match(error.headers['WWW-Authenticate'] ?? '', /insufficient_scope/);
      return true;
    });
    await assert.rejects(judge(user('read'), 'unknown'), (error: RequestRefused) => error.status === 401);
  });

  test('refuses a token as soon as its app gives it back', async () => {
    const { client_id, client_secret } = app;
    await server.post('/oauth/revoke', { client_id, client_secret, token });
    await until(isRefused(401));
  });

  test('refuses a token as soon as its person takes the access back on the page', async () => {
    await alice.takeBack(app.id);
    await until(isRefused(401));
  });

  test('refuses a token as soon as staff suspends its person, and takes it again afterwards (CVE-2025-62175)', async () => {
    const staff = await tokenOf(new Person(server, 'root'), 'admin:write');
    const { id } = (await judge()).account;
    const act = async (path: string, fields: Readonly<Record<string, string>> = {}) => {
      const response = await fetch(`${server.origin}/api/v1/admin/accounts/${id}/${path}`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${staff}` },
        body: new URLSearchParams(fields),
      });
      assert.equal(response.status, 200);
    };
    await act('action', { type: 'suspend' });
    await until(isRefused(403));
    await act('unsuspend');
    await until(async () => !(await isRefused(403)()));
    await act('action', { type: 'disable' });
    await until(isRefused(403));
    await act('enable');
    await until(async () => !(await isRefused(403)()));
  });

  test('refuses a token soon after the operator revoked it in a third process', async () => {
    const listed = await server.command('token', 'list', '--json');
    const [newest] = JSON.parse(listed.stdout) as { readonly id: string }[];
    await server.command('token', 'revoke', newest?.id ?? '');
    await until(isRefused(401));
  });

  test('remembers no more tokens than it was allowed', async () => {
    for (let index = 0; index < 4; index++) await judge(user('read'), await newToken());
    questions = 0;
    await judge();
    assert.equal(questions, 1, 'the first of five was forgotten with room for three');
  });

  test('forgets everything when the stream breaks, refuses what it cannot judge, and goes on after a restart', async () => {
    await server.stop();
    await until(() => !api.isListening);
    assert.ok(await isRefused(503)());
    await server.restart();
    const caller = await judge();
    assert.equal(caller.account.username, 'alice');
  });

  test('lets no app listen that the operator did not register as a resource server', async () => {
    const basic = (id: string, secret: string) => ({
      Authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
    });
    const path = '/oauth/introspect/revocations';
    assert.equal((await server.get(path, basic(app.client_id, app.client_secret))).status, 403);
    assert.equal((await server.get(path, basic(app.client_id, 'wrong'))).status, 401);
    assert.equal((await server.get(path)).status, 401);
  });
});

describe('A resource server before an authorization server that misbehaves', () => {
  let answer: (path: string) => { readonly status: number; readonly body: string };
  let server: Server;
  let api: ResourceServer;

  before(async () => {
    server = createServer((request, response) => {
      const { status, body } = answer(request.url ?? '');
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(body);
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    api = createResourceServer({ issuer, clientId: 'a', clientSecret: 'b', cache: { maxAgeMs: 0 }, timeoutMs: 500 });
  });
  after(() => {
    api.close();
    server.closeAllConnections();
    server.close();
  });

  for (const [what, given] of [
    ['fails', { status: 500, body: '{}' }],
    ['answers what is no JSON', { status: 200, body: 'hello' }],
    ['is another one', { status: 200, body: '{"active":true,"iss":"https://other.example","scope":"read"}' }],
    ['says nothing of the issuer', { status: 200, body: '{"active":true,"scope":"read"}' }],
    ['leaves out who calls', { status: 200, body: '{"active":true}' }],
  ] as const) {
    test(`refuses with 503 when it ${what}`, async () => {
      answer = () => given;
      await assert.rejects(api.authenticate({ authorization: 'Bearer x' }, user('read')), (error: RequestRefused) => {
        assert.equal(error.status, 503);
        assert.equal(error.headers['Retry-After'], '5');
        assert.doesNotMatch(JSON.stringify(error.body), /Bearer|x/);
        return error instanceof RequestRefused;
      });
    });
  }
});
