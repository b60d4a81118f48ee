/** Rows of any table, by raw queries that both engines understand. */
import { type CompiledQuery, sql } from 'kysely';
import type { Db } from '../schema.ts';
import { ownSettings } from './copy-mark.ts';
import type { CopiedTable, TableName } from './tables.ts';

/** A value as either engine reads it. */
export type Value = string | bigint | number | null;

/** A row by its columns. */
export type Row = Readonly<Record<string, Value>>;

/** How many rows of a table are read at once. All of them are in memory, several times; a picture may have a megabyte. */
export function rowsAtOnce({ name }: CopiedTable): number {
  return name === 'pictures' ? 50 : 1000;
}

/** The next rows after a key, in the order of the key; from the beginning where there is none. */
export async function readRows(
  db: Db,
  { name, key }: CopiedTable,
  after: readonly Value[] | undefined,
  limit: number,
): Promise<readonly Row[]> {
  const columns = sql.join(key.map((column) => sql.ref(column)));
  const beyond = after === undefined ? sql`` : sql`and (${columns}) > (${sql.join(after)})`;
  const query = sql<Row>`
    select * from ${sql.table(name)} where ${ofPeople(name)} ${beyond} order by ${columns} limit ${sql.lit(limit)}
  `;
  return (await query.execute(db)).rows;
}

/** How many rows there are to copy. */
export async function countRows(db: Db, name: TableName): Promise<number> {
  const query = sql<{
    readonly count: Value;
  }>`select count(*) as count from ${sql.table(name)} where ${ofPeople(name)}`;
  return Number((await query.execute(db)).rows[0]?.count ?? 0);
}

/** Whether a table has a row, apart from settings that every database has of its own. */
export async function hasRows(db: Db, name: TableName): Promise<boolean> {
  const query = sql`select 1 as found from ${sql.table(name)} where ${ofPeople(name)} limit 1`;
  return (await query.execute(db)).rows.length > 0;
}

function ofPeople(name: TableName) {
  return name === 'settings' ? sql`key not in (${sql.join(ownSettings)})` : sql`1 = 1`;
}

/** SQLite takes fewer values in one statement than PostgreSQL. */
const MOST_VALUES = 32_766;

/** Adds rows to one table. The text of a statement depends on their number only, and is made once for each. */
export class RowWriter {
  readonly #db: Db;
  readonly #name: TableName;
  readonly #columns: readonly string[];
  readonly #compiled = new Map<number, CompiledQuery>();

  /** @param like a row of the table, for its columns */
  constructor(db: Db, name: TableName, like: Row) {
    this.#db = db;
    this.#name = name;
    this.#columns = Object.keys(like);
  }

  async add(rows: readonly Row[]): Promise<void> {
    const atOnce = Math.floor(MOST_VALUES / this.#columns.length);
    for (let done = 0; done < rows.length; done += atOnce) {
      const some = rows.slice(done, done + atOnce);
      const parameters = some.flatMap((row) => this.#columns.map((column) => row[column] ?? null));
      await this.#db.executeQuery({ ...this.#insert(some.length), parameters });
    }
  }

  #insert(count: number): CompiledQuery {
    const known = this.#compiled.get(count);
    if (known !== undefined) return known;
    const columns = sql.join(this.#columns.map((column) => sql.ref(column)));
    const row = sql`(${sql.join(this.#columns.map(() => null))})`;
    const made = sql`insert into ${sql.table(this.#name)} (${columns}) values ${sql.join(
      Array.from({ length: count }, () => row),
    )}`.compile(this.#db);
    this.#compiled.set(count, made);
    return made;
  }
}
