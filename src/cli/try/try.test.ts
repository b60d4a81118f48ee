import assert from 'node:assert/strict';
import { test } from 'node:test';
import { consentForms, formsOf, TestBrowser } from '../../../test/support/test-browser.ts';
import { freePort, newSettings, runCommand, startServer, TestCommand } from '../test-command.ts';

const PASSWORD = 'correct horse battery staple';

const server = await startServer();
const words = ['account', 'create', 'alice', '--email', 'a@example.org', '--password-stdin'];
assert.equal((await runCommand(words, server.settings, PASSWORD)).code, 0);

/** Signs in and answers the consent page; where the browser is sent. */
async function answer(link: string, how: 'approve' | 'deny'): Promise<string> {
  const { origin } = server;
  const browser = new TestBrowser({
    origin,
    request: (path, init) => fetch(new URL(path, origin), { ...init, redirect: 'manual' }),
  });
  const [signIn] = formsOf(await (await browser.open(link.replace(origin, ''))).text());
  assert.ok(signIn);
  const signedIn = await browser.submit(signIn, { 'user[email]': 'alice', 'user[password]': PASSWORD });
  const consent = await browser.open(signedIn.headers.get('location') ?? '');
  const location = (await browser.submit(consentForms(await consent.text())[how])).headers.get('location') ?? '';
  if (!location.startsWith('/')) return location;
  const page = await (await browser.open(location)).text();
  return /<input class="oauth-code"[^>]* value="([^"]+)"/.exec(page)?.[1] ?? '';
}

async function startTry(...words: readonly string[]) {
  const command = new TestCommand(['try', ...words], server.settings);
  const [, link = ''] = await command.says(/^ +(http\S+\/oauth\/authorize\?\S+)$/m);
  return { command, link };
}

/** What a journey used must not be found in what was shown of it. */
function assertMasked(shown: string, ...secrets: readonly string[]): void {
  for (const name of ['client_secret', 'access_token', 'code_verifier', 'code', 'token']) {
    for (const [, value = ''] of shown.matchAll(new RegExp(`^ +${name}(?:=|: )(.*)$`, 'gm'))) {
      assert.match(value, /^[A-Za-z0-9_-]{4}…$/, name);
    }
  }
  for (const secret of secrets) assert.ok(!shown.includes(secret));
  const open = new Set(['client_id', 'code_challenge', 'vapid_key']);
  const long = [...shown.matchAll(/([a-z_]+)(?:=|: )([A-Za-z0-9_-]{43,})(?![A-Za-z0-9_-])/g)];
  assert.deepEqual(
    long.flatMap(([, name = '']) => (open.has(name) ? [] : name)),
    [],
  );
}

test('try plays the whole journey, shows no secret and ends with 0', async () => {
  const { command, link } = await startTry('--scopes', 'read write');
  assert.equal(new URL(link).searchParams.get('code_challenge_method'), 'S256');
  const back = await answer(link, 'approve');
  assert.match(back, /^http:\/\/127\.0\.0\.1:\d+\/\?/);
  const page = await fetch(back);
  assert.match(await page.text(), /reached your terminal/);
  const { code, stdout, stderr } = await command.ended;
  assert.equal(code, 0, stdout + stderr);
  assert.match(stdout, /✓ The app acts for @alice/);
  assert.match(stdout, /✓ It is refused: 400 invalid_grant/);
  assert.equal(stdout.match(/✓ The token is dead: 401/g)?.length, 2);
  assert.match(stdout, /\nAll went well\.\n$/);
  assertMasked(stdout + stderr, new URL(back).searchParams.get('code') ?? '');
});

test('try takes a code that was copied by hand', async () => {
  const { command, link } = await startTry('--oob', '--scopes', 'write');
  const code = await answer(link, 'approve');
  command.endInput(code);
  const outcome = await command.ended;
  assert.equal(outcome.code, 0, outcome.stdout + outcome.stderr);
  assert.match(outcome.stdout, /✓ What the scopes do not cover is refused with 403/);
  assertMasked(outcome.stdout + outcome.stderr, code);
});

test('try takes the address that the browser could not open', async () => {
  const { command, link } = await startTry();
  command.type(`${await answer(link, 'approve')}\n`);
  const { code, stdout } = await command.ended;
  assert.equal(code, 0, stdout);
  assert.match(stdout, /✓ The state is the one that was sent/);
});

test('try says that the person refused, ends what it holds and fails', async () => {
  const { command, link } = await startTry();
  await fetch(await answer(link, 'deny'));
  const { code, stdout } = await command.ended;
  assert.equal(code, 1);
  assert.match(stdout, /✗ The app is let in; but the answer was access_denied/);
  const tokens = await runCommand(['token', 'list', '--json'], server.settings);
  assert.deepEqual(JSON.parse(tokens.stdout), []);
});

test('try believes no answer with another state or from another issuer', async () => {
  for (const change of [{ state: 'another' }, { iss: 'https://evil.example' }]) {
    const { command, link } = await startTry();
    const back = new URL(await answer(link, 'approve'));
    for (const [name, value] of Object.entries(change)) back.searchParams.set(name, value);
    await fetch(back);
    const { code, stdout } = await command.ended;
    assert.equal(code, 1);
    assert.doesNotMatch(stdout, /The code becomes a token/);
    assertMasked(stdout, back.searchParams.get('code') ?? '');
  }
});

test('try ends cleanly by Ctrl-C, by the end of its patience and by the end of its input', async () => {
  const interrupted = await startTry();
  interrupted.command.kill('SIGINT');
  assert.equal((await interrupted.command.ended).code, 130);

  const late = await startTry('--timeout', '1');
  assert.match((await late.command.ended).stdout, /nothing came within 1 seconds/);

  const closed = await startTry('--oob');
  closed.command.endInput();
  const { code, stdout } = await closed.command.ended;
  assert.equal(code, 1);
  assert.match(stdout, /the input ended/);
  const tokens = await runCommand(['token', 'list', '--json'], server.settings);
  assert.deepEqual(JSON.parse(tokens.stdout), []);
});

test('try says what it cannot reach and what is no address', async () => {
  const settings = newSettings();
  const nobody = await runCommand(['try', '--server', `http://127.0.0.1:${await freePort()}`], settings);
  assert.equal(nobody.code, 1);
  assert.match(nobody.stdout, /✗ GET .* is answered; but .*ECONNREFUSED/);
  const nonsense = await runCommand(['try', '--server', 'ftp://x'], settings);
  assert.equal(nonsense.code, 2);
  assert.match(nonsense.stderr, /^"ftp:\/\/x" is no address of a server/);
});

test('try names a scope that the server does not know', async () => {
  const { code, stdout } = await runCommand(['try', '--scopes', 'read fly'], server.settings);
  assert.equal(code, 1);
  assert.match(stdout, /✗ The app gets a client id and a client secret; but the answer was 422: Validation failed/);
});
