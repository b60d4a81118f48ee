import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import pg from 'pg';
import type { DirectorySweepable } from '../../accounts/ports.ts';
import type { Sweepable } from '../../flows/ports.ts';
import { sweep } from '../queries/sweep.ts';
import { sweepDirectory } from '../queries/sweep-directory.ts';
import type { Db } from '../schema.ts';
import { createDb } from './postgres-dialect.ts';
import { testDatabases, withPostgres } from './testing/test-databases.ts';

const kinds: readonly Sweepable[] = [
  'pending authorizations',
  'codes',
  'revoked grants',
  'unused app tokens',
  'idle app tokens',
  'sessions',
  'apps never used',
];

/** All but invites, which are few. */
const directoryKinds: readonly DirectorySweepable[] = [
  'tickets',
  'mails',
  'unconfirmed accounts',
  'posting keys',
  'notifications',
  'audit addresses',
  'audit entries',
];

describe('housekeeping on PostgreSQL', withPostgres, () => {
  const { newDatabase } = testDatabases();

  const connect = async () => {
    const client = new pg.Client({ connectionString: await newDatabase() });
    await client.connect();
    after(() => client.end());
    const texts: string[] = [];
    const query = client.query.bind(client);
    // Whatever Kysely asks goes through here.
    client.query = ((config: { readonly text?: string } | string, ...rest: never[]) => {
      if (typeof config === 'object' && config.text !== undefined) texts.push(config.text);
      return query(config as never, ...rest);
    }) as typeof client.query;
    const plan = async (text: string) => {
      const { rows } = await query(`explain (generic_plan, costs off) ${text}`);
      return rows.map((row) => String(row['QUERY PLAN']));
    };
    // On tables without rows nothing else would look at an index; where none fits, it is read as a whole all the same.
    await query('set enable_seqscan = off');
    return { db: createDb(client), texts, plan };
  };

  const assertByIndex = async (run: (db: Db) => Promise<unknown>) => {
    const { db, texts, plan } = await connect();
    await run(db);
    assert.notEqual(texts.length, 0);
    for (const text of texts) {
      const steps = await plan(text);
      for (const step of steps) assert.doesNotMatch(step, /Seq Scan/, `${text}\n${steps.join('\n')}`);
    }
  };

  for (const kind of kinds) {
    test(`finds ${kind} by an index, whatever the number of rows that live`, () =>
      assertByIndex((db) => sweep(db, kind, 1, 10)));
  }

  for (const kind of directoryKinds) {
    test(`finds ${kind} by an index, whatever the number of rows that stay`, () =>
      assertByIndex((db) => sweepDirectory(db, kind, 1, 10, 2)));
  }
});
