import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Db } from '../schema.ts';
import { RowSum } from './row-sum.ts';
import { readRows, rowsAtOnce, type Value } from './rows.ts';
import type { CopiedTable } from './tables.ts';

/** A table that is not the same in both databases. */
export interface Difference {
  readonly table: string;
  /** Rows of the source, and of the target; the same number where only what they hold differs. */
  readonly rows: readonly [source: number, target: number];
}

/** Reads every row of a table in both databases; undefined when they hold the same. */
export async function compareTable(
  databases: { readonly source: Db; readonly target: Db },
  table: CopiedTable,
  options: { readonly signal: AbortSignal | undefined; readonly onRows: (rows: number) => void },
): Promise<Difference | undefined> {
  const source = await sumOf(databases.source, table, options.signal, options.onRows);
  const target = await sumOf(databases.target, table, options.signal, () => {});
  return source.equals(target) ? undefined : { table: table.name, rows: [source.rows, target.rows] };
}

async function sumOf(
  db: Db,
  table: CopiedTable,
  signal: AbortSignal | undefined,
  onRows: (rows: number) => void,
): Promise<RowSum> {
  const sum = new RowSum();
  for (let after: readonly Value[] | undefined; ; ) {
    await nextTurn();
    signal?.throwIfAborted();
    const rows = await readRows(db, table, after, rowsAtOnce(table));
    for (const row of rows) sum.add(row);
    onRows(rows.length);
    const last = rows.at(-1);
    if (last === undefined || rows.length < rowsAtOnce(table)) return sum;
    after = table.key.map((column) => last[column] ?? null);
  }
}
