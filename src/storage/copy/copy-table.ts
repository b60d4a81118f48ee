import { setImmediate as nextTurn } from 'node:timers/promises';
import { CompiledQuery } from 'kysely';
import type { Db } from '../schema.ts';
import { type CopyMark, type KeyPart, type TableMark, writeCopyMark } from './copy-mark.ts';
import { type Row, RowWriter, readRows, rowsAtOnce, type Value } from './rows.ts';
import type { CopiedTable } from './tables.ts';

/** Reads of one transaction, which ends with a wait for the disk. */
const READS_AT_ONCE = 10;

/** Where a copy is, and what it needs. */
export interface CopyWork {
  readonly source: Db;
  readonly target: Db;
  /** What the target says of the copy. */
  mark: CopyMark;
  readonly signal: AbortSignal | undefined;
  readonly onRows: (rows: number) => void;
}

/**
 * Copies what the target does not have yet of one table. Rows and the mark that tells of them are committed together, so
 * that whoever goes on after a crash goes on after the last row that is there.
 */
export async function copyTable(work: CopyWork, table: CopiedTable): Promise<void> {
  const { source, target } = work;
  let done = work.mark.tables[table.name] ?? { rows: 0, whole: false };
  let writer: RowWriter | undefined;
  while (!done.whole) {
    // An engine in this process answers without one, and a signal would never be heard.
    await nextTurn();
    work.signal?.throwIfAborted();
    await transact(target, async () => {
      for (let reads = 0; reads < READS_AT_ONCE && !done.whole; reads++) {
        const rows = await readRows(source, table, done.last?.map(keyValueOf), rowsAtOnce(table));
        const [first] = rows;
        if (first !== undefined) {
          writer ??= new RowWriter(target, table.name, first);
          await writer.add(rows);
        }
        done = after(done, rows, table);
        work.onRows(rows.length);
      }
      work.mark = { ...work.mark, tables: { ...work.mark.tables, [table.name]: done } };
      await writeCopyMark(target, work.mark);
    });
  }
}

function after(done: TableMark, rows: readonly Row[], table: CopiedTable): TableMark {
  const last = rows.at(-1);
  const whole = rows.length < rowsAtOnce(table);
  if (last === undefined) return { ...done, whole };
  return { rows: done.rows + rows.length, last: table.key.map((column) => keyPartOf(last[column] ?? null)), whole };
}

function keyPartOf(value: Value): KeyPart {
  return typeof value === 'string' ? { text: value } : { number: String(value) };
}

function keyValueOf(part: KeyPart): Value {
  return 'text' in part ? part.text : BigInt(part.number);
}

/** Runs work in a transaction of the one connection. */
export async function transact(db: Db, work: () => Promise<void>): Promise<void> {
  await db.executeQuery(CompiledQuery.raw('begin'));
  try {
    await work();
    await db.executeQuery(CompiledQuery.raw('commit'));
  } catch (error) {
    // Where even this fails the connection is gone, and the transaction with it.
    await db.executeQuery(CompiledQuery.raw('rollback')).catch(() => {});
    throw error;
  }
}
