import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { eventNotes } from '../../src/server/event-notes.ts';
import { logLines } from '../../src/server/log-lines.ts';
import { eventMembers } from './event-members.ts';
import { logPage } from './log-page.ts';

const source = join(import.meta.dirname, '..', '..', 'src');

test('the page of the log names every event of the type, with its members, and no other', () => {
  const members = eventMembers();
  assert.deepEqual([...members.keys()].sort(), Object.keys(eventNotes).sort());
  const { text } = logPage();
  for (const [name, own] of members) {
    const row = text.split('\n').find((line) => line.startsWith(`| \`${name}\``));
    assert.ok(row, name);
    for (const { name: member } of own) assert.ok(row.includes(`\`${member}\``), `${name}: ${member}`);
  }
  assert.ok(members.get('signed in')?.some(({ name, optional }) => name === 'userAgent' && optional));
  assert.ok(members.get('signed in')?.some(({ name, optional }) => name === 'accountId' && !optional));
});

test('the page of the log names every line of the server', () => {
  const { text } = logPage();
  for (const [name, { fields }] of Object.entries(logLines)) {
    const from = text.indexOf(`### ${name}\n`);
    assert.ok(from > 0, name);
    const section = text.slice(from, text.indexOf('\n##', from + 4));
    for (const field of Object.keys(fields)) assert.ok(section.includes(`\`${field}\``), `${name}: ${field}`);
  }
});

test('nothing writes to the log but through the tables that the page is made of', () => {
  const files = [...globSync('server/**/*.ts', { cwd: source }), ...globSync('cli/**/*.ts', { cwd: source })];
  const others = files.filter((file) => {
    if (file.endsWith('.test.ts')) return false;
    return /\.(?:main|facts)\.(?:trace|debug|info|warn|error|fatal)\(|log\[by\]/.test(
      readFileSync(join(source, file), 'utf8'),
    );
  });
  assert.deepEqual(others.sort(), ['server/log-lines.ts', 'server/tell-log.ts']);
});
