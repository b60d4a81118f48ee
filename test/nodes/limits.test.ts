/** Limits over two server processes that share one PostgreSQL database, and the command line as a third. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { createAccount } from '../../src/accounts/new-account.ts';
import { argon2id } from '../../src/accounts/password-hashes.ts';
import { openPostgresStore } from '../../src/storage/postgres/open-postgres-store.ts';
import { testDatabases, withPostgres } from '../../src/storage/postgres/testing/test-databases.ts';
import { type Registered, register } from '../support/register.ts';
import { CommandLine, RunningServer } from '../support/running-server.ts';

describe('limits over two nodes', withPostgres, () => {
  const databases = testDatabases();
  const nodes: RunningServer[] = [];
  let app: Registered;
  let settings: Readonly<Record<string, string>>;

  before(async () => {
    settings = {
      DATABASE_URL: await databases.newDatabase(),
      SECRET_KEY: randomBytes(32).toString('base64url'),
      PUBLIC_URL: 'http://localhost:3000',
      TRUSTED_PROXIES: '127.0.0.1',
      RATE_LIMIT_FACTOR: '1',
    };
    nodes.push(await RunningServer.start(settings));
    nodes.push(await RunningServer.start(settings));
    app = await register(nodes[0] as RunningServer, { redirect_uris: 'urn:ietf:wg:oauth:2.0:oob', scopes: 'read' });
    const store = await openPostgresStore({ url: settings.DATABASE_URL ?? '' });
    for (const username of ['alice', 'bob']) {
      const input = { username, email: `${username}@example.org`, password: 'correct horse battery staple' };
      await createAccount({ store, passwords: argon2id, now: Date.now }, input);
    }
    await store.close();
  });
  after(async () => {
    for (const node of nodes) await node.dispose();
  });

  const nodeOf = (index: number) => nodes[index % nodes.length] as RunningServer;

  /** A wrong password, from an address of its own: only the account is counted as often as that. */
  async function signIn(index: number, username: string): Promise<number> {
    const { client_id, client_secret } = app;
    const form = { grant_type: 'password', client_id, client_secret, username, password: 'wrong' };
    const address = `198.51.${100 + Math.floor(index / 250)}.${index % 250}`;
    return (await nodeOf(index).post('/oauth/token', form, { 'X-Forwarded-For': address })).status;
  }

  const inParallel = (count: number, act: (index: number) => Promise<number>) =>
    Promise.all(Array.from({ length: count }, (_, index) => act(index)));

  /** How many got past the limit, whatever became of them then. */
  const judged = (statuses: readonly number[]) => statuses.filter((status) => status !== 429).length;

  async function run(...words: string[]): Promise<string> {
    const command = new CommandLine(words, settings);
    const { code } = await command.ended;
    assert.equal(code, 0, command.stderr);
    return command.stdout;
  }

  test('of 200 sign-ins at once, spread over both, exactly 25 are judged (contract §1.6, decision 17)', async () => {
    assert.equal(judged(await inParallel(200, (index) => signIn(index, 'alice'))), 25);
  });

  test('a limit that was reached on one node is reached on the other, and both say so alike', async () => {
    const headers = { 'X-Forwarded-For': '203.0.113.9' };
    for (let tries = 0; tries < 5; tries++) {
      const { status } = await nodeOf(0).post(
        '/api/v1/apps',
        { client_name: 'x', redirect_uris: 'urn:ietf:wg:oauth:2.0:oob' },
        headers,
      );
      assert.equal(status, 200);
    }
    const refusal = await nodeOf(1).post('/api/v1/apps', { client_name: 'x' }, headers);
    assert.equal(refusal.status, 429);
    assert.equal(refusal.headers.get('x-ratelimit-remaining'), '0');
    const reset = refusal.headers.get('x-ratelimit-reset');
    assert.equal((await nodeOf(0).post('/api/v1/apps', {}, headers)).headers.get('x-ratelimit-reset'), reset);
    const listed = JSON.parse(await run('limits', 'list', '--json')) as { limit: string; key: string }[];
    const [of, ...others] = listed.filter(({ key }) => key === '203.0.113.9');
    assert.deepEqual([of?.limit, others.length], ['app registration', 0]);
  });

  test('what the command line lifts is lifted at the next request on both nodes, in the middle of load', async () => {
    assert.ok(judged(await inParallel(40, (index) => signIn(index, 'bob'))) <= 25);
    let over = false;
    const statuses: number[] = [];
    const load = Promise.all(
      [0, 1, 2, 3].map(async (index) => {
        while (!over) statuses.push(await signIn(300 + index, 'alice'));
      }),
    );
    try {
      assert.match(await run('limits', 'lift', '--account', 'bob'), /^Lifted: sign-in by account, @bob/);
      // The first requests that begin after the command ended.
      const [one, two] = [signIn(600, 'bob'), signIn(601, 'bob')];
      assert.notEqual(await one, 429);
      assert.notEqual(await two, 429);
    } finally {
      over = true;
      await load;
    }
    assert.equal(judged(statuses), 0, 'nobody else got past a limit by it');
    assert.equal(judged(await inParallel(100, (index) => signIn(700 + index, 'bob'))), 23);
  });
});
