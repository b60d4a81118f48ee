import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { runCommand, startServer } from '../test-command.ts';

// The server counts by the real clock: no window of the limits that are tried here may end in between.
const MINUTE = 60_000;
const left = 5 * MINUTE - (Date.now() % (5 * MINUTE));
if (left < MINUTE) await sleep(left);

const server = await startServer({ RATE_LIMIT_FACTOR: '0.4' });

/** App registrations: two in ten minutes, from one address. */
async function register(): Promise<number> {
  const body = new URLSearchParams({ client_name: 'App', redirect_uris: 'urn:ietf:wg:oauth:2.0:oob' });
  return (await fetch(`${server.origin}/api/v1/apps`, { method: 'POST', body })).status;
}

/** Until the limit refuses. */
async function reach(): Promise<void> {
  for (let tries = 0; tries < 9; tries += 1) if ((await register()) === 429) return;
  assert.fail('The limit was never reached');
}

interface Listed {
  readonly id: string;
  readonly limit: string;
  readonly key: string;
  readonly state: string;
}

async function listed(): Promise<readonly Listed[]> {
  const { stdout } = await runCommand(['limits', 'list', '--json'], server.settings);
  return JSON.parse(stdout) as Listed[];
}

test('limits list shows who reached a limit of the running server; limits lift holds at its very next request', async () => {
  assert.match((await runCommand(['limits', 'list'], server.settings)).stderr, /^No limit is reached now/);
  await reach();
  const people = await runCommand(['limits', 'list'], server.settings);
  assert.match(people.stdout, /^ID .*\n\d+ +app registration +127\.0\.0\.1 +reached /);
  const [limit, ...others] = await listed();
  assert.deepEqual(others, []);
  assert.deepEqual([limit?.limit, limit?.key, limit?.state], ['app registration', '127.0.0.1', 'reached']);

  const lifted = await runCommand(['limits', 'lift', limit?.id ?? ''], server.settings);
  assert.equal(lifted.stdout, 'Lifted: app registration, 127.0.0.1\n');
  assert.equal(await register(), 200);
  assert.equal((await listed())[0]?.state, 'lifted');
  await reach();
  assert.equal((await listed())[0]?.state, 'reached');
  const audit = await runCommand(['audit', 'list', '--event', 'limit lifted', '--json'], server.settings);
  assert.deepEqual(
    (JSON.parse(audit.stdout) as { actor: string }[]).map(({ actor }) => actor),
    ['operator'],
  );
});

test('limits lift takes an address, in whatever way it is written, or a key', async () => {
  for (const words of [
    ['--address', '127.0.0.1'],
    ['--address', '::ffff:127.0.0.1'],
    ['--key', '127.0.0.1'],
  ]) {
    await reach();
    assert.match((await runCommand(['limits', 'lift', ...words], server.settings)).stdout, /^Lifted: app registration/);
    assert.equal(await register(), 200);
  }
});

test('limits lift takes an account, and all under which it is counted', async () => {
  const made = ['account', 'create', 'alice', '--email', 'alice@example.org', '--json'];
  assert.equal((await runCommand(made, server.settings)).code, 0);
  const app = ['app', 'create', '--name', 'Bot', '--redirect-uri', 'urn:ietf:wg:oauth:2.0:oob', '--json'];
  const { client_id, client_secret } = JSON.parse((await runCommand(app, server.settings)).stdout);
  const signIn = async (username: string) => {
    const body = new URLSearchParams({ grant_type: 'password', client_id, client_secret, username, password: 'wrong' });
    return (await fetch(`${server.origin}/oauth/token`, { method: 'POST', body })).status;
  };
  const reachBySignIn = async () => {
    for (let tries = 0; tries < 25; tries += 1) if ((await signIn('alice')) === 429) return;
    assert.fail('The limit was never reached');
  };
  // The address has as few tries as the account, and reaches its limit first.
  await reachBySignIn();
  await runCommand(['limits', 'lift', '--address', '127.0.0.1'], server.settings);
  await reachBySignIn();
  const { stdout } = await runCommand(['limits', 'lift', '--account', '@alice'], server.settings);
  assert.equal(stdout, 'Lifted: sign-in by account, @alice\n');
});

test('limits lift says what it does not know', async () => {
  for (const [words, said] of [
    [[], /^Name one/],
    [['1', '--address', '127.0.0.1'], /^Name one/],
    [['7'], /^No such limit is reached now/],
    [['x'], /^A reached limit is named by its id/],
    [['--address', '192.0.2.99'], /^No such limit is reached now/],
    [['--address', 'home'], /^"home" is no IP address/],
    [['--account', 'nobody'], /^There is no account/],
  ] as const) {
    const { code, stderr } = await runCommand(['limits', 'lift', ...words], server.settings);
    assert.equal(code, 1, words.join(' '));
    assert.match(stderr, said);
  }
});
