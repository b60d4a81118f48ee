import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Kysely, type LogEvent } from 'kysely';
import type { Schema } from '../schema.ts';
import { SqliteConnection } from '../sqlite/sqlite-connection.ts';
import { createSqliteDialect } from '../sqlite/sqlite-dialect.ts';
import { createDb } from '../sqlite/sqlite-engine.ts';
import { temporaryFolder } from '../sqlite/testing/temporary-folder.ts';
import { migrate, pendingMigrations } from './migrate.ts';

const { newPath } = temporaryFolder();

test('a database that another process migrates between two looks at it is up to date, and no failure', async () => {
  const path = newPath();
  const [own, others] = [new SqliteConnection(path), new SqliteConnection(path)];
  let migrated: readonly string[] = [];
  const log = async ({ level }: LogEvent) => {
    if (level === 'error' && migrated.length === 0) migrated = await migrate(createDb(others));
  };
  const db = new Kysely<Schema>({ dialect: createSqliteDialect(own), log });
  assert.deepEqual(await pendingMigrations(db), []);
  assert.ok(migrated.length > 0);
  for (const connection of [own, others]) connection.close();
});
