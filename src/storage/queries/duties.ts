import type { Duty, DutyStore } from '../../flows/ports.ts';
import { optionalInstantOf } from '../row-values.ts';
import type { Db } from '../schema.ts';

/** The row that is changed, or not, decides between callers: its lock is the one that all wait for. */
export async function takeDuty(
  db: Db,
  name: string,
  { holder, now, until }: Parameters<DutyStore['take']>[1],
): Promise<boolean> {
  const row = await db
    .insertInto('duties')
    .values({ name, holder, until })
    .onConflict((conflict) =>
      conflict
        .column('name')
        .doUpdateSet({ holder, until })
        .where(({ eb, or }) => or([eb('duties.holder', '=', holder), eb('duties.until', '<=', now)])),
    )
    .returning('name')
    .executeTakeFirst();
  return row !== undefined;
}

export async function noteDuty(db: Db, name: string, { at, failed }: Parameters<DutyStore['note']>[1]): Promise<void> {
  const outcome = failed ? { failed_at: at } : { done_at: at };
  await db
    .insertInto('duties')
    .values({ name, holder: '', until: 0, ...outcome })
    .onConflict((conflict) => conflict.column('name').doUpdateSet(outcome))
    .execute();
}

export async function findDuty(db: Db, name: string): Promise<Duty | undefined> {
  const row = await db.selectFrom('duties').selectAll().where('name', '=', name).executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    holder: row.holder,
    until: Number(row.until),
    doneAt: optionalInstantOf(row.done_at),
    failedAt: optionalInstantOf(row.failed_at),
  };
}
