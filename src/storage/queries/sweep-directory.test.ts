import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Kysely } from 'kysely';
import type { DirectorySweepable } from '../../accounts/ports.ts';
import { migrate } from '../migrations/migrate.ts';
import type { Schema } from '../schema.ts';
import { SqliteConnection } from '../sqlite/sqlite-connection.ts';
import { createSqliteDialect } from '../sqlite/sqlite-dialect.ts';
import { countSweepableOfDirectory, sweepDirectory } from './sweep-directory.ts';

/** All but invites, which are few. */
const kinds: readonly DirectorySweepable[] = [
  'tickets',
  'mails',
  'unconfirmed accounts',
  'audit addresses',
  'audit entries',
];

test('sweepDirectory() finds what ended by an index, whatever the number of rows that stay', async () => {
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
    await countSweepableOfDirectory(db, kind, 1);
    await sweepDirectory(db, kind, 1, 1, 2);
  }
  assert.equal(queries.length, 2 * kinds.length);
  for (const query of queries) {
    const plan = connection.statement(`explain query plan ${query}`).compiled.all();
    const steps = plan.map(({ detail }) => String(detail));
    for (const step of steps) assert.doesNotMatch(step, /\bSCAN (?!rows\b)/, query);
    // Else entries whose address is long gone would be looked at again every hour.
    if (query.includes('"address"')) assert.match(steps.join(), /audit_entries_address_time/, query);
  }
});
