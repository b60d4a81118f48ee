/**
 * What Mastodon's admin methods for accounts ask of the accounts behind the server. The built-in directory offers it; a host
 * that offers it for its own accounts gets the methods below `/api/v1/admin/accounts`.
 */
import type { AccountId, Instant } from '../protocol/app.ts';
import type { AccountRole, Listed } from './people.ts';

/** What staff sees of an account beside what everybody sees. What is absent is shown as nothing, or follows from the state. */
export interface ModeratedAccount {
  readonly email: string;
  /** `user` when absent. */
  readonly role?: AccountRole | undefined;
  /** Milliseconds since the Unix epoch. */
  readonly createdAt?: Instant | undefined;
  /** Whether the address was proven. */
  readonly confirmed?: boolean | undefined;
  /** Whether the account was let in. */
  readonly approved?: boolean | undefined;
  /** Whether nobody can use the account for now. */
  readonly disabled?: boolean | undefined;
  /** Whether nobody can use or see the account. */
  readonly suspended?: boolean | undefined;
  /** Language as a BCP 47 tag. */
  readonly locale?: string | undefined;
  /** Why the person wants to join, in their words. */
  readonly inviteRequest?: string | undefined;
  /** The app through which the account was made. */
  readonly appId?: string | undefined;
  /** Whose invite the account was made by. */
  readonly invitedBy?: AccountId | undefined;
  /** From where the account is used, the latest first; absent where `by` may not know. */
  readonly addresses?: readonly { readonly address: string; readonly usedAt: Instant }[] | undefined;
}

/** Which accounts a list has; all that is given must hold. */
export interface ModeratedFilter {
  readonly limit: number;
  /** Only what comes after this place of a list that is newest first; a cursor of a former page, or whatever was sent. */
  readonly maxId?: string | undefined;
  /** Only what comes before this place. */
  readonly sinceId?: string | undefined;
  /** Only what comes just before this place: the oldest of that, though still newest first. */
  readonly minId?: string | undefined;
  /** Every state when absent. */
  readonly status?: 'active' | 'pending' | 'disabled' | 'suspended' | undefined;
  readonly roles?: readonly AccountRole[] | undefined;
  readonly invitedBy?: AccountId | undefined;
  /** What the username begins with, without regard to letter case. */
  readonly username?: string | undefined;
  /** A part of the display name. */
  readonly displayName?: string | undefined;
  /** A part of the e-mail address, without regard to letter case. */
  readonly email?: string | undefined;
  /** IP address. */
  readonly address?: string | undefined;
}

/** What the methods do to accounts. */
export type ModeratedAct = 'approve' | 'reject' | 'enable' | 'disable' | 'suspend' | 'unsuspend' | 'delete';

/** An act is refused: its giver may not, it makes no sense in the account's state, or somebody else was faster. */
export class ModerationRefused extends Error {
  override readonly name = 'ModerationRefused';
  readonly reason: 'not allowed' | 'no such account' | 'changed meanwhile';

  constructor(reason: 'not allowed' | 'no such account' | 'changed meanwhile') {
    super(`The act is refused: ${reason}`);
    this.reason = reason;
  }
}

type Answer<T> = T | Promise<T>;

/** Accounts as their staff sees and changes them. Who may what is decided here, at each call, and never by scopes. */
export interface Moderating<P> {
  /** Whether this person is staff now: a role that was lost opens nothing, whatever a token says. */
  readonly isStaff: (person: P) => Answer<boolean>;
  /** What `by` may know of others: one for each of `people`, in their order. */
  readonly describe: (by: P, people: readonly P[]) => Answer<readonly ModeratedAccount[]>;
  /** Newest first, whatever their state. Throws {@link ModerationRefused} for a filter that tells `by` too much. */
  readonly list: (by: P, filter: ModeratedFilter) => Answer<readonly Listed<P>[]>;
  /**
   * Does something to an account, if `by` may; the person as they then stand, or stood before they were removed. What is so
   * already is done, but for an approval. Throws {@link ModerationRefused}.
   * @param from.address IP address of who acts
   */
  readonly act: (by: P, act: ModeratedAct, target: P, from: { readonly address: string }) => Answer<P>;
}
