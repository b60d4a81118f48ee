import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newSettings, runCommand } from './test-command.ts';

test('mastodoor --help names every command', async () => {
  const { code, stdout } = await runCommand(['--help'], {});
  assert.equal(code, 0);
  for (const name of [
    'serve',
    'doctor',
    'try',
    'migrate',
    'backup',
    'housekeeping',
    'account',
    'app',
    'token',
    'audit',
  ]) {
    assert.match(stdout, new RegExp(`^  ${name}\\b`, 'm'));
  }
});

test('mastodoor refuses an unknown command and an unknown option with 2', async () => {
  for (const words of [
    ['fly'],
    ['account', 'list', '--fast'],
    ['account', 'create', 'bot'],
    ['app', 'list', '--limit', '0'],
  ]) {
    const { code, stdout, stderr } = await runCommand(words, newSettings());
    assert.equal(code, 2, words.join(' '));
    assert.equal(stdout, '');
    assert.match(stderr, /^error: /);
  }
});

test('every command names all settings that cannot be used, and nothing of a secret, with 2', async () => {
  const settings = newSettings({ PORT: 'many', PUBLIC_URL: 'https://a.example/path', SECRET_KEY: 'short-secret' });
  for (const words of [['serve'], ['account', 'list'], ['migrate'], ['try']]) {
    const { code, stderr } = await runCommand(words, settings);
    assert.equal(code, 2, words.join(' '));
    for (const name of ['PORT', 'PUBLIC_URL', 'SECRET_KEY']) assert.match(stderr, new RegExp(`^  ${name}: `, 'm'));
    assert.doesNotMatch(stderr, /short-secret|\bat .*\.ts/);
  }
});

test('a command says where it looked when there is no database', async () => {
  const settings = newSettings();
  const { code, stderr } = await runCommand(['account', 'list'], settings);
  assert.equal(code, 1);
  assert.match(stderr, new RegExp(`^There is no database at ${settings.folder}/mastodoor\\.db\\. `));
});

test('a command says in a sentence that its file is no database', async () => {
  const settings = newSettings({ DATABASE_URL: `sqlite:${import.meta.filename}` });
  const { code, stderr } = await runCommand(['account', 'list'], settings);
  assert.equal(code, 1);
  assert.match(stderr, /^The file is no database\. .*\n$/);
});

test('a command says in a sentence that a folder stands where the file should be', async () => {
  const settings = newSettings({ DATABASE_URL: `sqlite:${import.meta.filename}/mastodoor.db` });
  const { code, stderr } = await runCommand(['migrate'], settings);
  assert.equal(code, 1);
  assert.match(stderr, /DATABASE_URL must name a file/);
});

test('migrate makes and updates the database, with --dry-run it changes nothing', async () => {
  const settings = newSettings();
  const before = await runCommand(['migrate', '--dry-run'], settings);
  assert.match(before.stdout, /^There is no database at .* It would be made\.\n$/);
  assert.match((await runCommand(['migrate', '--dry-run'], settings)).stdout, /There is no database/);
  const { code, stdout } = await runCommand(['migrate'], settings);
  assert.equal(code, 0);
  assert.match(
    stdout,
    /^Applied: 0001-initial\nApplied: 0002-embedding\nApplied: 0003-people\nApplied: 0004-many-nodes$/m,
  );
  for (const words of [['migrate'], ['migrate', '--dry-run']]) {
    assert.match((await runCommand(words, settings)).stdout, /is up to date/);
  }
});

test('housekeeping counts what it removes', async () => {
  const settings = newSettings();
  await runCommand(['migrate'], settings);
  const people = await runCommand(['housekeeping', '--dry-run'], settings);
  assert.match(people.stdout, /WOULD BE REMOVED/);
  const { code, stdout } = await runCommand(['housekeeping', '--json'], settings);
  assert.equal(code, 0);
  const counts: Record<string, number> = JSON.parse(stdout);
  assert.equal(counts.codes, 0);
  assert.equal(counts['apps never used'], 0);
  assert.equal(counts['unconfirmed accounts'], 0);
  assert.equal(counts['audit entries'], 0);
});
