import type { Digest } from '../../protocol/secret.ts';
import type { PictureStore } from '../../social/ports.ts';
import { soughtId } from '../row-values.ts';
import type { SocialKit } from './create-social-store.ts';

export function createPictureStore({ read, write }: SocialKit): PictureStore {
  return {
    set: (accountId, kind, picture, at) =>
      write(async (db) => {
        const account = soughtId(accountId);
        const digest = picture?.digest ?? null;
        const changed = await db
          .updateTable('accounts')
          .set(kind === 'avatar' ? { avatar_digest: digest } : { header_digest: digest })
          .where('id', '=', account)
          .where('deleted_at', 'is', null)
          .returning('id')
          .executeTakeFirst();
        if (changed === undefined) return false;
        await db.deleteFrom('pictures').where('account_id', '=', account).where('kind', '=', kind).execute();
        if (picture === undefined) return true;
        const content = Buffer.from(picture.content).toString('base64');
        const { mediaType } = picture;
        await db
          .insertInto('pictures')
          .values({ account_id: account, kind, digest: picture.digest, media_type: mediaType, content, created_at: at })
          .execute();
        return true;
      }),
    find: (accountId, kind, digest) =>
      read(async (db) => {
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
      }),
  };
}
