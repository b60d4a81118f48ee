import type { Id, Instant } from '../../protocol/app.ts';
import type { Digest } from '../../protocol/secret.ts';

/** The pictures that somebody may bring. */
export type BroughtPicture = 'avatar' | 'header';

/** A picture as it is served. */
export interface Picture {
  /** SHA-256 of its content in base64, by which it is found: what is found under one address never changes. */
  readonly digest: Digest;
  readonly mediaType: string;
  readonly content: Uint8Array<ArrayBuffer>;
}

/** A picture that takes the place of the one before; without one the drawn picture is shown again. */
export interface PictureChange {
  readonly kind: BroughtPicture;
  readonly picture: Picture | undefined;
  readonly at: Instant;
}

/**
 * Where pictures are kept that people brought: in the database, so that every node and every backup has them. They change
 * with the account, see `changeAccount()`.
 */
export interface PictureStore {
  /** The one with this digest, if it is still the account's. */
  findPicture(accountId: Id, kind: BroughtPicture, digest: string): Promise<Picture | undefined>;
}
