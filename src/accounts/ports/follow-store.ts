import type { FollowOptions } from '../../mastodon/people.ts';
import type { Id, Instant } from '../../protocol/app.ts';

export type { FollowOptions };

/** One account follows another, or asked to. */
export interface Follow {
  readonly id: Id;
  readonly followerId: Id;
  readonly followedId: Id;
  /** A request that a locked account has not answered yet. */
  readonly requested: boolean;
  readonly reblogs: boolean;
  readonly notify: boolean;
  readonly languages: readonly string[] | undefined;
  readonly createdAt: Instant;
}

/** A part of a list of follow records. */
export interface FollowPage {
  /** Ids of follow records; newest first. */
  readonly maxId?: Id | undefined;
  readonly sinceId?: Id | undefined;
  readonly limit: number;
}

/** Where follows between built-in accounts are kept. */
export interface FollowStore {
  /**
   * Adds a follow, or changes the options that are given of one that exists. A locked account gets a request unless it
   * is followed already. The counters of both accounts change in the same commit; parallel calls count once. Rejects with
   * `StoreUnavailable` when one of the accounts was deleted meanwhile.
   */
  follow(
    pair: { readonly followerId: Id; readonly followedId: Id },
    options: FollowOptions & { readonly locked: boolean; readonly at: Instant },
  ): Promise<Follow>;
  /** Ends a follow or withdraws a request; nothing happens when there is none. Counters as above. */
  unfollow(pair: { readonly followerId: Id; readonly followedId: Id }): Promise<void>;
  /** Follows and requests between one account and others, in both directions. */
  findFollowsBetween(accountId: Id, otherIds: readonly Id[]): Promise<readonly Follow[]>;
  /** Accepted follows only. */
  listFollowers(accountId: Id, page: FollowPage): Promise<readonly Follow[]>;
  /** Accepted follows only. */
  listFollowing(accountId: Id, page: FollowPage): Promise<readonly Follow[]>;
  /** Who asked to follow a locked account. */
  listFollowRequests(accountId: Id, page: FollowPage): Promise<readonly Follow[]>;
  /** Which locked accounts have not answered this one yet. */
  listSentFollowRequests(accountId: Id, page: FollowPage): Promise<readonly Follow[]>;
  /** Lets one in who asked; false when nobody did. Counters as above. */
  acceptFollowRequest(pair: { readonly followerId: Id; readonly followedId: Id }, at: Instant): Promise<boolean>;
  /** Turns one away who asked; false when nobody did. */
  rejectFollowRequest(pair: { readonly followerId: Id; readonly followedId: Id }): Promise<boolean>;
  /** At most 40 are counted (entity CredentialAccount). */
  countFollowRequests(accountId: Id): Promise<number>;
}
