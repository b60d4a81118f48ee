import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { databaseName, readDatabaseUrl } from '../storage/database-location.ts';
import { testDatabases, withPostgres } from '../storage/postgres/testing/test-databases.ts';
import type { Finding } from './doctor/finding.ts';
import { newSettings, runCommand, startServer } from './test-command.ts';

describe('the commands on PostgreSQL', withPostgres, () => {
  const { newDatabase, newEmptyDatabase, administer } = testDatabases();

  /** Settings with a password, which the test server does not ask for, to see that nothing prints it. */
  const settingsOf = (url: string) => {
    const withPassword = new URL(url);
    withPassword.password = 'hush-hush';
    return newSettings({ DATABASE_URL: withPassword.href, SECRET_KEY: 'k'.repeat(32) });
  };

  test('migrate says what it would do, does it, and then that nothing is left', async () => {
    const settings = settingsOf(await newEmptyDatabase());
    const name = databaseName(readDatabaseUrl(settings.DATABASE_URL ?? ''));
    const planned = await runCommand(['migrate', '--dry-run'], settings);
    assert.equal(planned.stdout, `There is no database at ${name}. It would be made.\n`);
    const done = await runCommand(['migrate'], settings);
    assert.match(done.stdout, /^Applied: 0001-initial\n(Applied: [\w-]+\n)+$/);
    const again = await runCommand(['migrate', '--dry-run'], settings);
    assert.equal(again.stdout, `The database at ${name} is up to date.\n`);
  });

  test('operators act on the database of a running server, which doctor finds in order', async () => {
    const { settings } = await startServer(settingsOf(await newDatabase()));
    const created = await runCommand(['account', 'create', 'alice', '--email', 'a@example.org'], settings);
    assert.equal(created.code, 0, created.stderr);
    const listed = await runCommand(['account', 'list', '--json'], settings);
    assert.equal(JSON.parse(listed.stdout)[0].username, 'alice');
    const { stdout } = await runCommand(['doctor', '--json'], settings);
    const findings = JSON.parse(stdout) as Finding[];
    // The server of the tests is fast because it promises nothing.
    const problems = findings.filter(({ level }) => level === 'problem');
    assert.deepEqual(
      problems.map(({ words }) => words),
      ['synchronous_commit or fsync is off: a crash loses tokens that were answered. Switch both on.'],
    );
    assert.ok(findings.some(({ subject, level }) => subject === 'database' && level === 'ok'));
    for (const { stdout: out, stderr } of [created, listed]) assert.doesNotMatch(out + stderr, /hush/);
    assert.doesNotMatch(stdout, /hush/);
  });

  test('a server that is not there is named, without the password, with what to look at', async () => {
    const settings = newSettings({
      DATABASE_URL: 'postgres://me:hush-hush@127.0.0.1:1/door',
      SECRET_KEY: 'k'.repeat(32),
    });
    const { code, stdout, stderr } = await runCommand(['account', 'list'], settings);
    assert.equal(code, 1);
    assert.equal(stdout, '');
    assert.match(stderr, /^The database cannot be reached\. Check DATABASE_URL.* Of PostgreSQL: that it runs/);
    assert.doesNotMatch(stderr, /hush/);
    const doctor = await runCommand(['doctor'], settings);
    assert.match(
      doctor.stdout,
      /^problem +database +postgres:\/\/127\.0\.0\.1:1\/door: The database cannot be reached/m,
    );
    assert.doesNotMatch(doctor.stdout + doctor.stderr, /hush/);
  });

  test('a command refuses a database whose schema is older, and one where nothing ever was', async () => {
    const empty = settingsOf(await newEmptyDatabase());
    const { code, stderr } = await runCommand(['account', 'list'], empty);
    assert.equal(code, 1);
    assert.match(stderr, /^There is no database at postgres:\/\//);
    const url = await newDatabase();
    await administer("delete from kysely_migration where name = '0004-many-nodes'", url);
    const outdated = await runCommand(['account', 'list'], settingsOf(url));
    assert.equal(outdated.code, 1);
    assert.match(outdated.stderr, /lacks the migrations 0004-many-nodes\. Run: mastodoor migrate\n$/);
  });
});
