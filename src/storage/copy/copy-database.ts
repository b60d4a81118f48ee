import { migrateDatabase, pendingMigrationsOf } from '../database.ts';
import type { DatabaseLocation } from '../database-location.ts';
import { unknownMigration } from '../migrations/migrate.ts';
import type { Db } from '../schema.ts';
import { compareTable, type Difference } from './compare-table.ts';
import { CopyRefused, openCopyEnd } from './copy-end.ts';
import { type CopyMark, readCopyMark, writeCopyMark } from './copy-mark.ts';
import { type CopyWork, copyTable, transact } from './copy-table.ts';
import { countRows, hasRows } from './rows.ts';
import { allTables, copiedTables, type TableName } from './tables.ts';

/** How far a copy is. */
export interface CopyProgress {
  readonly phase: 'copying' | 'verifying';
  readonly table: TableName;
  /** Rows that this phase is through with, of all tables. */
  readonly rows: number;
  readonly allRows: number;
  /** Of those, how many an earlier run copied. */
  readonly rowsBefore: number;
}

/** What to copy, and where to. */
export interface CopyOptions {
  readonly from: DatabaseLocation;
  readonly to: DatabaseLocation;
  /** Names of the two, without a password, for messages and to know the source again. */
  readonly names: { readonly from: string; readonly to: string };
  readonly onProgress?: (progress: CopyProgress) => void;
  /** Ends the copy between two batches; the same copy can go on later. */
  readonly signal?: AbortSignal;
}

/** What came of a copy. */
export type CopyOutcome =
  | { readonly kind: 'copied'; readonly tables: readonly { readonly table: TableName; readonly rows: number }[] }
  /** An earlier run was through; since when, as ISO 8601. */
  | { readonly kind: 'there already'; readonly since: string };

/**
 * Copies every row of a database into an empty one, of the same engine or another, and verifies both. Neither may be open
 * elsewhere. A copy that was cut off goes on where it was when it is begun again with the same names.
 *
 * @throws CopyRefused when either database is in use, the source has another schema or is another one than before, the
 * target holds something of its own, or both differ in the end
 */
export async function copyDatabase(options: CopyOptions): Promise<CopyOutcome> {
  const { names } = options;
  const pending = await pendingMigrationsOf(options.from);
  if (pending === undefined) throw new CopyRefused(`There is no database at ${names.from}`);
  if (pending.length > 0) throw new CopyRefused(`${names.from} lacks the migrations ${pending.join(', ')}`);
  const source = await openCopyEnd(options.from, 'source');
  try {
    const unknown = await unknownMigration(source.db);
    // It may have tables of which nothing would be copied, and nobody would miss anything.
    if (unknown !== undefined) {
      throw new CopyRefused(`${names.from} was made by a newer version: it has the migration "${unknown}"`);
    }
    await migrateDatabase(options.to);
    const target = await openCopyEnd(options.to, 'target');
    try {
      const mark = await beginOrGoOn(source.db, target.db, names);
      if (mark.finished !== undefined) return { kind: 'there already', since: mark.finished };
      const outcome = await copyAll({ ...options, source: source.db, target: target.db, mark });
      for (const [end, name] of [
        [source, names.from],
        [target, names.to],
      ] as const) {
        if ((await end.isAlone?.()) === false) {
          throw new CopyRefused(`A server came to ${name} meanwhile. Stop it, and run the same copy again`);
        }
      }
      await target.analyse?.();
      const end: CopyMark = { ...outcome.mark, finished: new Date().toISOString() };
      await transact(target.db, () => writeCopyMark(target.db, end));
      return { kind: 'copied', tables: outcome.tables };
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

/** The mark of the copy, which is in the target from here on: no server begins to work with it. */
async function beginOrGoOn(source: Db, target: Db, names: CopyOptions['names']): Promise<CopyMark> {
  const known = await readCopyMark(target);
  if (known !== undefined) {
    if (known.from !== names.from) {
      throw new CopyRefused(`A copy of ${known.from} was begun into ${names.to}, and this is one of ${names.from}`);
    }
    return known;
  }
  const past = await readCopyMark(source);
  if (past !== undefined && past.finished === undefined) {
    throw new CopyRefused(`${names.from} is itself a copy that is not finished`);
  }
  for (const table of allTables) {
    if (await hasRows(target, table)) {
      throw new CopyRefused(
        `${names.to} is not empty: its table ${table} has rows, and nothing is mixed or overwritten`,
      );
    }
  }
  const mark: CopyMark = { from: names.from, tables: {} };
  await transact(target, () => writeCopyMark(target, mark));
  return mark;
}

interface WholeCopy extends CopyOptions {
  readonly source: Db;
  readonly target: Db;
  readonly mark: CopyMark;
}

async function copyAll({ source, target, mark, names, onProgress, signal }: WholeCopy) {
  const counts = new Map<TableName, number>();
  for (const { name } of copiedTables) counts.set(name, await countRows(source, name));
  const allRows = sum(counts.values());
  const rowsBefore = sum(copiedTables.map(({ name }) => mark.tables[name]?.rows ?? 0));

  const teller = (phase: CopyProgress['phase'], from: number) => {
    let rows = from;
    return (table: TableName) => (more: number) => {
      rows += more;
      onProgress?.({ phase, table, rows, allRows, rowsBefore: from });
    };
  };
  const copying = teller('copying', rowsBefore);
  let latest = mark;
  for (const table of copiedTables) {
    const work: CopyWork = { source, target, mark: latest, signal, onRows: copying(table.name) };
    await copyTable(work, table);
    latest = work.mark;
  }

  const verifying = teller('verifying', 0);
  const differences: Difference[] = [];
  for (const table of copiedTables) {
    const difference = await compareTable({ source, target }, table, { signal, onRows: verifying(table.name) });
    if (difference !== undefined) differences.push(difference);
  }
  if (differences.length > 0) throw new CopyRefused(differenceWords(differences, names));
  return { mark: latest, tables: [...counts].map(([table, rows]) => ({ table, rows })) };
}

function differenceWords(differences: readonly Difference[], { from, to }: CopyOptions['names']): string {
  const words = differences.map(({ table, rows: [source, target] }) =>
    source === target ? `${table} (other values)` : `${table} (${source} rows, and ${target} in the copy)`,
  );
  return `${from} changed since the copy began, or ${to} did: they differ in ${words.join(', ')}. Begin anew with an empty target`;
}

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}
