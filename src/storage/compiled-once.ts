import type { Compilable, CompiledQuery } from 'kysely';
import type { Db } from './schema.ts';

/** The text of a query that takes values in the order in which they are given; throws where it would take them otherwise. */
export function textOf<Values extends readonly (string | bigint)[]>(
  db: Db,
  query: (db: Db, ...values: Values) => Compilable,
): string {
  const values = Array.from({ length: query.length - 1 }, (_, index) => `value ${index}`);
  const { sql, parameters } = query(db, ...(values as unknown as Values)).compile();
  if (JSON.stringify(parameters) !== JSON.stringify(values)) throw new Error(`Values stand in another order: ${sql}`);
  return sql;
}

type Scalar = string | number | bigint | null;

/** Stands in a query for a value that is not known yet. */
class Placeholder {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** Runs a compiled query without what else a handle of the database does around it. */
type Run = (query: CompiledQuery<unknown>) => readonly unknown[] | Promise<readonly unknown[]>;

const runs = new WeakMap<Db, Run>();

/** Makes the queries of {@link compiledOnce} on a handle go a shorter way. */
export function runCompiledBy(db: Db, run: Run): void {
  runs.set(db, run);
}

/**
 * A query whose text never changes, compiled once for each handle of the database; afterwards only its values are filled
 * in. For the statements that nearly every request runs: building and compiling one costs more than running it.
 * `build` may use each value anywhere in the query, but must not look at it.
 * @returns runs the query and resolves to its rows
 */
export function compiledOnce<Values extends Readonly<Record<string, Scalar>>, Row>(
  build: (db: Db, values: Values) => Compilable<Row>,
): (db: Db, values: Values) => Promise<readonly Row[]> {
  const known = new WeakMap<Db, CompiledQuery<Row>>();
  const placeholders = new Proxy({} as Values, { get: (_, name) => new Placeholder(String(name)) });
  return async (db, values) => {
    let query = known.get(db);
    if (query === undefined) {
      query = build(db, placeholders).compile();
      known.set(db, query);
    }
    const parameters = query.parameters.map((value) => (value instanceof Placeholder ? values[value.name] : value));
    const run = runs.get(db);
    if (run !== undefined) return run({ ...query, parameters }) as readonly Row[] | Promise<readonly Row[]>;
    return (await db.executeQuery<Row>({ ...query, parameters })).rows;
  };
}
