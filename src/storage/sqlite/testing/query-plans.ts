import { Kysely } from 'kysely';
import { migrate } from '../../migrations/migrate.ts';
import type { Db, Schema } from '../../schema.ts';
import { SqliteConnection } from '../sqlite-connection.ts';
import { createSqliteDialect } from '../sqlite-dialect.ts';

/** A query as it was run, with the steps by which SQLite finds its rows. */
export interface Planned {
  readonly query: string;
  readonly steps: readonly string[];
}

/** The queries that `run` asks of a database whose schema is new, and how each finds its rows. */
export async function plansOf(run: (db: Db) => Promise<void>): Promise<readonly Planned[]> {
  const connection = new SqliteConnection(':memory:');
  const queries: string[] = [];
  const log = ({ query }: { readonly query: { readonly sql: string } }) => void queries.push(query.sql);
  const db: Db = new Kysely<Schema>({ dialect: createSqliteDialect(connection), log });
  await migrate(db);
  queries.length = 0;
  await run(db);
  return queries.map((query) => {
    const plan = connection.statement(`explain query plan ${query}`).all();
    return { query, steps: plan.map(({ detail }) => String(detail)) };
  });
}
