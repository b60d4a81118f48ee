import { DatabaseSync } from 'node:sqlite';
import type { Figure, Stand } from './measurement.ts';

/** Bytes on disk of each table with its indexes, a row. */
export async function measureSizes({ many }: Stand): Promise<readonly Figure[]> {
  const database = new DatabaseSync(many.path, { readOnly: true });
  // `dbstat` counts the pages of each tree: of a table, or of one of its indexes.
  const rows = database
    .prepare(
      `select m.tbl_name as name, sum(s.pgsize) as bytes from dbstat s join sqlite_schema m on m.name = s.name
       where s.aggregate = 1 group by m.tbl_name`,
    )
    .all() as { name: string; bytes: number }[];
  const count = (table: string) => Number(database.prepare(`select count(*) as count from ${table}`).get()?.count);
  const figures = ['tokens', 'grants', 'audit_entries', 'accounts', 'apps'].map((table) => {
    const bytes = Number(rows.find(({ name }) => name === table)?.bytes ?? 0);
    const number = count(table);
    return {
      what: `size: a row of ${table} with its indexes`,
      value: bytes / number,
      unit: 'bytes',
      from: `${number} rows`,
    };
  });
  database.close();
  return figures;
}
