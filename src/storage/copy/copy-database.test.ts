import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sql } from 'kysely';
import { T0 } from '../contract/samples.ts';
import { migrateDatabase, openDatabase } from '../database.ts';
import type { DatabaseLocation } from '../database-location.ts';
import { testDatabases, withPostgres } from '../postgres/testing/test-databases.ts';
import type { Db } from '../schema.ts';
import { runAndKill } from '../sqlite/testing/other-process.ts';
import { temporaryFolder } from '../sqlite/testing/temporary-folder.ts';
import { type CopyOptions, type CopyProgress, copyDatabase } from './copy-database.ts';
import { CopyRefused, openCopyEnd } from './copy-end.ts';
import { UnfinishedCopy } from './copy-mark.ts';
import { copiedTables } from './tables.ts';
import { everyRow } from './testing/every-row.ts';
import { fillEveryTable } from './testing/fill-every-table.ts';

const { newPath } = temporaryFolder();
const names = { from: 'the source', to: 'the target' };

interface TestEngine {
  readonly name: string;
  /** A database that nobody has touched. */
  newLocation(): Promise<DatabaseLocation>;
}

const databases = testDatabases();
const postgres: TestEngine = {
  name: 'PostgreSQL',
  newLocation: async () => ({ engine: 'postgres', url: await databases.newEmptyDatabase() }),
};
const sqlite: TestEngine = { name: 'SQLite', newLocation: async () => ({ engine: 'sqlite', path: newPath() }) };
const pairs: readonly (readonly [from: TestEngine, to: TestEngine])[] = [
  [sqlite, sqlite],
  [sqlite, postgres],
  [postgres, sqlite],
  [postgres, postgres],
];

/** Works on a database as nothing but a copy does. */
async function change(location: DatabaseLocation, work: (db: Db) => Promise<unknown>): Promise<void> {
  const { db, close } = await openCopyEnd(location, 'target');
  try {
    await work(db);
  } finally {
    await close();
  }
}

/** A database with rows in every table, and an untouched one. */
async function bothEnds(from: TestEngine, to: TestEngine, grants?: number): Promise<CopyOptions> {
  const source = await from.newLocation();
  await migrateDatabase(source);
  await change(source, (db) => fillEveryTable(db, grants));
  return { from: source, to: await to.newLocation(), names };
}

for (const [from, to] of pairs) {
  const suite = from === sqlite && to === sqlite ? {} : withPostgres;
  describe(`copyDatabase() from ${from.name} to ${to.name}`, suite, () => {
    test('carries every row of every table, whatever is in it', async () => {
      const options = await bothEnds(from, to);
      const outcome = await copyDatabase(options);
      const source = await everyRow(options.from);
      for (const { name } of copiedTables) assert.ok((source[name]?.length ?? 0) > 0, `${name} has rows to carry`);
      assert.deepEqual(await everyRow(options.to), source);
      assert.deepEqual(outcome, {
        kind: 'copied',
        tables: copiedTables.map(({ name }) => ({ table: name, rows: source[name]?.length })),
      });
      await change(options.to, async (db) => {
        assert.deepEqual(
          await db.selectFrom('duties').selectAll().execute(),
          [],
          'no node of the source has a task here',
        );
      });
    });

    test('goes on where it was after kill -9, however often', async () => {
      const options = await bothEnds(from, to, 12_000);
      const source = `
        import { copyDatabase } from ${JSON.stringify(import.meta.resolve('./copy-database.ts'))};
        const { options, more } = JSON.parse(process.argv[1]);
        const onProgress = ({ rows, rowsBefore }) => {
          if (rows >= rowsBefore + more) process.kill(process.pid, 'SIGKILL');
        };
        await copyDatabase({ ...options, onProgress });
      `;
      for (const more of [5500, 12_500]) await runAndKill(source, JSON.stringify({ options, more }));
      let before = 0;
      await copyDatabase({
        ...options,
        onProgress: ({ rowsBefore }) => {
          before = Math.max(before, rowsBefore);
        },
      });
      assert.ok(before >= 10_000, `${before} rows were there`);
      assert.deepEqual(await everyRow(options.to), await everyRow(options.from));
    });

    test('refuses while a server has either database open', async () => {
      const options = await bothEnds(from, to);
      for (const end of [options.from, options.to]) {
        const server = await openDatabase(end);
        await assert.rejects(copyDatabase(options), CopyRefused);
        await server.close();
      }
      assert.equal((await copyDatabase(options)).kind, 'copied');
    });
  });
}

describe('copyDatabase()', () => {
  test('tells how far it is, of how much', async () => {
    const options = await bothEnds(sqlite, sqlite, 3000);
    const seen: CopyProgress[] = [];
    await copyDatabase({ ...options, onProgress: (progress) => seen.push(progress) });
    for (const phase of ['copying', 'verifying'] as const) {
      const rows = seen.filter((progress) => progress.phase === phase).map((progress) => progress.rows);
      assert.deepEqual(
        rows,
        rows.toSorted((one, other) => one - other),
        phase,
      );
      assert.equal(rows.at(-1), seen[0]?.allRows, phase);
    }
    assert.ok((seen[0]?.allRows ?? 0) > 9000);
  });

  test('carries more accounts than fit into one statement of SQLite', async () => {
    const options = await bothEnds(sqlite, sqlite);
    await change(options.from, async (db) => {
      const account = await db.selectFrom('accounts').selectAll().executeTakeFirstOrThrow();
      for (let number = 0; number < 1500; number += 1) {
        const name = `n${number}`;
        const unique = { id: BigInt(1000 + number), username: name, username_folded: name, email_folded: name };
        await db
          .insertInto('accounts')
          .values({ ...account, ...unique })
          .execute();
      }
    });
    assert.equal((await copyDatabase(options)).kind, 'copied');
    assert.deepEqual((await everyRow(options.to)).accounts, (await everyRow(options.from)).accounts);
  });

  test('has few pictures in memory at once', async () => {
    const options = await bothEnds(sqlite, sqlite);
    await change(options.from, async (db) => {
      const picture = await db.selectFrom('pictures').selectAll().executeTakeFirstOrThrow();
      const kinds = Array.from({ length: 120 }, (_, number) => `kind ${number}`);
      await db
        .insertInto('pictures')
        .values(kinds.map((kind) => ({ ...picture, kind })))
        .execute();
    });
    const steps: number[] = [];
    let before = 0;
    const onProgress = ({ table, rows }: CopyProgress) => {
      if (table === 'pictures') steps.push(rows - before);
      before = rows;
    };
    await copyDatabase({ ...options, onProgress });
    assert.deepEqual(steps, [50, 50, 21, 50, 50, 21]);
    assert.deepEqual((await everyRow(options.to)).pictures, (await everyRow(options.from)).pictures);
  });

  test('says that all is there already when it is asked again, and touches nothing', async () => {
    const options = await bothEnds(sqlite, sqlite);
    await copyDatabase(options);
    await change(options.to, (db) => db.deleteFrom('invites').execute());
    const again = await copyDatabase(options);
    assert.ok(again.kind === 'there already' && Math.abs(Date.now() - Date.parse(again.since)) < 60_000);
    assert.deepEqual((await everyRow(options.to)).invites, []);
  });

  test('a copy of a copy carries the same, and not what the database says of itself', async () => {
    const options = await bothEnds(sqlite, sqlite);
    await copyDatabase(options);
    const back = await sqlite.newLocation();
    await copyDatabase({ from: options.to, to: back, names: { from: 'the target', to: 'another' } });
    assert.deepEqual(await everyRow(back), await everyRow(options.from));
  });

  for (const moment of [1, 5800, 9001]) {
    test(`goes on where it was after it was called off, here after ${moment} rows`, async () => {
      const options = await bothEnds(sqlite, sqlite, 3000);
      const off = new AbortController();
      const onProgress = ({ rows }: CopyProgress) => rows >= moment && off.abort();
      await assert.rejects(copyDatabase({ ...options, signal: off.signal, onProgress }), { name: 'AbortError' });
      const seen: CopyProgress[] = [];
      await copyDatabase({ ...options, onProgress: (progress) => seen.push(progress) });
      if (moment > 1) assert.ok((seen[0]?.rowsBefore ?? 0) > 0, 'what was there was not copied again');
      assert.deepEqual(await everyRow(options.to), await everyRow(options.from));
    });
  }

  test('lets no server begin with a part of a copy', async () => {
    const options = await bothEnds(sqlite, sqlite);
    const off = new AbortController();
    off.abort();
    await assert.rejects(copyDatabase({ ...options, signal: off.signal }), { name: 'AbortError' });
    await assert.rejects(openDatabase(options.to), new UnfinishedCopy('the source'));
    const onwards = {
      from: options.to,
      to: await sqlite.newLocation(),
      names: { from: 'the target', to: 'third' },
    };
    await assert.rejects(copyDatabase(onwards), /the target is itself a copy that is not finished/);
    await copyDatabase(options);
    await (await openDatabase(options.to)).close();
  });

  test('refuses to go on from another source', async () => {
    const options = await bothEnds(sqlite, sqlite);
    const off = new AbortController();
    off.abort();
    await assert.rejects(copyDatabase({ ...options, signal: off.signal }), { name: 'AbortError' });
    const other = { ...(await bothEnds(sqlite, sqlite)), to: options.to, names: { ...names, from: 'another source' } };
    await assert.rejects(copyDatabase(other), /^CopyRefused: A copy of the source was begun into the target/);
  });

  test('finds out that the source changed between two parts of the copy, and says where', async () => {
    const options = await bothEnds(sqlite, sqlite, 3000);
    const off = new AbortController();
    const onProgress = ({ rows }: CopyProgress) => rows >= 6500 && off.abort();
    await assert.rejects(copyDatabase({ ...options, signal: off.signal, onProgress }), { name: 'AbortError' });
    await change(options.from, async (db) => {
      await db
        .updateTable('grants')
        .set({ revoked_at: T0 + 99 })
        .where('id', '=', 101n)
        .execute();
      await db.deleteFrom('pending_authorizations').execute();
    });
    await assert.rejects(copyDatabase(options), (error) => {
      assert.ok(error instanceof CopyRefused);
      assert.match(
        error.message,
        /pending_authorizations \(0 rows, and 1 in the copy\), grants \(other values\)\. Begin/,
      );
      return true;
    });
    await assert.rejects(openDatabase(options.to), UnfinishedCopy);
  });

  test('refuses a target that holds anything, and changes nothing in it', async () => {
    const options = await bothEnds(sqlite, sqlite);
    await migrateDatabase(options.to);
    await change(options.to, (db) => db.insertInto('settings').values({ key: 'vapid', value: 'key' }).execute());
    const refusal = new CopyRefused(
      'the target is not empty: its table settings has rows, and nothing is mixed or overwritten',
    );
    await assert.rejects(copyDatabase(options), refusal);
    await (await openDatabase(options.to)).close();
    assert.deepEqual((await everyRow(options.to)).apps, []);
  });

  test('refuses a source of a newer version, whose tables it does not know', async () => {
    const options = await bothEnds(sqlite, sqlite);
    await change(options.from, (db) =>
      sql`insert into kysely_migration (name, timestamp) values ('9999-next', '')`.execute(db),
    );
    const refusal = new CopyRefused('the source was made by a newer version: it has the migration "9999-next"');
    await assert.rejects(copyDatabase(options), refusal);
  });

  test('takes a target that is migrated and empty', async () => {
    const options = await bothEnds(sqlite, sqlite);
    await migrateDatabase(options.to);
    assert.equal((await copyDatabase(options)).kind, 'copied');
  });
});
