import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newSettings, runCommand, type Settings } from '../test-command.ts';

const redirect = ['--redirect-uri', 'https://app.example/cb'];

async function newDatabase(): Promise<Settings> {
  const settings = newSettings();
  await runCommand(['migrate'], settings);
  return settings;
}

async function createApp(settings: Settings, ...more: readonly string[]) {
  const { stdout } = await runCommand(['app', 'create', '--name', 'App', ...redirect, '--json', ...more], settings);
  return JSON.parse(stdout) as { id: string; client_id: string; client_secret: string; scopes: string[] };
}

test('app create shows the secret once; app show and app list never', async () => {
  const settings = await newDatabase();
  const words = ['app', 'create', '--name', 'Bot', ...redirect, '--redirect-uri', 'urn:ietf:wg:oauth:2.0:oob'];
  const { code, stdout } = await runCommand(
    [...words, '--scopes', 'read write', '--website', 'https://b.example'],
    settings,
  );
  assert.equal(code, 0);
  const secret = /^Client secret +(\S{43})$/m.exec(stdout)?.[1] ?? 'none';
  const clientId = /^Client id +(\S{43})$/m.exec(stdout)?.[1] ?? 'none';
  assert.equal(stdout.match(/^Redirect URI/gm)?.length, 2);
  const shown = await runCommand(['app', 'show', clientId], settings);
  assert.match(shown.stdout, /^Scopes +read write$/m);
  const listed = await runCommand(['app', 'list'], settings);
  const forScripts = await runCommand(['app', 'list', '--json'], settings);
  for (const text of [shown.stdout, listed.stdout, forScripts.stdout]) {
    assert.match(text, /Bot/);
    assert.ok(!text.includes(secret));
    assert.doesNotMatch(text, /digest|secret/i);
  }
});

test('app create keeps the rules of POST /api/v1/apps', async () => {
  const settings = await newDatabase();
  assert.deepEqual((await createApp(settings)).scopes, ['read']);
  const refusals = [
    [['--name', ' ', ...redirect], "Application name can't be blank"],
    [['--name', 'App'], "Redirect URI can't be blank"],
    [['--name', 'App', '--redirect-uri', 'javascript:alert(1)'], 'Redirect URI is forbidden by the server.'],
    [['--name', 'App', ...redirect, '--scopes', 'fly'], "Scopes doesn't match those configured on the server."],
    [['--name', 'App', ...redirect, '--website', 'nowhere'], 'Application website is not a valid URL'],
  ] as const;
  for (const [words, sentence] of refusals) {
    const { code, stderr } = await runCommand(['app', 'create', ...words], settings);
    assert.equal(code, 1, sentence);
    assert.ok(stderr.startsWith('Validation failed: ') && stderr.includes(sentence), stderr);
  }
});

test('app create --resource-server makes an app that may introspect every token, and nothing else does', async () => {
  const settings = await newDatabase();
  const words = ['app', 'create', '--name', 'API', '--resource-server'];
  const { stdout } = await runCommand([...words, '--json'], settings);
  const made: Record<string, unknown> = JSON.parse(stdout);
  assert.equal(made.resource_server, true);
  assert.deepEqual(made.redirect_uris, ['urn:ietf:wg:oauth:2.0:oob']);
  const own = await runCommand([...words, ...redirect], settings);
  assert.match(own.stdout, /^Redirect URI +https:\/\/app\.example\/cb$/m);
  assert.match(own.stdout, /^Resource server +yes/m);
  const plain = await createApp(settings);
  const shown = await runCommand(['app', 'show', plain.id], settings);
  assert.match(shown.stdout, /^Resource server +no$/m);
  const listed = await runCommand(['app', 'list'], settings);
  assert.equal(listed.stdout.match(/ resource server /g)?.length, 2);
  assert.match(listed.stdout, new RegExp(`^${plain.id} .* app `, 'm'));
});

test('app show finds an app by its id too, and says when there is none', async () => {
  const settings = await newDatabase();
  const first = await createApp(settings);
  await createApp(settings);
  const { stdout } = await runCommand(['app', 'show', first.id, '--json'], settings);
  const view: Record<string, unknown> = JSON.parse(stdout);
  assert.equal(view.client_id, first.client_id);
  assert.equal(view.people, 0);
  assert.equal(view.last_used_at, null);
  const { code, stderr } = await runCommand(['app', 'show', '1'], settings);
  assert.equal(code, 1);
  assert.match(stderr, /^There is no app "1"\. /);
});

test('app delete says who uses the app, and does nothing without a yes', async () => {
  const settings = await newDatabase();
  const { id } = await createApp(settings);
  const asked = await runCommand(['app', 'delete', id], settings);
  assert.equal(asked.code, 1);
  assert.match(asked.stderr, /0 people use it/);
  assert.match(asked.stderr, /pass --yes/);
  assert.equal((await runCommand(['app', 'show', id], settings)).code, 0);
  assert.equal((await runCommand(['app', 'delete', id, '--yes'], settings)).code, 0);
  assert.equal((await runCommand(['app', 'show', id], settings)).code, 1);
  assert.equal((await runCommand(['app', 'delete', id, '--yes'], settings)).code, 1);
});

test('app show and app delete take a client id for what it is also where it begins with a hyphen', async () => {
  const settings = await newDatabase();
  const clientId = `-${'a'.repeat(42)}`;
  for (const words of [
    ['app', 'show', clientId, '--json'],
    ['app', 'delete', '--yes', clientId],
  ]) {
    const { code, stderr } = await runCommand(words, settings);
    assert.equal(code, 1);
    assert.match(stderr, /^There is no app "-a+"/);
  }
});
