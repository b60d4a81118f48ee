/** For tests: all rows of a database, as both engines should read them. */
import type { DatabaseLocation } from '../../database-location.ts';
import { openCopyEnd } from '../copy-end.ts';
import { type Row, readRows } from '../rows.ts';
import { copiedTables } from '../tables.ts';

/** The rows of each copied table, in the order of their keys. */
export async function everyRow(location: DatabaseLocation): Promise<Readonly<Record<string, readonly Row[]>>> {
  const { db, close } = await openCopyEnd(location, 'source');
  try {
    const tables: Record<string, readonly Row[]> = {};
    for (const table of copiedTables) {
      const rows = await readRows(db, table, undefined, 1_000_000);
      tables[table.name] = rows.map((row) =>
        Object.fromEntries(
          Object.entries(row).map(([name, value]) => [name, typeof value === 'number' ? BigInt(value) : value]),
        ),
      );
    }
    return tables;
  } finally {
    await close();
  }
}
