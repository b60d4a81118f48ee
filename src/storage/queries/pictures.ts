import type { BroughtPicture, Picture, PictureChange } from '../../accounts/ports.ts';
import type { Id } from '../../protocol/app.ts';
import type { Digest } from '../../protocol/secret.ts';
import { soughtId } from '../row-values.ts';
import type { Db } from '../schema.ts';

/** What an account says of pictures that are brought or taken away. */
export function pictureColumns(changes: readonly PictureChange[]) {
  return Object.fromEntries(changes.map(({ kind, picture }) => [`${kind}_digest`, picture?.digest ?? null])) as {
    readonly [Column in `${BroughtPicture}_digest`]?: string | null;
  };
}

/** Puts each in the place of the one before. The account's row is changed in the same commit, and before: it is locked then. */
export async function changePictures(db: Db, account: bigint, changes: readonly PictureChange[]): Promise<void> {
  for (const { kind, picture, at } of changes) {
    await db.deleteFrom('pictures').where('account_id', '=', account).where('kind', '=', kind).execute();
    if (picture === undefined) continue;
    const content = Buffer.from(picture.content).toString('base64');
    const { digest, mediaType } = picture;
    await db
      .insertInto('pictures')
      .values({ account_id: account, kind, digest, media_type: mediaType, content, created_at: at })
      .execute();
  }
}

export async function findPicture(
  db: Db,
  accountId: Id,
  kind: BroughtPicture,
  digest: string,
): Promise<Picture | undefined> {
  const row = await db
    .selectFrom('pictures')
    .select(['digest', 'media_type', 'content'])
    .where('account_id', '=', soughtId(accountId))
    .where('kind', '=', kind)
    .where('digest', '=', digest)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const content = Uint8Array.from(Buffer.from(row.content, 'base64'));
  return { digest: row.digest as Digest, mediaType: row.media_type, content };
}
