import type { AccountId } from '../protocol/app.ts';

/** The pictures that are drawn for every account that has none of its own. */
export type PictureKind = 'avatars' | 'headers';

/** Where a drawn picture of an account is served. What is found under one address never changes. */
export function pictureUrl(kind: PictureKind, accountId: AccountId, issuer: string): string {
  return `${issuer}/pictures/${kind}/${encodeURIComponent(accountId)}.png`;
}

/** Where the pictures that belong to no account are served. */
export function pictureUrls(issuer: string): { readonly thumbnail: string } {
  return { thumbnail: `${issuer}${THUMBNAIL_PATH}` };
}

/** The picture that stands for the server where servers are listed. */
export const THUMBNAIL_PATH = '/pictures/thumbnail.png';
