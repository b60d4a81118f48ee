import assert from 'node:assert/strict';
import { existsSync, openSync, readdirSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, test } from 'node:test';
import { newApp, signedIn } from '../contract/samples.ts';
import { BackupRefused, backUpSqlite } from './back-up-sqlite.ts';
import { openSqliteStore } from './open-sqlite-store.ts';
import { writeFromOtherProcess } from './testing/other-process.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

const { newPath } = temporaryFolder();

const onLinux = { skip: process.platform === 'linux' ? false : 'It has no /sys' };

/** What lies beside a file under its name. */
function beside(path: string): readonly string[] {
  return readdirSync(dirname(path)).filter((name) => name.startsWith(basename(path)));
}

/** A database of several thousand pages, closed. */
async function filled(): Promise<{
  readonly path: string;
  readonly digest: Awaited<ReturnType<typeof signedIn>>['digest'];
}> {
  const path = newPath();
  const store = await openSqliteStore({ path });
  const { digest } = await signedIn(store);
  await Promise.all(Array.from({ length: 4000 }, () => store.addApp(newApp({ name: 'x'.repeat(2500) }))));
  await store.close();
  return { path, digest };
}

describe('backUpSqlite()', () => {
  test('copies what was committed, also what lies in the log still, into one file that only its owner can read', async () => {
    const from = newPath();
    const to = newPath();
    const store = await openSqliteStore({ path: from });
    const { digest, token } = await signedIn(store);
    const made = await backUpSqlite({ from, to });
    assert.deepEqual(beside(to), [basename(to)]);
    assert.equal(statSync(to).mode & 0o777, 0o600);
    assert.deepEqual(made, { path: to, bytes: statSync(to).size, schema: made.schema });
    assert.match(made.schema, /^\d{4}-/);
    await store.close();
    const copy = await openSqliteStore({ path: to });
    assert.deepEqual(await copy.findToken(digest), token);
    await copy.close();
  });

  test('comes to an end, and is the database of one moment, while another process writes without a pause', async () => {
    const { path: from } = await filled();
    const to = newPath();
    const writer = await writeFromOtherProcess(from);
    let steps = 0;
    await backUpSqlite({ from, to, onProgress: () => steps++ });
    const written = await writer.stop();
    assert.ok(steps > 0, 'there was more than one step, between which others wrote');
    const copy = new DatabaseSync(to);
    // The other process adds to both keys in one transaction.
    const [row] = copy
      .prepare("select count(*) as pairs, count(distinct value) as numbers from settings where key glob 'writer-*'")
      .all();
    assert.equal(row?.pairs, Number(row?.numbers) * 2);
    assert.ok(Number(row?.numbers) < written, 'it went on writing after the moment of the copy');
    copy.close();
  });

  test('tells how many pages are copied, of how many', async () => {
    const { path: from } = await filled();
    const seen: (readonly [number, number])[] = [];
    await backUpSqlite({ from, to: newPath(), onProgress: (...pages) => seen.push(pages) });
    assert.ok(seen.length > 0);
    for (const [done, all] of seen) assert.ok(done > 0 && done <= all && all >= statSync(from).size / 4096);
  });

  test('never overwrites, neither a file nor the draft of another backup', async () => {
    const { path: from } = await filled();
    const there = newPath();
    writeFileSync(there, 'precious');
    await assert.rejects(
      backUpSqlite({ from, to: there }),
      new BackupRefused(`${there} is there already. Name a new file`),
    );
    assert.equal(statSync(there).size, 8);

    const contested = newPath();
    const outcomes = await Promise.allSettled([1, 2, 3].map(() => backUpSqlite({ from, to: contested })));
    assert.deepEqual(outcomes.map(({ status }) => status).sort(), ['fulfilled', 'rejected', 'rejected']);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') assert.ok(outcome.reason instanceof BackupRefused);
    }
    assert.deepEqual(beside(contested), [basename(contested)]);
  });

  test('says of a folder that is not for this user that it is the folder, and what to make', onLinux, async () => {
    const { path: from } = await filled();
    // Nobody makes a file there, root neither.
    const refusal = new BackupRefused(
      'This user may make no file in /sys. Make a folder there that belongs to it, and name a file in that',
    );
    await assert.rejects(backUpSqlite({ from, to: '/sys/mastodoor.db' }), refusal);
  });

  test('keeps what came to stand under its name while it copied', async () => {
    const { path: from } = await filled();
    const to = newPath();
    const onVerify = () => writeFileSync(to, 'precious');
    await assert.rejects(backUpSqlite({ from, to, onVerify }), BackupRefused);
    assert.equal(statSync(to).size, 8);
    assert.deepEqual(beside(to), [basename(to)]);
  });

  test('refuses a damaged database, and leaves nothing that looks like a backup', async () => {
    const { path: from } = await filled();
    const file = openSync(from, 'r+');
    for (let page = 1500; page < 1540; page++) writeSync(file, Buffer.alloc(4096, page), 0, 4096, page * 4096);
    const to = newPath();
    await assert.rejects(
      backUpSqlite({ from, to }),
      /^BackupRefused: The copy is damaged, and so the database may be: /,
    );
    assert.deepEqual(beside(to), []);
  });

  test('refuses a database that has no migrations', async () => {
    const from = newPath();
    const foreign = new DatabaseSync(from);
    foreign.exec('create table something (id integer)');
    foreign.close();
    await assert.rejects(backUpSqlite({ from, to: newPath() }), /is no database of Mastodoor/);
  });

  test('removes what it wrote when it is called off', async () => {
    const { path: from } = await filled();
    const to = newPath();
    const calledOff = new AbortController();
    const onProgress = () => calledOff.abort();
    await assert.rejects(backUpSqlite({ from, to, onProgress, signal: calledOff.signal }), { name: 'AbortError' });
    assert.equal(existsSync(to), false);
    assert.deepEqual(beside(to), []);
  });
});
