import type { Instant } from '../../protocol/app.ts';
import type { Db } from '../schema.ts';

export async function readSetting(db: Db, key: string): Promise<string | undefined> {
  const row = await db.selectFrom('settings').select('value').where('key', '=', key).executeTakeFirst();
  return row?.value;
}

/** Writes a value that has none yet, and resolves to the value that stands. */
export async function claimSetting(db: Db, key: string, value: string): Promise<string> {
  await db
    .insertInto('settings')
    .values({ key, value })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute();
  const row = await db.selectFrom('settings').select('value').where('key', '=', key).executeTakeFirstOrThrow();
  return row.value;
}

/** Really writes: a full disk or a file that became read-only shows nowhere else. */
export async function proveWritable(db: Db, now: Instant): Promise<void> {
  const value = new Date(now).toISOString();
  await db
    .insertInto('settings')
    .values({ key: 'storage:last-ping', value })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
    .execute();
}
