import type { Moderating } from '../mastodon/moderation.ts';
import type { People } from '../mastodon/people.ts';
import type { AccountId } from '../protocol/app.ts';
import type { AccountState } from '../protocol/person.ts';

/** An account of the host. Whatever else the host's own type has is handed back to the host untouched. */
export interface HostAccount {
  /** Opaque, 1 to 255 characters, never given to anybody else. */
  readonly id: AccountId;
  readonly username: string;
  /** The username when absent. */
  readonly displayName?: string | undefined;
  /** `active` when absent; read at every use of a token, so a suspension holds at once (contract §11). */
  readonly state?: AccountState | undefined;
  /** ActivityPub actor URI: the `sub` of userinfo. `<origin>/users/<username>` when absent. */
  readonly uri?: string | undefined;
  /** Profile page. `<origin>/@<username>` when absent. */
  readonly url?: string | undefined;
  /** A drawn picture that follows from the id when absent. */
  readonly avatarUrl?: string | undefined;
  /** Whether apps may sign in to this account with its password (RFC 6749 §4.3): for bots, and never by default. */
  readonly allowsPasswordGrant?: boolean | undefined;
  /**
   * Whether a second factor that the host demands is missing: until then tokens are refused as those of a disabled account,
   * and sessions of the built-in sign-in count as none.
   */
  readonly lacksSecondFactor?: boolean | undefined;
  /**
   * Another text whenever the password is another, such as a digest of its hash: a sign-in that was under way with the old
   * one then comes to nothing. Never shown. Without it, such a sign-in is as good as one a moment earlier.
   */
  readonly credential?: string | undefined;
  /** Language of the pages that this person reads, as a BCP 47 tag; their browser's when absent (contract §1.4). */
  readonly locale?: string | undefined;
}

type Answer<T> = T | Promise<T>;
type Found<A> = Answer<A | undefined | null>;

/**
 * The accounts behind the server. Only `find` must be there; each other method brings along what needs it. A method that
 * throws, takes longer than `hostTimeout` or answers the wrong shape fails that one request with 500 or 503.
 */
export interface HostAccounts<A extends HostAccount = HostAccount> extends People<A> {
  /** The account with exactly this id, which may be any text. Asked at every use of a person's token. */
  readonly find: (id: AccountId) => Found<A>;
  /**
   * The account whose username or e-mail address is `login` and whose password is `password`; should take the same time
   * when there is none. Needed by the built-in sign-in page and by the password grant.
   */
  readonly authenticate?: ((login: string, password: string) => Found<A>) | undefined;
  /**
   * The id of the account that a login names, so that tries are counted by account and not by spelling. Never shown to
   * anyone.
   */
  readonly identify?: ((login: string) => Found<AccountId>) | undefined;
  /**
   * Accounts as the host's staff sees and changes them; brings along the methods below `/api/v1/admin/accounts`. Without it
   * there are none, and `admin:` scopes open nothing.
   */
  readonly moderation?: Moderating<A> | undefined;
}
