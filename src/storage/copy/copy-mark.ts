/** What a database that is, or was, copied into says of that in its settings. */
import type { Db } from '../schema.ts';
import type { TableName } from './tables.ts';

/** The setting that holds the mark. It is the target's alone and never copied. */
const COPY_MARK = 'storage:copy';

/** Settings that tell of one database and not of its people. */
export const ownSettings: readonly string[] = [COPY_MARK, 'storage:last-ping'];

/** How far a table is copied. */
export interface TableMark {
  readonly rows: number;
  /** The key of the last row, as decimal numbers and texts; absent while there is none. */
  readonly last?: readonly KeyPart[];
  /** Whether every row is there. */
  readonly whole: boolean;
}

/** A value of a primary key in a form that JSON keeps exactly. */
export type KeyPart = { readonly number: string } | { readonly text: string };

/** A copy, from its beginning on. It is written in the transaction of the rows that it tells of. */
export interface CopyMark {
  /** The name of the source. */
  readonly from: string;
  readonly tables: { readonly [Name in TableName]?: TableMark };
  /** When all of it was there and verified, as ISO 8601. */
  readonly finished?: string;
}

/** The mark of a database; undefined where nothing was ever copied into it. */
export async function readCopyMark(db: Db): Promise<CopyMark | undefined> {
  const row = await db.selectFrom('settings').select('value').where('key', '=', COPY_MARK).executeTakeFirst();
  return row === undefined ? undefined : parse(row.value);
}

/** Writes the mark in place of the one before. */
export async function writeCopyMark(db: Db, mark: CopyMark): Promise<void> {
  const value = JSON.stringify(mark);
  await db
    .insertInto('settings')
    .values({ key: COPY_MARK, value })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
    .execute();
}

/** A database holds a part of another one: nobody may work with it. */
export class UnfinishedCopy extends Error {
  override readonly name = 'UnfinishedCopy';

  constructor(from: string) {
    super(`The database holds a part of a copy of ${from}`);
  }
}

/** Rejects with {@link UnfinishedCopy} where a copy was begun and not ended. */
export async function refuseUnfinishedCopy(store: {
  readonly readSetting: (key: string) => Promise<string | undefined>;
}): Promise<void> {
  const value = await store.readSetting(COPY_MARK);
  if (value === undefined) return;
  const { from, finished } = parse(value);
  if (finished === undefined) throw new UnfinishedCopy(from);
}

function parse(value: string): CopyMark {
  return JSON.parse(value) as CopyMark;
}
