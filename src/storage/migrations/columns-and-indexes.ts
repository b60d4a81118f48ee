/** What migrations build with. They run on old databases for ever, so nothing here may change what it makes. */
import { type CreateIndexBuilder, type Kysely, type RawBuilder, SqliteAdapter, sql } from 'kysely';

/** Only `INTEGER PRIMARY KEY` makes an id the key of SQLite's own tree; elsewhere that type has 32 bits. */
export function idType(db: Kysely<unknown>): 'integer' | 'bigint' {
  return db.getExecutor().adapter instanceof SqliteAdapter ? 'integer' : 'bigint';
}

/** Text that is compared by its code points on every engine, so that what begins with a word is a range. */
export function plainText(db: Kysely<unknown>): 'text' | RawBuilder<unknown> {
  return db.getExecutor().adapter instanceof SqliteAdapter ? 'text' : sql`text collate "C"`;
}

/** An index whose name begins with its table's. */
export function index(
  db: Kysely<unknown>,
  table: string,
  name: string,
  columns: readonly string[],
): CreateIndexBuilder<string> {
  return db.schema
    .createIndex(`${table}_${name}`)
    .on(table)
    .columns([...columns]);
}
