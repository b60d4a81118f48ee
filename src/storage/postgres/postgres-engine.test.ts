import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { NameTaken } from '../../accounts/ports.ts';
import { StoreUnavailable } from '../../flows/ports.ts';
import { newApp, T0 } from '../contract/samples.ts';
import { inParallel } from '../contract/with-store.ts';
import type { Db } from '../schema.ts';
import { PostgresEngine } from './postgres-engine.ts';
import { testDatabases, withPostgres } from './testing/test-databases.ts';

describe('the engine on PostgreSQL', withPostgres, () => {
  const { newDatabase } = testDatabases();

  const openEngines = async (count: number) => {
    const url = await newDatabase();
    const engines = Array.from({ length: count }, () => new PostgresEngine({ url, patience: 5000 }, 4));
    after(() => Promise.all(engines.map((engine) => engine.close())));
    return engines as [PostgresEngine, ...PostgresEngine[]];
  };

  const addSetting = (db: Db, key: string, value: string) => db.insertInto('settings').values({ key, value }).execute();

  const countSettings = async (db: Db) => (await db.selectFrom('settings').select('key').execute()).length;

  test('runs a unit as if it ran alone, also beside those of another node', async () => {
    const [one, other] = await openEngines(2);
    // Each reads what the others write, and writes what the others read.
    const drawNumber = async (db: Db) => {
      const number = await countSettings(db);
      await addSetting(db, crypto.randomUUID(), String(number));
      return number;
    };
    const numbers = await inParallel(16, (index) => (index % 2 === 0 ? one : (other ?? one)).write(drawNumber));
    assert.deepEqual(
      numbers.sort((a, b) => a - b),
      Array.from({ length: 16 }, (_, index) => index),
    );
  });

  test('keeps nothing of a unit that throws, throws what it threw, and lends the connection again', async () => {
    const [engine] = await openEngines(1);
    let thrown: Error | undefined;
    await inParallel(20, () =>
      assert.rejects(
        engine.write(async (db) => {
          await addSetting(db, crypto.randomUUID(), '');
          thrown = new NameTaken('email');
          throw thrown;
        }),
        NameTaken,
      ),
    );
    for (const steps of ['free', undefined] as const) {
      await assert.rejects(
        engine.write(
          async (db) => {
            await addSetting(db, 'same', '');
            await addSetting(db, 'same', '');
          },
          steps === undefined ? {} : { steps },
        ),
        /duplicate key/,
      );
    }
    assert.equal(await engine.read(countSettings), 0);
  });

  test('runs a unit anew when another node drew the same id first', async () => {
    const [engine] = await openEngines(1);
    const ids = [7n, 7n, 8n];
    const add = () =>
      engine.write(
        async (db) => {
          const [id] = ids.splice(0, 1);
          const { clientId, name } = newApp();
          const values = {
            id: id ?? 0n,
            client_id: clientId,
            confidential: 0,
            name,
            redirect_uris: '[]',
            scopes: '[]',
          };
          await db
            .insertInto('apps')
            .values({ ...values, resource_server: 0, created_at: T0 })
            .execute();
          return id;
        },
        { steps: 'one' },
      );
    assert.deepEqual([await add(), await add()], [7n, 8n]);
  });

  test('lets a unit that says it is one statement run no other, which would be a commit of its own', async () => {
    const [engine] = await openEngines(1);
    const two = async (db: Db) => {
      await addSetting(db, 'first', '');
      await addSetting(db, 'second', '');
    };
    await assert.rejects(engine.write(two, { steps: 'one' }), /No more statements/);
    await engine.write((db) => addSetting(db, 'third', ''));
    assert.equal(await engine.read(countSettings), 2);
  });

  test('waits for the disk with every commit but those that may be lost', async () => {
    const [engine] = await openEngines(1);
    const setting = async (db: Db) => {
      const { rows } = await sql<{ value: string }>`select current_setting('synchronous_commit') as value`.execute(db);
      return rows[0]?.value;
    };
    assert.equal(await engine.write(setting), 'on');
    assert.equal(await engine.write(setting, { steps: 'free' }), 'on');
    for (let round = 0; round < 3; round++) {
      assert.equal(await engine.write(setting, { steps: 'one', mayBeLost: true }), 'off');
      assert.equal(await engine.write(setting, { steps: 'one' }), 'on');
    }
  });

  test('frees the row of a statement that may be lost without a word from this process, which may be busy', async () => {
    const [engine, other = engine] = await openEngines(2);
    await engine.write((db) => addSetting(db, 'counter', '0'));
    const count = (db: Db) =>
      db
        .updateTable('settings')
        .set({ value: sql`cast(value as integer) + 1` })
        .where('key', '=', 'counter')
        .returning('value')
        .executeTakeFirst();
    const losable = { steps: 'one', mayBeLost: true } as const;
    const counts: unknown[] = [];
    await engine.write(async (db) => {
      counts.push((await count(db))?.value);
      // With its commit still to be sent, this would wait for the lock until it is given up.
      counts.push((await other.write(count, losable))?.value);
    }, losable);
    assert.deepEqual(counts, ['1', '2']);
  });

  test('keeps nothing of a statement that may be lost and fails, and lends the connection again', async () => {
    const [engine] = await openEngines(1);
    const losable = { steps: 'one', mayBeLost: true } as const;
    await engine.write((db) => addSetting(db, 'same', ''), losable);
    await inParallel(20, async () => {
      await assert.rejects(
        engine.write((db) => addSetting(db, 'same', ''), losable),
        /duplicate key/,
      );
      await assert.rejects(
        engine.write(() => Promise.reject(new NameTaken('email')), losable),
        NameTaken,
      );
      assert.equal(await engine.write(async () => 'no statement at all', losable), 'no statement at all');
    });
    assert.equal(await engine.read(countSettings), 1);
  });

  test('is known to the operator of the server by its name, unless the URL gives another', async () => {
    const url = await newDatabase();
    const names = async (address: string) => {
      const engine = new PostgresEngine({ url: address, patience: 5000 }, 1);
      const name = await engine.read(async (db) => {
        const { rows } = await sql<{ name: string }>`select current_setting('application_name') as name`.execute(db);
        return rows[0]?.name;
      });
      await engine.close();
      return name;
    };
    assert.equal(await names(url), 'mastodoor');
    assert.equal(await names(`${url}?application_name=node-2`), 'node-2');
  });

  test('stops what takes too long, as the URL says, with StoreUnavailable', async () => {
    const url = await newDatabase();
    const engine = new PostgresEngine({ url: `${url}?statement_timeout=200`, patience: 5000 }, 1);
    await assert.rejects(
      engine.read((db) => sql`select pg_sleep(20)`.execute(db)),
      StoreUnavailable,
    );
    assert.equal(await engine.read(countSettings), 0);
    await engine.close();
  });

  test('shows what it wrote to every reader on every node as soon as it is answered', async () => {
    const [one, other = one] = await openEngines(2);
    const find = other.prepare((db, key: string) => db.selectFrom('settings').select('value').where('key', '=', key));
    for (let round = 0; round < 50; round++) {
      await one.write((db) => addSetting(db, `key ${round}`, String(round)), { steps: 'one' });
      assert.deepEqual(await find(`key ${round}`), { value: String(round) });
      assert.equal(await other.read(countSettings), round + 1);
    }
  });

  test('finds many rows at once over one connection, each for whoever asked', async () => {
    const [engine] = await openEngines(1);
    await engine.write(async (db) => {
      for (let key = 0; key < 50; key++) await addSetting(db, `key ${key}`, String(key));
    });
    const find = engine.prepare((db, key: string) => db.selectFrom('settings').select('value').where('key', '=', key));
    const found = await inParallel(200, (index) => find(`key ${index % 60}`));
    assert.deepEqual(
      found.map((row) => row?.value),
      Array.from({ length: 200 }, (_, index) => (index % 60 < 50 ? String(index % 60) : undefined)),
    );
  });

  test('lets what was begun finish when it is closed', async () => {
    const [engine] = await openEngines(1);
    const slow = engine.write(async (db) => {
      await addSetting(db, 'slow', '');
      await sleep(50);
      return countSettings(db);
    });
    await sleep(10);
    await Promise.all([engine.close(), engine.close()]);
    assert.equal(await slow, 1);
    await assert.rejects(engine.read(countSettings), /closed/);
  });
});
