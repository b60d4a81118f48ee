import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Kysely } from 'kysely';
import type { Sweepable } from '../../flows/ports.ts';
import { migrate } from '../migrations/migrate.ts';
import type { Schema } from '../schema.ts';
import { SqliteConnection } from '../sqlite/sqlite-connection.ts';
import { createSqliteDialect } from '../sqlite/sqlite-dialect.ts';
import { countSweepable, sweep } from './sweep.ts';

const kinds: readonly Sweepable[] = [
  'pending authorizations',
  'codes',
  'revoked grants',
  'unused app tokens',
  'idle app tokens',
  'sessions',
  'apps never used',
];

test('sweep() finds what ended by an index, whatever the number of rows that live', async () => {
  const connection = new SqliteConnection(':memory:');
  const queries: string[] = [];
  const db = new Kysely<Schema>({
    dialect: createSqliteDialect(connection),
    log: ({ query }) => {
      queries.push(query.sql);
    },
  });
  await migrate(db);
  queries.length = 0;
  for (const kind of kinds) {
    await countSweepable(db, kind, 1);
    await sweep(db, kind, 1, 1);
  }
  assert.ok(queries.length >= 2 * kinds.length);
  for (const query of queries) {
    const plan = connection.statement(`explain query plan ${query}`).compiled.all();
    for (const { detail } of plan) assert.doesNotMatch(String(detail), /\bSCAN (?!rows\b)/, query);
  }
});
