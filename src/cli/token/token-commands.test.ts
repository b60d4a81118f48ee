import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runCommand, startServer } from '../test-command.ts';

const server = await startServer();

async function newToken(): Promise<string> {
  const words = ['app', 'create', '--name', 'App', '--redirect-uri', 'urn:ietf:wg:oauth:2.0:oob', '--json'];
  const { stdout } = await runCommand(words, server.settings);
  const { client_id, client_secret } = JSON.parse(stdout) as { client_id: string; client_secret: string };
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id, client_secret });
  const response = await fetch(`${server.origin}/oauth/token`, { method: 'POST', body });
  return ((await response.json()) as { access_token: string }).access_token;
}

async function statusOf(accessToken: string): Promise<number> {
  const url = `${server.origin}/api/v1/apps/verify_credentials`;
  return (await fetch(url, { headers: { Authorization: `Bearer ${accessToken}` } })).status;
}

test('token list shows living tokens without the tokens; token revoke ends one for the running server at once', async () => {
  const accessToken = await newToken();
  assert.equal(await statusOf(accessToken), 200);
  const people = await runCommand(['token', 'list'], server.settings);
  assert.match(people.stdout, /^ID .*\n\d+ +App +\(the app itself\) +read /);
  const listed = await runCommand(['token', 'list', '--json'], server.settings);
  assert.ok(!(people.stdout + listed.stdout).includes(accessToken));
  const [token] = JSON.parse(listed.stdout) as { id: string; app: { id: string } }[];
  const id = token?.id ?? '';
  const ofApp = await runCommand(['token', 'list', '--app', token?.app.id ?? '', '--json'], server.settings);
  assert.equal((JSON.parse(ofApp.stdout) as unknown[]).length, 1);

  assert.match(
    (await runCommand(['token', 'revoke', id], server.settings)).stdout,
    /^Token \d+ of "App" is revoked\.\n$/,
  );
  assert.equal(await statusOf(accessToken), 401);
  const again = await runCommand(['token', 'revoke', id], server.settings);
  assert.equal(again.code, 1);
  assert.match(again.stderr, /^No living token has the id /);
});

test('token list says that an account or an app is unknown', async () => {
  for (const words of [
    ['--account', 'nobody'],
    ['--app', 'nothing'],
  ]) {
    const { code, stderr } = await runCommand(['token', 'list', ...words], server.settings);
    assert.equal(code, 1);
    assert.match(stderr, /^There is no (account|app) /);
  }
});

test('token revoke does not repeat a token that was pasted in place of its id', async () => {
  const accessToken = await newToken();
  const { code, stdout, stderr } = await runCommand(['token', 'revoke', accessToken], server.settings);
  assert.equal(code, 1);
  assert.ok(!(stdout + stderr).includes(accessToken));
});

test('token revoke takes a pasted token for what it is also where it begins with a hyphen', async () => {
  const pasted = '-hush_hush_hush_hush_hush_hush_hush_hush_hu';
  const { code, stdout, stderr } = await runCommand(['token', 'revoke', pasted], server.settings);
  assert.equal(code, 1);
  assert.ok(!(stdout + stderr).includes(pasted));
});
