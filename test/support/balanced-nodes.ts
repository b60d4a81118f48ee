import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { createAccount } from '../../src/accounts/new-account.ts';
import { argon2id } from '../../src/accounts/password-hashes.ts';
import { openPostgresStore } from '../../src/storage/postgres/open-postgres-store.ts';
import { testDatabases, withPostgres } from '../../src/storage/postgres/testing/test-databases.ts';
import type { RunningProxy } from './guarded-api.ts';
import { Person } from './person.ts';
import { redeem, register } from './register.ts';
import { Requests } from './requests.ts';
import { CommandLine, freePort } from './running-server.ts';
import { TestBrowser } from './test-browser.ts';
import { PASSWORD } from './test-server.ts';

/** A proxy with the configuration that operators get. */
export interface BalancerManners {
  readonly name: string;
  readonly suite: { readonly skip: string | false };
  /** What its nodes need beside the settings of all. */
  readonly settings?: Readonly<Record<string, string>>;
  start(nodePorts: readonly [number, number, number]): Promise<RunningProxy>;
}

/** The text of a file in `packaging/`. */
export function packaged(name: string): string {
  return readFileSync(join(import.meta.dirname, '..', '..', 'packaging', name), 'utf8');
}

async function untilTrue(holds: () => Promise<boolean>, what: string): Promise<void> {
  const deadline = performance.now() + 20_000;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`It never came to this: ${what}`);
    await sleep(50);
  }
}

/** How requests were answered, in their order. */
interface Answers {
  readonly get: (number | string)[];
  readonly post: (number | string)[];
}

/** What a client of the proxy reaches: one server, as far as it can tell. */
class Front extends Requests {
  readonly origin: string;

  constructor(port: number) {
    super();
    this.origin = `http://localhost:${port}`;
  }

  override request(path: string, init: RequestInit = {}): Promise<Response> {
    return fetch(new URL(path, this.origin), { redirect: 'manual', ...init });
  }
}

/** Three nodes over PostgreSQL behind a proxy: what an app and a person meet, also while nodes end and come back. */
export function testBalancedNodes(manners: BalancerManners): void {
  const databases = testDatabases();
  const skip = manners.suite.skip || withPostgres.skip;
  describe(`Three nodes behind ${manners.name}`, { skip }, () => {
    let proxy: RunningProxy;
    let front: Front;
    let settings: Readonly<Record<string, string>>;
    let ports: readonly [number, number, number];
    const nodes: CommandLine[] = [];

    const startNode = async (index: 0 | 1 | 2) => {
      const node = new CommandLine(['serve'], { ...settings, PORT: String(ports[index]) });
      nodes[index] = node;
      await node.says(/listens on/);
    };

    before(async () => {
      ports = [await freePort(), await freePort(), await freePort()];
      proxy = await manners.start(ports);
      front = new Front(proxy.port);
      const url = await databases.newEmptyDatabase();
      settings = {
        HOST: '127.0.0.1',
        PUBLIC_URL: front.origin,
        DATABASE_URL: url,
        SECRET_KEY: 'the same on every node of this test',
        TRUSTED_PROXIES: '127.0.0.1',
        RATE_LIMIT_FACTOR: 'off',
        ...manners.settings,
      };
      // All at once, on a database without a table.
      await Promise.all(([0, 1, 2] as const).map(startNode));
      const store = await openPostgresStore({ url, poolSize: 1 });
      const input = { username: 'alice', email: 'alice@example.org', password: PASSWORD };
      await createAccount({ store, passwords: argon2id, now: Date.now }, input);
      await store.close();
      await untilAllTakePart();
    });
    after(async () => {
      for (const node of nodes) node.kill('SIGKILL');
      await Promise.all(nodes.map((node) => node.ended));
      await proxy?.stop();
    });

    /** A proxy takes a node back some seconds after it found it away. */
    async function untilAllTakePart(): Promise<void> {
      const share = nodes.map((node) => node.stdout.length);
      await untilTrue(async () => {
        const response = await front.get('/api/v1/instance').catch(() => undefined);
        await response?.text();
        return response?.status === 200 && nodes.every((node, index) => node.stdout.length > (share[index] ?? 0));
      }, 'every node takes part');
    }

    /** Signs in, lets an app in and uses its token: a request after the other, each to whichever node. */
    async function signIn(scope: string): Promise<{ readonly access_token: string }> {
      const app = await register(front, { redirect_uris: 'urn:ietf:wg:oauth:2.0:oob', scopes: scope });
      const { client_id, redirect_uri } = app;
      const alice = new Person(front, 'alice');
      const query = new URLSearchParams({ response_type: 'code', client_id, redirect_uri, scope });
      const code = await alice.approveAndCopyCode(`/oauth/authorize?${query}`);
      return (await (await redeem(front, app, code)).json()) as { access_token: string };
    }

    async function journey(): Promise<number> {
      const { access_token } = await signIn('read');
      const used = await front.get('/api/v1/accounts/verify_credentials', { Authorization: `Bearer ${access_token}` });
      return used.status;
    }

    test('are one server to a person and an app', async () => {
      const statuses = await Promise.all(Array.from({ length: 6 }, journey));
      assert.deepEqual(statuses, Array(6).fill(200));
      const idle = () => nodes.filter((node) => !node.stdout.includes('"msg":"answered"'));
      await untilTrue(async () => idle().length === 0, 'every node has its share');
    });

    test('tell apps that listen what happens, by WebSocket and by events, whichever node it happens on', async () => {
      const { access_token: token } = await signIn('read write');
      const socket = new WebSocket(`${front.origin.replace('http', 'ws')}/api/v1/streaming?stream=user`, [token]);
      const told = once(socket, 'message');
      await once(socket, 'open');
      const stream = await front.get('/api/v1/streaming/user', { Authorization: `Bearer ${token}` });
      const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
      assert.equal((await reader?.read())?.value, ':)\n');
      const post = () => front.post('/api/v1/statuses', { status: 'Hello' }, { Authorization: `Bearer ${token}` });
      // A node hears the others once its connection for it is made: posted until it is heard.
      const posting = setInterval(() => void post().then((answer) => answer.text()), 200);
      assert.equal(JSON.parse(String((await told)[0])).event, 'update');
      assert.match((await reader?.read())?.value ?? '', /^event: update\ndata: \{/);
      clearInterval(posting);
      socket.terminate();
      await reader?.cancel();
    });

    test('take the address of a client from the proxy, and nothing that the client wrote of itself', async () => {
      const forged = { 'X-Forwarded-For': '203.0.113.9', 'X-Forwarded-Proto': 'https' };
      await front.get('/api/v1/instance', forged);
      const browser = new TestBrowser(front);
      await browser.signIn('alice');
      await sleep(200);
      const log = nodes.map((node) => node.stdout).join('');
      assert.match(log, /"address":"127\.0\.0\.1"/);
      assert.doesNotMatch(log, /203\.0\.113\.9/);
    });

    /** Asks without a pause, by GET and by POST, until it is told to end, and says how that was answered. */
    async function keepAsking(): Promise<{ end(): Promise<Answers> }> {
      const app = await register(front, { redirect_uris: 'urn:ietf:wg:oauth:2.0:oob', scopes: 'read' });
      const client = { client_id: app.client_id, client_secret: app.client_secret };
      const answers: Answers = { get: [], post: [] };
      let asking = true;
      const ask = async (statuses: (number | string)[], send: () => Promise<Response>) => {
        while (asking) {
          const status = await send().then(
            async (response) => {
              await response.text();
              return response.status;
            },
            () => 'no answer',
          );
          statuses.push(status);
          await sleep(5);
        }
      };
      const askers = [1, 2, 3, 4].flatMap(() => [
        ask(answers.get, () => front.get('/api/v1/instance')),
        ask(answers.post, () => front.post('/oauth/token', { grant_type: 'client_credentials', ...client })),
      ]);
      return {
        async end() {
          asking = false;
          await Promise.all(askers);
          return answers;
        },
      };
    }

    test('lose no request while one of them is restarted', async () => {
      const asking = await keepAsking();
      for (const index of [0, 1, 2] as const) {
        nodes[index]?.kill('SIGTERM');
        assert.deepEqual(await nodes[index]?.ended, { code: 0, signal: null });
        await startNode(index);
        await untilAllTakePart();
      }
      const { get, post } = await asking.end();
      assert.deepEqual([...new Set(get)], [200]);
      // Whoever connected in the very moment in which a port was closed was turned away with what they sent.
      assert.ok(post.filter((status) => status !== 200).length <= 3, [...new Set(post)].join());
      assert.ok(get.length > 50 && post.length > 50);
    });

    test('go on when one of them is killed', async () => {
      nodes[1]?.kill('SIGKILL');
      await nodes[1]?.ended;
      // What was on its way to the dead node is lost: it may have been answered, so no proxy sends it twice.
      await untilTrue(async () => {
        const responses = await Promise.all(Array.from({ length: 6 }, () => front.get('/health')));
        return responses.every(({ status }) => status === 200);
      }, 'the proxy knows that it is gone');
      assert.deepEqual(await Promise.all(Array.from({ length: 4 }, journey)), Array(4).fill(200));
    });

    test('go on when one alone is left, which is not taken for dead with the others', async () => {
      const app = await register(front, { redirect_uris: 'urn:ietf:wg:oauth:2.0:oob', scopes: 'read' });
      const client = { client_id: app.client_id, client_secret: app.client_secret };
      const askForToken = async () => {
        const response = await front.post('/oauth/token', { grant_type: 'client_credentials', ...client });
        await response.text();
        return response.status;
      };
      nodes[2]?.kill('SIGKILL');
      await nodes[2]?.ended;
      // By these the proxy notices.
      await Promise.all(Array.from({ length: 12 }, askForToken));
      const statuses = await Promise.all(Array.from({ length: 12 }, askForToken));
      assert.deepEqual([...new Set(statuses)], [200]);
    });
  });
}
