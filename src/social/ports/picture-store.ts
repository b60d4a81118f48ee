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

/** Where pictures are kept that people brought: in the database, so that every node and every backup has them. */
export interface PictureStore {
  /**
   * Puts a picture in the place of the one before, or takes it away. What the account says of it changes in the same commit.
   * False when the account is gone.
   */
  set(accountId: Id, kind: BroughtPicture, picture: Picture | undefined, at: Instant): Promise<boolean>;
  /** The one with this digest, if it is still the account's. */
  find(accountId: Id, kind: BroughtPicture, digest: string): Promise<Picture | undefined>;
}
