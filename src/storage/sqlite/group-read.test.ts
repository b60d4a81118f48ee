import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { GroupRead } from './group-read.ts';
import { SqliteConnection } from './sqlite-connection.ts';

describe('GroupRead', () => {
  let folder: string;
  let writer: SqliteConnection;
  let reader: SqliteConnection;
  let reads: GroupRead;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mastodoor-group-read-'));
    writer = new SqliteConnection(join(folder, 'x.db'));
    writer.run('pragma journal_mode = wal; create table t (n integer)');
    reader = new SqliteConnection(join(folder, 'x.db'));
    reads = new GroupRead(reader);
  });

  afterEach(async () => {
    reader.close();
    writer.close();
    await rm(folder, { recursive: true });
  });

  const count = () => reads.read(() => reader.statement('select count(*) as n from t').get()?.n);

  it('lets the reads of one turn share one transaction', async () => {
    const inTransaction = () => reads.read(() => reader.inTransaction);
    let begun = 0;
    const step = reader.step.bind(reader);
    reader.step = (sql) => {
      if (sql === 'begin') begun += 1;
      step(sql);
    };
    assert.deepEqual(await Promise.all([inTransaction(), inTransaction(), count()]), [true, true, 0n]);
    assert.equal(begun, 1);
    assert.equal(reader.inTransaction, false, 'nothing is held afterwards');
  });

  it('sees what was committed after the read was asked for and before the turn ended', async () => {
    const asked = count();
    writer.run('insert into t values (1)');
    assert.equal(await asked, 1n);
  });

  it('sees in each turn what another connection committed meanwhile', async () => {
    for (let n = 1n; n <= 20n; n += 1n) {
      writer.run('insert into t values (1)');
      assert.equal(await count(), n);
    }
  });

  it('rejects a read that fails, and answers its neighbours on either side', async () => {
    const failing = reads.read(() => reader.statement('select nothing from nowhere').get());
    const [before, failed, after] = await Promise.allSettled([count(), failing, count()]);
    assert.deepEqual([before.status, failed.status, after.status], ['fulfilled', 'rejected', 'fulfilled']);
    assert.equal(reader.inTransaction, false);
    assert.equal(await count(), 0n, 'and goes on afterwards');
  });
});
