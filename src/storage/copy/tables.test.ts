import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { migrate } from '../migrations/migrate.ts';
import { SqliteConnection } from '../sqlite/sqlite-connection.ts';
import { createDb } from '../sqlite/sqlite-engine.ts';
import { allTables, copiedTables } from './tables.ts';

const db = createDb(new SqliteConnection(':memory:'));
await migrate(db);

test('every table that the migrations make is copied, or left for a reason', async () => {
  const made = (await db.introspection.getTables()).map(({ name }) => name);
  assert.deepEqual([...allTables].sort(), made.sort());
});

test('rows are copied in the order of their primary keys', async () => {
  for (const { name, key } of copiedTables) {
    const { rows } = await sql<{ name: string }>`
      select name from pragma_table_info(${name}) where pk > 0 order by pk
    `.execute(db);
    const columns = rows.map((row) => row.name);
    assert.deepEqual(key, columns, name);
  }
});

test('no table is copied before one that it refers to', async () => {
  const done = new Set<string>();
  for (const { name } of copiedTables) {
    const { rows } = await sql<{ table: string }>`select "table" from pragma_foreign_key_list(${name})`.execute(db);
    for (const { table } of rows) assert.ok(done.has(table), `${name} refers to ${table}`);
    done.add(name);
  }
});
