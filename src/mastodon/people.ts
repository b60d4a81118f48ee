/**
 * What Mastodon's REST methods ask of the accounts behind the server. The built-in directory offers all of it; a server
 * that embeds this library offers what it has, and only methods whose needs are met are answered.
 */
import type { AccountId, Instant } from '../protocol/app.ts';
import type { CredentialAccountEntity } from './entities/credential-account.ts';
import type { SignUps } from './sign-ups.ts';

/** Roles as the entity Role tells them apart. */
export type AccountRole = 'user' | 'moderator' | 'admin' | 'owner';

/** A row of an account's profile, such as a website. */
export interface ProfileField {
  readonly name: string;
  /** Plain text. */
  readonly value: string;
}

/** What is shown of an account beside its name and picture. What is absent is shown as nothing, no or zero. */
export interface Profile {
  /** Plain text; may be several paragraphs. */
  readonly note?: string | undefined;
  readonly fields?: readonly ProfileField[] | undefined;
  /** Who wants to follow must ask. */
  readonly locked?: boolean | undefined;
  /** A program acts through it. */
  readonly bot?: boolean | undefined;
  readonly discoverable?: boolean | undefined;
  /** Others do not see whom it follows and who follows it. */
  readonly hideCollections?: boolean | undefined;
  /** `user` when absent. */
  readonly role?: AccountRole | undefined;
  /** Milliseconds since the Unix epoch; told to the day only. */
  readonly createdAt?: Instant | undefined;
  readonly headerUrl?: string | undefined;
  readonly followersCount?: number | undefined;
  readonly followingCount?: number | undefined;
  readonly statusesCount?: number | undefined;
  /** When the account last posted something; told to the day only. */
  readonly lastStatusAt?: Instant | undefined;
  /** Whether search engines may find what it posts. */
  readonly indexable?: boolean | undefined;
  /** What the pictures show, for whoever cannot see them. */
  readonly avatarDescription?: string | undefined;
  readonly headerDescription?: string | undefined;
  /** What apps offer for a new post; told to the account's own person alone. */
  readonly postingVisibility?: 'public' | 'unlisted' | 'private' | 'direct' | undefined;
  readonly postingSensitive?: boolean | undefined;
  /** ISO 639 code. */
  readonly postingLanguage?: string | undefined;
  /**
   * Members of the entity that win over what is made from all the above, for a server that has more to tell. What stands
   * in `note` and `fields` here must be safe HTML.
   */
  readonly entity?: Partial<CredentialAccountEntity> | undefined;
}

/** A part of a list of people, newest first. */
export interface ListPage {
  readonly limit: number;
  /** Only what comes after this place; a cursor of a former page, or whatever a client sent in its stead. */
  readonly maxId?: string | undefined;
  /** Only what comes before this place. */
  readonly sinceId?: string | undefined;
}

/** One row of a list of people. */
export interface Listed<P> {
  /** The place of this row in the list, for the next page: visible ASCII, as Mastodon's are decimal ids. */
  readonly cursor: string;
  readonly person: P;
}

/** What stands between the one who asks and another account. */
export interface Relationship {
  readonly accountId: AccountId;
  readonly following: boolean;
  /** Asked to follow, and not answered yet. */
  readonly requested: boolean;
  readonly followedBy: boolean;
  readonly requestedBy: boolean;
  readonly reblogs: boolean;
  readonly notify: boolean;
  readonly languages: readonly string[] | undefined;
}

/** What a follow brings along; what is absent stays as it is. */
export interface FollowOptions {
  /** Whether boosts are shown in the home timeline. */
  readonly reblogs?: boolean | undefined;
  /** Whether each post notifies. */
  readonly notify?: boolean | undefined;
  /** Only posts in these languages are shown; none: all. */
  readonly languages?: readonly string[] | undefined;
}

/** Somebody may not follow an account: it is their own, or not there to be followed (contract §12.7). */
export class FollowRefused extends Error {
  override readonly name = 'FollowRefused';
  readonly reason: 'self' | 'unavailable';

  constructor(reason: 'self' | 'unavailable') {
    super(`The account cannot be followed: ${reason}`);
    this.reason = reason;
  }
}

type Answer<T> = T | Promise<T>;

/** The accounts as REST methods see them; each method that is absent takes the REST methods that need it along. */
export interface People<P> {
  /** Without it no account is shown to others, and a person sees of their own only what every account has. */
  readonly profile?: ((person: P) => Answer<Profile>) | undefined;
  /** In the order of `ids`; unknown ids are left out. When absent, each is looked up alone. */
  readonly findMany?: ((ids: readonly AccountId[]) => Answer<readonly P[]>) | undefined;
  /** Without regard to letter case. */
  readonly findByUsername?: ((username: string) => Answer<P | undefined>) | undefined;
  /** How many accounts there are, for instance methods and nodeinfo. */
  readonly count?: (() => Answer<number>) | undefined;
  /** How many statuses these accounts have posted; the same. */
  readonly countStatuses?: (() => Answer<number>) | undefined;
  /** Who follows this person, newest first. */
  readonly listFollowers?: ((person: P, page: ListPage) => Answer<readonly Listed<P>[]>) | undefined;
  /** Whom this person follows, newest first. */
  readonly listFollowing?: ((person: P, page: ListPage) => Answer<readonly Listed<P>[]>) | undefined;
  /** How many wait to be let in; at most 40 are counted (entity CredentialAccount). */
  readonly countFollowRequests?: ((person: P) => Answer<number>) | undefined;
  /** One for each of `others`, in their order. */
  readonly relationships?: ((viewer: P, others: readonly P[]) => Answer<readonly Relationship[]>) | undefined;
  /**
   * Follows, asks to follow, or changes the options of a follow that exists. Awaits `countNew` before a new follow or
   * request is made, which rejects when there were too many. Throws {@link FollowRefused}.
   */
  readonly follow?:
    | ((
        viewer: P,
        target: P | undefined,
        options: FollowOptions,
        countNew: () => Promise<void>,
      ) => Answer<Relationship>)
    | undefined;
  /** Ends a follow or a request; right also when there is none. */
  readonly unfollow?: ((viewer: P, target: P) => Answer<Relationship>) | undefined;
  /** How people sign up through apps; without it, `POST /api/v1/accounts` is not answered. */
  readonly signUps?: SignUps<P> | undefined;
}
