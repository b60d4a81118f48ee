import type { Id, Instant } from '../../protocol/app.ts';

/** Who may read a status (entity Status). */
export type Visibility = 'public' | 'unlisted' | 'private' | 'direct';

/** The app that posted a status, as it was registered then. */
export interface PostingApplication {
  readonly name: string;
  readonly website: string | undefined;
}

/** Something that somebody posted. */
export interface Status {
  readonly id: Id;
  readonly accountId: Id;
  /** As it was written: plain text. */
  readonly text: string;
  readonly spoilerText: string;
  readonly visibility: Visibility;
  readonly sensitive: boolean;
  /** ISO 639 code. */
  readonly language: string | undefined;
  /** What it answers; absent also when that was deleted since. */
  readonly inReplyToId: Id | undefined;
  /** Whom it answers, also when what it answers was deleted since. */
  readonly inReplyToAccountId: Id | undefined;
  /** Of answers that everybody may read. */
  readonly repliesCount: number;
  readonly application: PostingApplication | undefined;
  /** The accounts that its text names. */
  readonly mentionedIds: readonly Id[];
  readonly createdAt: Instant;
}
