import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newSettings, runCommand, type Settings, startServer } from '../test-command.ts';

interface Entry {
  readonly id: string;
  readonly at: string;
  readonly event: string;
  readonly actor: string;
  readonly actor_id: string | null;
  readonly account_id: string | null;
  readonly app_id: string | null;
  readonly address: string | null;
  readonly details: Readonly<Record<string, unknown>>;
}

async function list(settings: Settings, ...words: readonly string[]): Promise<readonly Entry[]> {
  const { code, stdout, stderr } = await runCommand(['audit', 'list', '--json', ...words], settings);
  assert.equal(code, 0, stderr);
  return JSON.parse(stdout);
}

const account = (name: string) => ['account', 'create', name, '--email', `${name}@example.org`];

test('what the operator does on the command line is in the audit log, also while no server runs', async () => {
  const settings = newSettings();
  await runCommand(account('alice'), settings);
  const words = [
    'app',
    'create',
    '--name',
    'Secret\u202eName',
    '--redirect-uri',
    'urn:ietf:wg:oauth:2.0:oob',
    '--json',
  ];
  const app = JSON.parse((await runCommand(words, settings)).stdout) as { id: string; client_id: string };
  await runCommand(['account', 'reset-password', 'alice'], settings);
  const [reset, registered] = await list(settings);
  assert.deepEqual(
    [reset?.event, reset?.actor, reset?.actor_id, reset?.address],
    ['password reset by staff', 'operator', null, null],
  );
  assert.deepEqual(
    [registered?.event, registered?.actor, registered?.app_id, registered?.address],
    ['app registered', 'operator', app.id, null],
  );
  const people = await runCommand(['audit', 'list'], settings);
  assert.match(
    people.stdout,
    /^WHEN +EVENT +BY +ACCOUNT +APP +ADDRESS +DETAILS\n.* password reset by staff +\(operator\) +alice\b.*\n/,
  );
  assert.ok(!people.stdout.includes('\u202e'));
  const deleted = await runCommand(['app', 'delete', app.client_id, '--yes'], settings);
  assert.deepEqual([deleted.code, deleted.stderr.split('\n').length], [0, 2], deleted.stderr);
  assert.deepEqual(
    (await list(settings, '--app', app.id)).map(({ event, actor }) => [event, actor]),
    [
      ['app deleted', 'operator'],
      ['app registered', 'operator'],
    ],
  );
});

test('audit list shows what a running server wrote, and filters it', async () => {
  const server = await startServer();
  const body = new URLSearchParams({ client_name: 'App', redirect_uris: 'https://app.example/cb' });
  const registering = await fetch(`${server.origin}/api/v1/apps`, { method: 'POST', body });
  const { id, client_id: clientId } = (await registering.json()) as { id: string; client_id: string };
  let entries: readonly Entry[] = [];
  // It is written behind the answer.
  for (let tries = 0; entries.length === 0 && tries < 20; tries++)
    entries = await list(server.settings, '--app', clientId);
  assert.deepEqual(
    entries.map(({ event, actor, app_id, address, details }) => ({ event, actor, app_id, address, details })),
    [{ event: 'app registered', actor: 'app', app_id: id, address: '127.0.0.1', details: {} }],
  );
  const at = entries[0]?.at ?? '';
  const day = at.slice(0, 10);
  const count = async (...words: readonly string[]) => (await list(server.settings, '--app', id, ...words)).length;
  assert.equal(await count('--event', 'app registered', '--address', '127.0.0.1', '--since', day), 1);
  assert.equal(await count('--event', 'signed in'), 0);
  assert.equal(await count('--address', '192.0.2.1'), 0);
  assert.equal(await count('--since', at), 1);
  assert.equal(await count('--until', at), 0);
  assert.equal(await count('--before', entries[0]?.id ?? ''), 0);
});

test('audit list says what is wrong with its options', async () => {
  const settings = newSettings();
  await runCommand(['migrate'], settings);
  for (const [words, expected, code] of [
    [['--since', 'yesterday'], /must be a day such as/, 2],
    [['--until', '2026-13-40'], /must be a day such as/, 2],
    [['--limit', '0'], /whole number above 0/, 2],
    [['--account', 'nobody'], /There is no account "nobody"/, 1],
    [['--app', 'nothing'], /There is no app "nothing"/, 1],
  ] as const) {
    const outcome = await runCommand(['audit', 'list', ...words], settings);
    assert.match(outcome.stderr, expected);
    assert.equal(outcome.code, code);
  }
  const { stdout, stderr } = await runCommand(['audit', 'list'], settings);
  assert.deepEqual([stdout, stderr], ['', 'The audit log has no such entry.\n']);
});
