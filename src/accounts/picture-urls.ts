import type { Id } from '../protocol/app.ts';

/** The pictures that every account has. */
export type PictureKind = 'avatars' | 'headers';

/** Where a picture of an account is served. What is found under one address never changes. */
export function pictureUrl(kind: PictureKind, accountId: Id, origin: string): string {
  return `${origin}/pictures/${kind}/${accountId}.png`;
}
