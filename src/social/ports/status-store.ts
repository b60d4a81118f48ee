import type { Id, Instant } from '../../protocol/app.ts';
import type { Digest } from '../../protocol/secret.ts';
import type { Status } from './status.ts';

/** A status before the store gives it an id. */
export type NewStatus = Omit<Status, 'id' | 'repliesCount'> & {
  /** The hashtags in its text, folded, each once. */
  readonly tags: readonly string[];
};

/** An `Idempotency-Key`: whatever is posted under it until it expires is one status. */
export interface PostingKey {
  readonly digest: Digest;
  readonly expiresAt: Instant;
}

/** Which hashtags are sought; folded, as statuses were added with them. */
export interface SoughtTags {
  /** At least one of these, */
  readonly any: readonly string[];
  /** each of these, */
  readonly all: readonly string[];
  /** and none of these. */
  readonly none: readonly string[];
}

/** A part of a timeline. Newest first, also where it was walked from the oldest with `minId`. */
export interface TimelinePage {
  readonly limit: number;
  /** Only older ones. */
  readonly maxId?: Id | undefined;
  /** Only newer ones, beginning with the newest of all. */
  readonly sinceId?: Id | undefined;
  /** Only newer ones, beginning with those that come next. */
  readonly minId?: Id | undefined;
}

/** Where statuses are kept. */
export interface StatusStore {
  /**
   * Adds a status with its mentions; the counters of its author and of what it answers change in the same commit, and whom
   * it names is notified. Of any number of calls under one key exactly one adds, and all resolve to that status. Undefined
   * when the author, or what it answers, is gone.
   */
  add(status: NewStatus, key?: PostingKey): Promise<Status | undefined>;
  /** Whoever may read it is for the caller to judge, as with all that is found here. */
  find(id: Id): Promise<Status | undefined>;
  /** Unknown ids are left out; in the order of the ids. */
  findMany(ids: readonly Id[]): Promise<readonly Status[]>;
  /** Removes a status of this account, and resolves to what it was; counters as above. Answers to it stay. */
  remove(id: Id, accountId: Id): Promise<Status | undefined>;
  /** What a status answers, and what that answers, the nearest first. */
  listAncestors(id: Id, limit: number): Promise<readonly Status[]>;
  /** Answers to a status, and answers to those, oldest first. */
  listDescendants(id: Id, limit: number): Promise<readonly Status[]>;
  /** What everybody sees who looks at the server: public statuses that answer nobody else. None of the suspended. */
  listPublic(page: TimelinePage): Promise<readonly Status[]>;
  /**
   * Public statuses with hashtags, answers too. None of the suspended. Of those with one of `any` only the next few thousand
   * of a page are looked at for `all` and `none`, so that it takes no longer the more there are.
   */
  listTagged(tags: SoughtTags, page: TimelinePage): Promise<readonly Status[]>;
  /**
   * Of one account, what the viewer may read. Absent viewer: what anybody may.
   * @param options.excludeReplies leaves out answers to others
   * @param options.tag only with this hashtag
   */
  listOfAccount(
    accountId: Id,
    viewer: { readonly id: Id; readonly follows: boolean } | undefined,
    options: TimelinePage & { readonly excludeReplies?: boolean; readonly tag?: string | undefined },
  ): Promise<readonly Status[]>;
  /**
   * All of the account itself and of those that it follows: also direct ones, answers to strangers, and those in languages
   * that are not wanted. None of the suspended. Takes the same time however many statuses there are.
   */
  listHome(accountId: Id, page: TimelinePage): Promise<readonly Status[]>;
  /** Of these accounts, those that the account follows, with the languages that it wants of them. */
  findFollowed(accountId: Id, others: readonly Id[]): Promise<ReadonlyMap<Id, readonly string[] | undefined>>;
  /** Of these accounts, those that follow the account, with the languages that they want. */
  findFollowing(accountId: Id, others: readonly Id[]): Promise<ReadonlyMap<Id, readonly string[] | undefined>>;
  /** How many statuses there are. */
  count(): Promise<number>;
}
