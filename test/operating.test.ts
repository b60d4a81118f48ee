import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { settingNames } from '../src/server/config.ts';

const root = join(import.meta.dirname, '..');
const read = (name: string) => readFileSync(join(root, 'docs', name), 'utf8');
const guide = read('operating.md') + read('deploying.md');

const commands = [...guide.matchAll(/(?:^|`)(?:run|npm run cli --) ([a-z][^`\n]*)/gm)].map(([, words = '']) => words);

test('the guide to production names commands', () => {
  assert.ok(commands.length > 5);
});

for (const line of new Set(commands)) {
  test(`the command of the guide is there, with its options: ${line}`, async () => {
    const words = line.split(' ');
    const names = words.filter((word) => /^[a-z-]+$/.test(word) && !word.startsWith('-'));
    const { stdout } = await promisify(execFile)(process.execPath, [join(root, 'src/cli/main.ts'), ...names, '--help']);
    const [usage = ''] = stdout.split('\n');
    const [command = '', sub] = names;
    const isGroup = ['account', 'app', 'token'].includes(command);
    assert.ok(usage.includes(`mastodoor ${isGroup ? `${command} ${sub}` : command} `), usage);
    for (const option of words.filter((word) => word.startsWith('--'))) assert.ok(stdout.includes(option), option);
  });
}

test('the guide to production sets only settings that there are', () => {
  const set = [...guide.matchAll(/\b([A-Z]+_[A-Z_]+)\b=?/g)].map(([, name = '']) => name);
  // Of apps, of other programs, and of the tests.
  const foreign = new Set(['CLIENT_ID', 'POSTGRES_PASSWORD', 'NEW_DATABASE_URL', 'TEST_DATABASE_URL']);
  assert.deepEqual(
    set.filter((name) => !settingNames.includes(name) && !foreign.has(name)),
    [],
  );
  assert.ok(set.length > 5);
});

test('the guide makes backups in a folder that it gave to the user of the server before', () => {
  const backups = [...guide.matchAll(/^install -d -o mastodoor .* (\S+)\nrun backup --to (\S+)\//gm)];
  assert.equal(backups.length, [...guide.matchAll(/^run backup /gm)].length);
  for (const [, made, into] of backups) assert.equal(into, made);
});

test('the way to end again what was ended since a backup passes over what is no line of the log', async (t) => {
  const [, recipe = ''] = /^```sh\n(journalctl [^`]+run token revoke[^`]+)```/m.exec(guide) ?? [];
  const journal = [
    'Started mastodoor.service.',
    'Mastodoor listens on http://localhost:3000 (127.0.0.1, port 3000)',
    '{"level":30,"event":"token revoked","tokenId":"117678594780920791"}',
    '42',
    '{"level":30,"event":"token issued","tokenId":"1"}',
    '{"level":30,"event":"token revoked","tokenId":"117678594780920792"}',
  ];
  const stand = `journalctl() { cat; }; run() { echo "$@"; }; command -v jq > /dev/null || { echo none; exit; }\n`;
  const ran = promisify(execFile)('bash', ['-c', stand + recipe]);
  ran.child.stdin?.end(journal.join('\n'));
  const { stdout } = await ran;
  if (stdout === 'none\n' && process.env.CI !== 'true') return t.skip('jq is not installed');
  assert.equal(stdout, 'token revoke 117678594780920791\ntoken revoke 117678594780920792\n');
});
