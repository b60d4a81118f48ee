import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { StoreUnavailable } from '../../flows/ports.ts';
import { GroupCommit } from './group-commit.ts';
import { SqliteConnection } from './sqlite-connection.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

const { newPath } = temporaryFolder();

function openNotes() {
  const path = newPath();
  const connection = new SqliteConnection(path);
  connection.run('pragma journal_mode = wal; create table notes (id integer primary key, parent references notes)');
  connection.run('pragma wal_checkpoint(truncate)');
  const commits = new GroupCommit(connection);
  return {
    connection,
    commits,
    add: (id: number) => commits.write(async () => connection.run(`insert into notes values (${id}, null)`)),
    /** What another connection sees. */
    committed: () => {
      const other = new SqliteConnection(path);
      const rows = other.statement('select id from notes order by id').all();
      other.close();
      return rows.map((row) => Number(row.id));
    },
    commitsInLog: () => countCommits(`${path}-wal`),
  };
}

/** Counts the commit records of a write-ahead log: frames that carry the size of the database after them. */
function countCommits(path: string): number {
  if (!existsSync(path)) return 0;
  const log = readFileSync(path);
  if (log.length === 0) return 0;
  const frameSize = 24 + log.readUInt32BE(8);
  let commits = 0;
  for (let frame = 32; frame + frameSize <= log.length; frame += frameSize) {
    if (log.readUInt32BE(frame + 4) !== 0) commits++;
  }
  return commits;
}

describe('GroupCommit', () => {
  test('the writes of one turn share one commit', async () => {
    const { add, committed, commitsInLog } = openNotes();
    await Promise.all([1, 2, 3, 4, 5].map(add));
    assert.equal(commitsInLog(), 1);
    assert.deepEqual(committed(), [1, 2, 3, 4, 5]);
    await add(6);
    await add(7);
    assert.equal(commitsInLog(), 3);
  });

  test('writes of the turns after it share the commit of the first, since a commit costs the same for many', async () => {
    const { add, committed, commitsInLog } = openNotes();
    const added = [add(1)];
    for (const id of [2, 3]) {
      await new Promise((resolve) => setImmediate(resolve));
      added.push(add(id));
    }
    await Promise.all(added);
    assert.equal(commitsInLog(), 1);
    assert.deepEqual(committed(), [1, 2, 3]);
  });

  test('a write does not wait for as long as others keep coming', async () => {
    const { add, commitsInLog } = openNotes();
    let over = false;
    const first = add(1).then(() => {
      over = true;
    });
    const others: Promise<void>[] = [];
    for (let id = 2; !over && id < 60; id += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      others.push(add(id));
    }
    await first;
    assert.ok(others.length < 30, `${others.length} came before the first was committed`);
    await Promise.all(others);
    assert.ok(commitsInLog() > 1);
  });

  test('more writes than fit one group are all done, in order', async () => {
    const { add, committed, commitsInLog } = openNotes();
    const ids = Array.from({ length: 200 }, (_, index) => index + 1);
    await Promise.all(ids.map(add));
    assert.deepEqual(committed(), ids);
    assert.ok(commitsInLog() > 1 && commitsInLog() < 10);
  });

  test('nobody is told before the commit', async () => {
    const { add, committed } = openNotes();
    const seen = await Promise.all([1, 2, 3].map((id) => add(id).then(committed)));
    assert.deepEqual(seen, Array(3).fill([1, 2, 3]));
  });

  test('a failing unit is rolled back alone', async () => {
    const { add, commits, connection, committed } = openNotes();
    const failing = commits.write(async () => {
      connection.run('insert into notes values (2, null)');
      throw new Error('no');
    });
    const outcomes = await Promise.allSettled([add(1), failing, add(3), add(1), add(4)]);
    assert.deepEqual(
      outcomes.map((outcome) => outcome.status),
      ['fulfilled', 'rejected', 'fulfilled', 'rejected', 'fulfilled'],
    );
    await assert.rejects(failing, { message: 'no' });
    assert.deepEqual(committed(), [1, 3, 4]);
  });

  test('where one of a group fails, the others run again as if it had not been there, and each happens once', async () => {
    const { commits, connection, committed, commitsInLog } = openNotes();
    const runs: number[] = [];
    const put = (id: number, fails = false) =>
      commits.write(async () => {
        runs.push(id);
        connection.run(`insert into notes values (${id}, null)`);
        if (fails) throw new Error('no');
        return id;
      });
    const outcomes = await Promise.allSettled([put(1), put(2, true), put(3)]);
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled'],
    );
    assert.deepEqual(committed(), [1, 3]);
    assert.deepEqual(runs, [1, 2, 1, 2, 3]);
    assert.equal(commitsInLog(), 1);
  });

  test('when the commit fails, all units reject with StoreUnavailable and nothing has changed', async () => {
    const { add, commits, connection, committed } = openNotes();
    const failing = commits.write(async () => {
      connection.run('pragma defer_foreign_keys = on; insert into notes values (2, 99)');
    });
    const refused = commits.write(async () => {
      throw new Error('judged by what was never committed');
    });
    for (const unit of [add(1), failing, refused, add(3)]) await assert.rejects(unit, StoreUnavailable);
    assert.deepEqual(committed(), []);
    await add(4);
    assert.deepEqual(committed(), [4]);
  });

  test('when the file is taken away in the midst of a group, all of it rejects: it would not be found again', async () => {
    const connection = new SqliteConnection(newPath());
    connection.run('create table notes (id integer primary key)');
    let isThere = true;
    const commits = new GroupCommit(connection, {
      demandFile: () => {
        if (!isThere) throw new Error('it is gone');
      },
    });
    const add = (id: number) => commits.write(async () => connection.run(`insert into notes values (${id})`));
    const taking = commits.write(async () => {
      isThere = false;
    });
    for (const unit of [add(1), taking, add(2)]) await assert.rejects(unit, StoreUnavailable);
    isThere = true;
    await add(3);
    connection.close();
  });

  test('when the database gives up the transaction, units that ran reject and the others still happen', async () => {
    const { add, commits, connection, committed } = openNotes();
    const before = add(1);
    const failing = commits.write(async () => {
      connection.run('rollback');
      throw new Error('gone');
    });
    const after = add(3);
    await assert.rejects(before, StoreUnavailable);
    await assert.rejects(failing, StoreUnavailable);
    await after;
    assert.deepEqual(committed(), [3]);
  });

  test('close() waits for the units that wait, and refuses later ones', async () => {
    const { add, commits, committed } = openNotes();
    const unit = add(1);
    await commits.close();
    await unit;
    assert.deepEqual(committed(), [1]);
    await assert.rejects(add(2), StoreUnavailable);
  });
});
