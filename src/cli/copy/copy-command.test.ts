import assert from 'node:assert/strict';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { copiedTables } from '../../storage/copy/tables.ts';
import { fillEveryTable } from '../../storage/copy/testing/fill-every-table.ts';
import { openAlone } from '../../storage/sqlite/open-alone.ts';
import { freePort, newSettings, runCommand, startServer, TestCommand } from '../test-command.ts';

const into = (folder: string, name = 'copy.db') => `sqlite:${join(folder, name)}`;

test('copy copies into a new database, and says what is left to do without saying the key', async () => {
  const server = await startServer();
  await runCommand(['app', 'create', '--name', 'Kept', '--redirect-uri', 'https://a.example/'], server.settings);
  const { DATABASE_URL: from, folder } = server.settings;
  const to = into(join(folder, 'new'));

  const inUse = await runCommand(['copy', '--from', from, '--to', to], {});
  assert.equal(inUse.code, 1);
  assert.match(inUse.stderr, /^The copy was not made\. Another process has \S+ open\. Stop the server first\.\n$/);
  server.command.kill('SIGTERM');
  await server.command.ended;

  const { code, stdout, stderr } = await runCommand(['copy', '--from', from, '--to', to], {});
  assert.deepEqual([code, stderr], [0, '']);
  assert.match(
    stdout,
    new RegExp(
      `^Copied and verified: \\d+ rows of ${copiedTables.length} tables\\.\nNow start the server with DATABASE_URL set to the copy`,
    ),
  );
  assert.ok(stdout.includes(`Run: cp -p ${folder}/secret.key ${folder}/new/secret.key\n`));
  const apps = await runCommand(['app', 'list'], { DATABASE_URL: to });
  assert.match(apps.stdout, /Kept/);

  const again = await runCommand(['copy', '--from', from, '--to', to], {});
  assert.match(again.stdout, /^Nothing to do: everything of \S+ was copied to \S+ on 2\S+Z\.\n$/);
  const asJson = await runCommand(['copy', '--from', from, '--to', into(folder, 'json.db'), '--json'], {});
  const facts = JSON.parse(asJson.stdout) as { copied: boolean; tables: { apps: number } };
  assert.deepEqual([facts.copied, facts.tables.apps], [true, 1]);
});

test('copy says what is wrong with its two databases, and makes none', async () => {
  const settings = newSettings();
  const { DATABASE_URL: from, folder } = settings;
  const to = into(folder);
  const nothing = await runCommand(['copy', '--from', from, '--to', to], {});
  assert.deepEqual([nothing.code, existsSync(join(folder, 'copy.db'))], [1, false]);
  assert.match(nothing.stderr, /^The copy was not made\. There is no database at \S+\.\n$/);
  for (const [source, target] of [
    [from, from],
    ['mysql://name:hush@host/db', to],
    [from, 'hush'],
    [from, 'postgres://name:hush@/'],
  ] as const) {
    const { code, stderr } = await runCommand(['copy', '--from', source, '--to', target], {});
    assert.equal(code, 2);
    assert.doesNotMatch(stderr, /hush/);
  }
});

test('copy names a database that it cannot reach without its password', async () => {
  const { DATABASE_URL: from } = newSettings();
  await runCommand(['migrate'], { DATABASE_URL: from });
  const to = `postgres://name:hush@127.0.0.1:${await freePort()}/mastodoor`;
  const { code, stderr } = await runCommand(['copy', '--from', from, '--to', to], {});
  assert.equal(code, 1);
  assert.match(stderr, /^The database cannot be reached\. /);
  assert.doesNotMatch(stderr, /hush/);
});

test('a copy that is interrupted says how to go on, no server begins with a part of it, and it goes on', async () => {
  const { folder, DATABASE_URL: from } = newSettings();
  await runCommand(['migrate'], { DATABASE_URL: from });
  const source = await openAlone(join(folder, 'mastodoor.db'));
  await fillEveryTable(source.db, 40_000);
  await source.close();
  const to = into(folder);
  const command = new TestCommand(['copy', '--from', from, '--to', to], {});
  const written = () => statSync(join(folder, 'copy.db-wal'), { throwIfNoEntry: false })?.size ?? 0;
  while (written() < 2 ** 20) await sleep(5);
  command.kill('SIGINT');
  const { code, stderr } = await command.ended;
  assert.equal(code, 130);
  assert.equal(stderr, 'The copy was interrupted. Run the same command again: it goes on where it was.\n');

  for (const words of [['serve'], ['app', 'list']]) {
    const refused = await runCommand(words, { DATABASE_URL: to });
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /^The database holds a part of a copy of \S+\. Run the same mastodoor copy again, /);
  }
  const goesOn = await runCommand(['copy', '--from', from, '--to', to], {});
  assert.equal(goesOn.code, 0);
  assert.match(goesOn.stdout, /^Copied and verified: 120,0\d\d rows /);
});
