import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Checkpoints } from './checkpoints.ts';
import { SqliteConnection } from './sqlite-connection.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

const folder = temporaryFolder();
const MANY = 50;

/** A file whose log grows by about ten pages with each write. */
function openFile({ threadPath }: { readonly threadPath?: string } = {}) {
  const path = folder.newPath();
  const writer = new SqliteConnection(path);
  writer.run('pragma journal_mode = wal; pragma synchronous = full; create table blobs (bytes)');
  const checkpoints = new Checkpoints(writer, threadPath ?? path, MANY);
  const log = () => {
    const row = writer.statement('pragma wal_checkpoint(noop)').get();
    return { pages: Number(row?.log), left: Number(row?.log) - Number(row?.checkpointed) };
  };
  const write = () => {
    writer.run('insert into blobs values (randomblob(40000))');
    checkpoints.look();
  };
  const close = async () => {
    await checkpoints.close();
    writer.close();
  };
  return { path, writer, log, write, close };
}

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 1000 && !holds(); tries += 1) await sleep(10);
  assert.ok(holds());
}

describe('Checkpoints', () => {
  test('bring a long log into the file, after which it begins anew', async () => {
    const { log, write, close } = openFile();
    for (let count = 0; count < 7; count += 1) write();
    assert.ok(log().left >= MANY, 'nothing is brought over within a write');
    await until(() => log().left === 0);
    write();
    assert.ok(log().pages < MANY);
    await close();
  });

  test('leave a short log alone', async () => {
    const { log, write, close } = openFile();
    for (let count = 0; count < 3; count += 1) write();
    const { left } = log();
    assert.ok(left > 0 && left < MANY);
    await sleep(50);
    assert.equal(log().left, left);
    await close();
  });

  test('let no log grow without end while writes never cease', async () => {
    const { log, write, close } = openFile();
    let longest = 0;
    for (let count = 0; count < 200; count += 1) {
      write();
      longest = Math.max(longest, log().pages);
    }
    // The thread may just be at work when the writer would be; two thousand pages were written.
    assert.ok(longest <= 20 * MANY, `${longest} pages`);
    await close();
  });

  test('are made by the writer where the thread cannot open the file', async () => {
    const { log, write, close } = openFile({ threadPath: '/nowhere/at/all.db' });
    for (let count = 0; count < 7; count += 1) write();
    assert.ok(log().left >= MANY);
    await until(() => log().left === 0);
    await close();
  });

  test('end with the file: no log stays, and no thread holds it', async () => {
    const { path, write, close } = openFile();
    for (let count = 0; count < 7; count += 1) write();
    await close();
    assert.ok(existsSync(path));
    assert.ok(!existsSync(`${path}-wal`), 'the last connection removes the log');
  });
});
