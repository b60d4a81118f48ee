import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newSettings, runCommand, type Settings, startServer } from '../test-command.ts';

async function newDatabase(): Promise<Settings> {
  const settings = newSettings();
  await runCommand(['migrate'], settings);
  return settings;
}

test('invite create shows the link once; invite list never', async () => {
  const settings = await newDatabase();
  const words = ['invite', 'create', '--label', 'Tea club', '--uses', '5', '--days', '7'];
  const { code, stdout } = await runCommand(words, settings);
  assert.equal(code, 0);
  const link = /^Link +http:\/\/localhost:3000\/invite\/([\w-]{22})$/m.exec(stdout)?.[1] ?? 'none';
  assert.match(stdout, /^Uses +at most 5$/m);
  const listed = await runCommand(['invite', 'list'], settings);
  assert.match(listed.stdout, /Tea club +operator +good +0 of 5/);
  const forScripts = await runCommand(['invite', 'list', '--json'], settings);
  const [first] = JSON.parse(forScripts.stdout) as Record<string, unknown>[];
  assert.deepEqual([first?.label, first?.good, first?.uses, first?.max_uses], ['Tea club', true, 0, 5]);
  for (const text of [listed.stdout, forScripts.stdout]) assert.ok(!text.includes(link) && !/digest/.test(text));
});

test('invite end ends it, once; what is no id is not repeated', async () => {
  const settings = await newDatabase();
  const { stdout } = await runCommand(['invite', 'create', '--json'], settings);
  const { id, url } = JSON.parse(stdout) as { id: string; url: string };
  assert.equal((await runCommand(['invite', 'end', id], settings)).code, 0);
  const again = await runCommand(['invite', 'end', id], settings);
  assert.equal(again.code, 1);
  const code = url.split('/').at(-1) ?? '';
  for (const wrong of [code, '-x', '0']) {
    const refused = await runCommand(['invite', 'end', wrong], settings);
    assert.equal(refused.code, 1);
    assert.ok(!refused.stderr.includes(code));
  }
  assert.match((await runCommand(['invite', 'list'], settings)).stdout, /ended/);
});

test('invite create refuses counts that are none, and a label that is too long', async () => {
  const settings = await newDatabase();
  for (const words of [
    ['--uses', '0'],
    ['--days', '-1'],
    ['--days', '36501'],
    ['--days', '999999999'],
    ['--uses', 'many'],
    ['--label', 'x'.repeat(101)],
  ])
    assert.notEqual((await runCommand(['invite', 'create', ...words], settings)).code, 0, words.join(' '));
  assert.match((await runCommand(['invite', 'list'], settings)).stderr, /no invites/);
  assert.equal((await runCommand(['invite', 'create', '--days', '36500'], settings)).code, 0);
  assert.match((await runCommand(['invite', 'list'], settings)).stdout, /good/);
});

test('an invite of the operator opens a closed server that runs already, whatever INVITES says', async () => {
  const { origin, settings } = await startServer({ INVITES: 'off' });
  const { stdout } = await runCommand(['invite', 'create', '--json'], settings);
  const { id, url } = JSON.parse(stdout) as { id: string; url: string };
  assert.ok(url.startsWith(`${origin}/invite/`));
  assert.equal((await fetch(url)).status, 200);
  await runCommand(['invite', 'end', id], settings);
  assert.equal((await fetch(url)).status, 404);
  assert.equal((await fetch(`${origin}/auth/sign_up`)).status, 403);
});
