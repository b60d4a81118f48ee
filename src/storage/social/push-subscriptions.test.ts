import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Kysely } from 'kysely';
import { migrate } from '../migrations/migrate.ts';
import type { Schema } from '../schema.ts';
import { SqliteConnection } from '../sqlite/sqlite-connection.ts';
import { createSqliteDialect } from '../sqlite/sqlite-dialect.ts';
import type { SocialKit } from './create-social-store.ts';
import { createPushStore } from './push-subscriptions.ts';

test('push.listOfAccount() looks at the tokens of the account alone, whatever the number of others', async () => {
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
  const read: SocialKit['read'] = (query) => query(db);
  await createPushStore({ read } as SocialKit).listOfAccount('1', 1);
  assert.equal(queries.length, 1);
  const plan = connection.statement(`explain query plan ${queries[0]}`).compiled.all();
  for (const { detail } of plan) assert.doesNotMatch(String(detail), /\bSCAN /);
});
