import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { settingNames } from '../src/server/config.ts';

const root = join(import.meta.dirname, '..');
const guide = readFileSync(join(root, 'docs', 'operating.md'), 'utf8');

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
  const foreign = new Set(['CLIENT_ID']);
  assert.deepEqual(
    set.filter((name) => !settingNames.includes(name) && !foreign.has(name)),
    [],
  );
  assert.ok(set.length > 5);
});
