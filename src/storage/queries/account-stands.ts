import type { Db } from '../schema.ts';

/** Whether there is such an account, and it was not deleted: nothing may be hung below one that is gone. */
export async function accountStands(db: Db, id: bigint): Promise<boolean> {
  const row = await db
    .selectFrom('accounts')
    .select('id')
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  return row !== undefined;
}
