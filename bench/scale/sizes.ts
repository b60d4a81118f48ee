import { DatabaseSync } from 'node:sqlite';
import type { Figure, Stand } from './measurement.ts';

/** Bytes on disk of each table with its indexes, a row. */
export async function measureSizes({ many }: Stand): Promise<readonly Figure[]> {
  const database = new DatabaseSync(many.path, { readOnly: true });
  const rows = database
    .prepare(
      `select t.name as name, (select sum(s.pgsize) from sqlite_schema m join dbstat s on s.name = m.name and s.aggregate
         where m.tbl_name = t.name) as bytes from sqlite_schema t where t.type = 'table' and t.name not like 'sqlite%'`,
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
