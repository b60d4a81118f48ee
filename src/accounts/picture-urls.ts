import type { Id } from '../protocol/app.ts';
import type { Account } from './ports.ts';

/** The pictures that every account has. */
export type PictureKind = 'avatars' | 'headers';

/** Where the drawn picture of an account is served. What is found under one address never changes. */
function drawnUrl(kind: PictureKind, accountId: Id, origin: string): string {
  return `${origin}/pictures/${kind}/${accountId}.png`;
}

/** Where the picture of an account is served: the one that was brought, or else a drawn one, as while it is suspended. */
export function pictureUrlOf(
  kind: PictureKind,
  account: Pick<Account, 'id' | 'state' | 'avatarDigest' | 'headerDigest'>,
  origin: string,
): string {
  const digest = kind === 'avatars' ? account.avatarDigest : account.headerDigest;
  if (digest === undefined || account.state === 'suspended') return drawnUrl(kind, account.id, origin);
  return `${origin}/pictures/${kind}/${account.id}/${digest}.webp`;
}
