import type { AccountRole, ProfileField } from '../../mastodon/people.ts';
import type { Id, Instant } from '../../protocol/app.ts';
import type { AccountState } from '../../protocol/person.ts';
import type { Digest } from '../../protocol/secret.ts';
import type { NewMail } from './mail-store.ts';
import type { PictureChange } from './picture-store.ts';

export type { AccountRole };

/** An account as it is stored; `accounts/person.ts` turns it into what the authorization server knows of a person. */
export interface Account extends AccountFacts {
  readonly id: Id;
  readonly username: string;
  readonly email: string;
  /** A new address that counts once its owner followed the link in a mail to it. */
  readonly unconfirmedEmail: string | undefined;
  readonly displayName: string;
  /** Plain text; may be several paragraphs. */
  readonly note: string;
  readonly fields: readonly ProfileField[];
  /** Whether its owner answers requests to follow. */
  readonly locked: boolean;
  /** Whether a program acts as the account. */
  readonly bot: boolean;
  /** Whether directories may list it; absent while its owner did not say. */
  readonly discoverable: boolean | undefined;
  /** Whether its lists of follows are hidden; absent while its owner did not say. */
  readonly hideCollections: boolean | undefined;
  /** What follows from the {@link AccountFacts}, as contract §11 tells states apart. */
  readonly state: AccountState;
  /** What the account may do for the server; `user` is nobody of the staff. */
  readonly role: AccountRole;
  /** PHC string; argon2id, or bcrypt for imported accounts. */
  readonly passwordHash: string;
  /** Whether apps may sign in with the password (RFC 6749 §4.3); never while the account has a second factor. */
  readonly allowsPasswordGrant: boolean;
  /** Whether a password alone is not enough: kept in the commit that adds or removes a factor. */
  readonly hasSecondFactor: boolean;
  /** Language of the account's pages and mails, as a BCP 47 tag, when it was chosen. */
  readonly locale: string | undefined;
  /** Why the person wants to join, in their words, where registrations need approval. */
  readonly reason: string | undefined;
  /** The app through which the account was made. */
  readonly appId: Id | undefined;
  /** The invite by which the account was made. */
  readonly inviteId: Id | undefined;
  readonly createdAt: Instant;
  readonly followersCount: number;
  readonly followingCount: number;
  readonly statusesCount: number;
  /** When it last posted something. */
  readonly lastStatusAt: Instant | undefined;
  /** Whether search engines may find what it posts. */
  readonly indexable: boolean;
  /** Who sees a new status unless its author says otherwise; absent while its owner did not say. */
  readonly postingVisibility: 'public' | 'unlisted' | 'private' | 'direct' | undefined;
  /** Whether apps offer to hide the media of a new status. */
  readonly postingSensitive: boolean;
  /** Language of a new status, as an ISO 639 code. */
  readonly postingLanguage: string | undefined;
  /** Whether others see through which app it posts. */
  readonly showsApplication: boolean;
  /** SHA-256 of the picture that was brought; absent while it is a drawn one. */
  readonly avatarDigest: string | undefined;
  readonly avatarDescription: string;
  readonly headerDigest: string | undefined;
  readonly headerDescription: string;
}

/** What happened to an account; its state follows from it. */
export interface AccountFacts {
  /** When its owner proved to read mails at its address, or an operator vouched for it. */
  readonly confirmedAt: Instant | undefined;
  /** When it was let in: at once where registrations are open. */
  readonly approvedAt: Instant | undefined;
  /** Nobody can use it. */
  readonly disabledAt: Instant | undefined;
  /** Nobody can use or see it. */
  readonly suspendedAt: Instant | undefined;
}

/** An account before the store gives it an id. */
export type NewAccount = Omit<Account, 'id' | 'state' | 'unconfirmedEmail' | Counted | keyof Chosen> &
  Partial<Pick<Account, 'unconfirmedEmail'>>;

/** What the store keeps by itself. */
export type Counted = 'hasSecondFactor' | 'followersCount' | 'followingCount' | 'statusesCount' | 'lastStatusAt';

/** What nobody chose yet who has a new account. */
export type Chosen = Pick<
  Account,
  | 'indexable'
  | 'postingVisibility'
  | 'postingSensitive'
  | 'postingLanguage'
  | 'showsApplication'
  | 'avatarDigest'
  | 'avatarDescription'
  | 'headerDigest'
  | 'headerDescription'
>;

/** What may be changed of an account. A member that is present and undefined clears what it names; an absent one leaves it. */
export type AccountChange = Partial<
  Omit<Account, 'id' | 'username' | 'state' | 'createdAt' | 'avatarDigest' | 'headerDigest' | Counted>
>;

/**
 * What must still hold when a change is made: what the caller decided upon. A member that is present and undefined demands
 * that there is no such value.
 */
export interface AccountCondition
  extends Partial<Pick<Account, 'passwordHash' | 'unconfirmedEmail' | keyof AccountFacts | 'role' | 'email'>> {
  /** Somebody else is an owner with an account that can be used, so that the server is never left without one. */
  readonly otherOwner?: true;
}

/** Somebody else has the name or the address, without regard to letter case. Names of deleted accounts stay taken. */
export class NameTaken extends Error {
  override readonly name = 'NameTaken';
  readonly field: 'username' | 'email';

  constructor(field: 'username' | 'email') {
    super(`The ${field} is taken`);
    this.field = field;
  }
}

/** An invite is unknown, used up, ended or expired. */
export class InviteNotGood extends Error {
  override readonly name = 'InviteNotGood';

  constructor() {
    super('The invite is not good (any more)');
  }
}

/** Which accounts a list has. */
export interface AccountFilter {
  readonly limit: number;
  /** Only accounts with a larger id, oldest first. */
  readonly after?: Id | undefined;
  /** Only accounts with a smaller id, newest first: the order of the list without `after`. */
  readonly before?: Id | undefined;
  /** Only accounts with a larger id, in whichever order. */
  readonly since?: Id | undefined;
  /** Every state when absent. */
  readonly state?: AccountState | undefined;
  /** Every role when absent. */
  readonly roles?: readonly AccountRole[] | undefined;
  /** What the username begins with, without regard to letter case. */
  readonly username?: string | undefined;
  /** A part of the display name, without regard to the letter case of ASCII. */
  readonly displayName?: string | undefined;
  /** A part of the e-mail address, without regard to letter case. */
  readonly email?: string | undefined;
  /** Only accounts that signed in from this address, as sessions remember it. */
  readonly address?: string | undefined;
  /** Only accounts that came by this invite. */
  readonly inviteId?: Id | undefined;
  /** Only accounts that came by an invite of this account. */
  readonly invitedBy?: Id | undefined;
}

/** Where the built-in accounts are kept. Accounts that were deleted are found by none of its methods. */
export interface AccountStore {
  /**
   * Of several callers with one name exactly one wins. What comes beside it happens in the same commit or not at all.
   * @param beside.invite counts one use of it; `inviteId` of the account is then the invite's
   * @param beside.mail is queued, made from the account as it then stands
   * @throws NameTaken, InviteNotGood
   */
  addAccount(account: NewAccount, beside?: AccountCompanions): Promise<Account>;
  /**
   * What names the time in which nobody is the owner, in whatever state: another text after each account that `addOwner()`
   * made. Undefined while there is an owner.
   */
  findOwnerVacancy(): Promise<string | undefined>;
  /**
   * Adds an account, an owner's, while there is none. Of several callers with what `findOwnerVacancy()` resolved to exactly
   * one gets it; the others, and everybody with another text, undefined.
   * @throws NameTaken
   */
  addOwner(account: NewAccount, vacancy: string): Promise<Account | undefined>;
  /** How many accounts there are, whatever their state. */
  countAccounts(): Promise<number>;
  /** How many accounts are in each state. */
  countAccountsByState(): Promise<Readonly<Record<AccountState, number>>>;
  /** The account with this id, whatever its state. */
  findAccount(id: Id): Promise<Account | undefined>;
  /** In the order of `ids`; unknown ids and repetitions are left out. */
  findAccounts(ids: readonly Id[]): Promise<readonly Account[]>;
  /** Without regard to letter case. */
  findAccountByUsername(username: string): Promise<Account | undefined>;
  /** By e-mail address when `login` contains an `@`, else by username; without regard to letter case. */
  findAccountByLogin(login: string): Promise<Account | undefined>;
  /** Newest first, unless the filter says `after`. */
  listAccounts(filter: AccountFilter): Promise<readonly Account[]>;
  /**
   * Accounts of which each word of the text begins a word of the username or of the display name, without regard to letter
   * case and accents; those that have a word as it is come first. Takes no longer the more accounts there are: of words that
   * begin very many names, not all are looked at.
   * @param options.followedBy only whom this account follows
   */
  searchAccounts(
    text: string,
    options: { readonly limit: number; readonly followedBy?: Id | undefined },
  ): Promise<readonly Account[]>;
  /**
   * A change to `locked: false` lets everyone in who asked to follow, counts them, and tells of each, in the same commit.
   * Resolves to the account as it then stands; undefined when there is none, or when what `beside.when` demands does not
   * hold (any more): of several callers who decided upon the same facts exactly one wins.
   * @throws NameTaken when the e-mail address is another account's
   */
  changeAccount(id: Id, change: AccountChange, beside?: AccountChangeCompanions): Promise<Account | undefined>;
  /**
   * Deletes an account for ever: its sessions and grants end, what hangs below it and what is personal is erased, and
   * only its id and its name stay, so that nobody inherits them. False when there is none (any more), or when what
   * `beside.when` demands does not hold.
   */
  deleteAccount(id: Id, at: Instant, beside?: RemovalCompanions): Promise<boolean>;
  /**
   * Removes an account that was never active with all that hangs below it, and frees its name; false for any other, or
   * when what `beside.when` demands does not hold.
   */
  removeUnusedAccount(id: Id, at: Instant, beside?: RemovalCompanions): Promise<boolean>;
}

/** What is judged and done in the commit that changes an account. */
export interface AccountChangeCompanions {
  /** What must still hold; anything when absent. */
  readonly when?: AccountCondition;
  /** Is queued, made from the account as it then stands. */
  readonly mail?: (account: Account) => NewMail;
  /** Pictures that are brought or taken away, at most one of each kind. */
  readonly pictures?: readonly PictureChange[];
}

/** What is judged and done in the commit that removes an account. */
export interface RemovalCompanions {
  /** What must still hold; anything when absent. */
  readonly when?: AccountCondition | undefined;
  /** Is queued; it belongs to no account, or it would be removed too. */
  readonly mail?: NewMail | undefined;
}

/** What is done in the commit that adds an account. */
export interface AccountCompanions {
  /** Counts one use of this invite, which must be good at `at`. */
  readonly invite?: { readonly digest: Digest; readonly at: Instant } | undefined;
  /** Makes a mail from the account as it then stands; it is queued. */
  readonly mail?: ((account: Account) => NewMail) | undefined;
}
