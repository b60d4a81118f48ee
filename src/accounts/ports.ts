/**
 * What the built-in directory of people needs from a storage engine. The promises of `flows/ports.ts` hold here too:
 * each method is atomic and durable when it resolves, and rejects with `StoreUnavailable` when trying later may help.
 */
import type { AccountRole, FollowOptions, ProfileField } from '../mastodon/people.ts';
import type { Id, Instant } from '../protocol/app.ts';
import type { AccountState } from '../protocol/person.ts';

export type { AccountRole, FollowOptions };

/** An account as it is stored; `accounts/person.ts` turns it into what the authorization server knows of a person. */
export interface Account {
  readonly id: Id;
  readonly username: string;
  readonly email: string;
  readonly displayName: string;
  /** Plain text; may be several paragraphs. */
  readonly note: string;
  readonly fields: readonly ProfileField[];
  readonly locked: boolean;
  readonly bot: boolean;
  readonly discoverable: boolean | undefined;
  readonly hideCollections: boolean | undefined;
  readonly state: AccountState;
  readonly role: AccountRole;
  /** PHC string; argon2id, or bcrypt for imported accounts. */
  readonly passwordHash: string;
  readonly allowsPasswordGrant: boolean;
  /** Language of the account's pages, as a BCP 47 tag, when it was chosen. */
  readonly locale: string | undefined;
  readonly createdAt: Instant;
  readonly followersCount: number;
  readonly followingCount: number;
}

/** An account before the store gives it an id. */
export type NewAccount = Omit<Account, 'id' | 'followersCount' | 'followingCount'>;

/** Somebody else has the name or the address, without regard to letter case. Names of deleted accounts stay taken. */
export class NameTaken extends Error {
  override readonly name = 'NameTaken';
  readonly field: 'username' | 'email';

  constructor(field: 'username' | 'email') {
    super(`The ${field} is taken`);
    this.field = field;
  }
}

/** Where the built-in accounts are kept. */
export interface AccountStore {
  /** Of several callers with one name exactly one wins. Throws {@link NameTaken}. */
  addAccount(account: NewAccount): Promise<Account>;
  /** Adds an account only while there is none at all; of several callers exactly one gets it, the others undefined. */
  addFirstAccount(account: NewAccount): Promise<Account | undefined>;
  /** How many accounts there are, whatever their state. */
  countAccounts(): Promise<number>;
  /** The account with this id, whatever its state. */
  findAccount(id: Id): Promise<Account | undefined>;
  /** In the order of `ids`; unknown ids and repetitions are left out. */
  findAccounts(ids: readonly Id[]): Promise<readonly Account[]>;
  /** Without regard to letter case. */
  findAccountByUsername(username: string): Promise<Account | undefined>;
  /** By e-mail address when `login` contains an `@`, else by username; without regard to letter case. */
  findAccountByLogin(login: string): Promise<Account | undefined>;
  /** Oldest first. */
  listAccounts(page: { readonly limit: number; readonly after?: Id }): Promise<readonly Account[]>;
  /** Resolves to the account as it then stands; undefined when there is none. */
  changeAccount(
    id: Id,
    change: Partial<
      Pick<
        Account,
        | 'displayName'
        | 'note'
        | 'fields'
        | 'locked'
        | 'bot'
        | 'discoverable'
        | 'hideCollections'
        | 'state'
        | 'role'
        | 'passwordHash'
        | 'allowsPasswordGrant'
        | 'locale'
      >
    >,
  ): Promise<Account | undefined>;
}

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
   * is followed already. The counters of both accounts change in the same commit; parallel calls count once.
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
  /** At most 40 are counted (entity CredentialAccount). */
  countFollowRequests(accountId: Id): Promise<number>;
}
