/**
 * Everything the flows need from the outside world. A storage engine keeps the promises written here; the published
 * contract test (`src/storage/store-contract.ts`) proves them for every engine, races included.
 *
 * Promises common to all methods: each is atomic; when it resolves, its change is durable; when it rejects, nothing
 * changed, and the error is a {@link StoreUnavailable} if trying again later may succeed. Secrets come as digests only. An
 * account id that `isAccountId` refuses is never stored (RangeError) and finds nothing.
 */
import type { AccountId, App, Id, Instant } from '../protocol/app.ts';
import type { Code, Grant, IssuedToken, Token } from '../protocol/grant.ts';
import type { PendingAuthorization } from '../protocol/pending-authorization.ts';
import type { Person } from '../protocol/person.ts';
import type { Digest } from '../protocol/secret.ts';
import type { AccountEvent } from './account-events.ts';
import type { DutyStore } from './duty-store.ts';
import type { LimitStore } from './limit-store.ts';
import type { Policies } from './policies.ts';
import type { SignUpEvent } from './sign-up-events.ts';

export type { AccountEvent } from './account-events.ts';
export type * from './duty-store.ts';
export type * from './limit-store.ts';
export { Overloaded } from './overloaded.ts';
export type { SignUpEvent } from './sign-up-events.ts';

/** The storage cannot answer now (locked, full, out of reach); nothing was changed. Answered as 503 with `Retry-After`. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
  readonly retryAfterSeconds: number;

  constructor(message: string, options: { readonly cause?: unknown; readonly retryAfterSeconds?: number } = {}) {
    super(message, { cause: options.cause });
    this.retryAfterSeconds = options.retryAfterSeconds ?? 5;
  }
}

/** An app before the store gives it an id. */
export type NewApp = Omit<App, 'id'>;

/** Where apps are kept. */
export interface AppStore {
  /** Adds an app under an id of the store's own. A client id that is taken rejects. */
  addApp(app: NewApp): Promise<App>;
  /** A deleted app is not found. */
  findApp(id: Id): Promise<App | undefined>;
  /** A deleted app is not found. */
  findAppByClientId(clientId: string): Promise<App | undefined>;
  /**
   * Newest first, at most `limit`, older than `before` when it is given. With `name`, only apps in whose names it stands,
   * without regard to the letter case of ASCII.
   */
  listApps(page: {
    readonly limit: number;
    readonly before?: Id;
    readonly name?: string;
  }): Promise<readonly AppSummary[]>;
  /** Notes that a person saw the app's consent page: clean-up never removes such an app. */
  noteConsentPage(appId: Id, at: Instant): Promise<void>;
  /**
   * Ends the app and, in the same commit, every grant below it: none of its tokens or codes lives afterwards, also not
   * one that a racing request inserts later. Resolves to false when there is no such app.
   */
  deleteApp(id: Id, at: Instant): Promise<boolean>;
}

/** An app as the operator's list shows it. */
export interface AppSummary extends App {
  /** Distinct accounts with a living grant. */
  readonly people: number;
  readonly lastUsedAt: Instant | undefined;
}

/** A grant before the store gives it an id. */
export type NewGrant = Pick<Grant, 'appId' | 'accountId' | 'scopes' | 'redirectUri' | 'createdAt'> &
  Partial<Pick<Grant, 'asked' | 'name'>>;

/** An authorization code before it hangs below its grant. */
export type NewCode = Omit<Code, 'grant' | 'spentAt'>;

/** An access token before it hangs below its grant. */
export interface NewToken {
  readonly digest: Digest;
  readonly createdAt: Instant;
  /** Absent: until it is revoked. */
  readonly expiresAt: Instant | undefined;
}

/** Of living grants, what the authorized-applications page shows. */
export interface GrantWithApp extends Grant {
  readonly app: App | undefined;
}

/** Where authorizations are kept: requests that wait, grants, codes and tokens. */
export interface AuthorizationStore {
  /** Keeps a request under the digest of its id. */
  addPendingAuthorization(pending: Omit<PendingAuthorization, 'answeredAt'>): Promise<void>;
  /** Answered and expired ones are found too: the caller judges them. */
  findPendingAuthorization(digest: Digest): Promise<PendingAuthorization | undefined>;
  /** Marks a pending authorization as refused. Of several answers exactly one wins and gets true. */
  denyPendingAuthorization(digest: Digest, at: Instant): Promise<boolean>;
  /**
   * Adds a grant and a code below it and, when `pending` is given, marks that request as answered in the same commit.
   * Of several answers to one request exactly one wins and gets true; the others get false and leave nothing behind.
   * False also when the app was deleted meanwhile.
   */
  approve(approval: {
    readonly pending: Digest | undefined;
    readonly grant: NewGrant;
    readonly code: NewCode;
  }): Promise<boolean>;

  /** Spent and expired ones are found too, with their grant: the caller judges them. */
  findCode(digest: Digest): Promise<Code | undefined>;
  /**
   * Spends a code and adds the token that it buys. Of any number of callers exactly one gets the token; the others get
   * undefined, as does everyone when the code was burned or its grant revoked before. The token has the grant's scopes.
   */
  redeemCode(code: Digest, token: NewToken): Promise<IssuedToken | undefined>;
  /** Makes a code worthless without a token, after a wrong verifier (decision 4). Harmless when it is spent already. */
  burnCode(code: Digest, at: Instant): Promise<void>;

  /** Adds a grant with its token at once: client credentials, password. Undefined when the app was deleted meanwhile. */
  addGrantWithToken(grant: NewGrant, token: NewToken): Promise<IssuedToken | undefined>;
  /** Living or not: the caller judges {@link Token.revokedAt} and {@link Token.expiresAt}. */
  findToken(digest: Digest): Promise<Token | undefined>;
  /** Notes the last use of a token and its grant. May be lost in a crash. */
  noteTokenUse(
    token: Pick<Token, 'id' | 'grantId'>,
    use: { readonly at: Instant; readonly address: string },
  ): Promise<void>;
  /**
   * Ends one token and, when nothing living is left below its grant, the grant. The time of an earlier revocation stays.
   */
  revokeToken(id: Id, at: Instant): Promise<void>;
  /**
   * Ends a grant and with it all that hangs below it: what exists, and what a racing redemption may still insert.
   * With `accountId`, only a grant of that account. Resolves to the number of grants that ended now.
   */
  revokeGrant(id: Id, at: Instant, accountId?: AccountId): Promise<number>;
  /** Ends the living grants of an account, all or those of one app. Resolves to how many ended now. */
  revokeGrantsOfAccount(accountId: AccountId, at: Instant, appId?: Id): Promise<number>;
  /** Living grants of the account below which something was issued, newest first. */
  listGrants(accountId: AccountId): Promise<readonly GrantWithApp[]>;
  /** Living grants of this account and app, for the decision to skip the consent page. */
  listGrantsForApp(accountId: AccountId, appId: Id): Promise<readonly Grant[]>;
  /** Living tokens, newest first; with `personal`, only those without an app. */
  listTokens(filter: {
    readonly limit: number;
    readonly accountId?: AccountId;
    readonly appId?: Id;
    readonly personal?: true;
  }): Promise<readonly Token[]>;
}

/** A signed-in browser. */
export interface Session {
  readonly id: Id;
  readonly digest: Digest;
  readonly accountId: AccountId;
  readonly browserDigest: Digest;
  readonly createdAt: Instant;
  readonly lastUsedAt: Instant;
  readonly address: string;
  readonly userAgent: string;
}

/** Where the browsers are kept that signed in on the built-in page. */
export interface SessionStore {
  /** Adds a session and ends the one it replaces, if any, in one commit (rotation at sign-in). */
  addSession(session: Omit<Session, 'id' | 'lastUsedAt'>, replaces: Digest | undefined): Promise<Session>;
  /** The caller judges its age. */
  findSession(digest: Digest): Promise<Session | undefined>;
  /** Notes the last use of a session. May be lost in a crash. */
  noteSessionUse(id: Id, at: Instant): Promise<void>;
  /** Ends one session; nothing happens when there is none. */
  endSession(digest: Digest): Promise<void>;
  /** Sessions of an account, the latest used first, whatever their age. */
  listSessions(accountId: AccountId): Promise<readonly Session[]>;
  /** Ends one session of this account; false when it has no such session. */
  endSessionOfAccount(id: Id, accountId: AccountId): Promise<boolean>;
  /** Ends all sessions of an account, except one if given. */
  endSessionsOfAccount(accountId: AccountId, except?: Digest): Promise<number>;
}

/** What housekeeping may remove; the rules are written in `flows/housekeeping.ts`. */
export type Sweepable =
  | 'pending authorizations'
  | 'codes'
  | 'revoked grants'
  | 'unused app tokens'
  | 'idle app tokens'
  | 'sessions'
  | 'apps never used';

/** What removes what its time is over. */
export interface HousekeepingStore {
  /**
   * Deletes at most `batch` rows of one kind that ended, or were last used, before `before`; with `dryRun` only counts
   * them. Resolves to the number of rows.
   */
  sweep(
    kind: Sweepable,
    options: { readonly before: Instant; readonly batch: number; readonly dryRun: boolean },
  ): Promise<number>;
}

/** How much of one kind was removed. */
export interface Swept {
  /** A {@link Sweepable}, or what the host names its own. */
  readonly kind: string;
  readonly rows: number;
}

/** How a round of housekeeping goes. */
export interface HousekeepingRound {
  /** Nothing is removed; what would be is counted. */
  readonly dryRun: boolean;
  /** Awaited between batches: requests go first. */
  readonly pause: () => Promise<void>;
}

/** Small values that the server keeps for itself. */
export interface SettingStore {
  /** The value under a key, if one was written. */
  readSetting(key: string): Promise<string | undefined>;
  /** Writes a value that has none yet. Of several callers one wins, and all get the value that stands. */
  claimSetting(key: string, value: string): Promise<string>;
}

/** What ended: everything below what is named. */
export type Revocation =
  | { readonly kind: 'token'; readonly tokenId: Id }
  | { readonly kind: 'grant'; readonly grantId: Id }
  /** All that the account allowed, or what it allowed one app; or the account's state changed: suspended, enabled again. */
  | { readonly kind: 'account'; readonly accountId: AccountId; readonly appId?: Id }
  | { readonly kind: 'app'; readonly appId: Id }
  /** Something may have ended; what, or whether, the store cannot tell. */
  | { readonly kind: 'unknown' };

/** Everything that an authorization server keeps. One contract test proves it for every engine. */
export interface Store extends AppStore, AuthorizationStore, SessionStore, HousekeepingStore, SettingStore {
  /** Resolves when the storage can read and write; rejects with {@link StoreUnavailable} otherwise. */
  ping(): Promise<void>;
  /** Releases the storage; no method is called afterwards. */
  close(): Promise<void>;
  /**
   * Tells what ends, to whoever keeps copies of tokens. Of `revokeToken`, `revokeGrant`, `revokeGrantsOfAccount` and
   * `deleteApp` of this store the listener hears after the commit and before the caller's promise resolves, also when all
   * of it had ended before; not of a grant that was refused because it is another account's. A store that keeps accounts
   * too tells so of each account whose state changed, or that was deleted. What other processes do on
   * the same data is told within a bound that the store states. A read that began earlier may still resolve to what was.
   * What a listener throws never reaches the store or its callers. A store without this method has no copies kept of it.
   * @returns ends the subscription
   */
  onRevocation?(listener: (revocation: Revocation) => void): () => void;
  /**
   * Counts of limits that nodes share, and which limits were reached. A store without them leaves each process to count in
   * its own memory, and no operator sees or lifts a limit.
   */
  readonly limits?: LimitStore | undefined;
  /** Whose turn it is to do what servers over one store do one at a time. Without it each keeps house for itself. */
  readonly duties?: DutyStore | undefined;
}

/** The accounts behind the server: the built-in directory, or the one of the server that embeds this library. */
export interface Directory<P extends Person = Person> {
  /** The person with this id; undefined when there is none, or no more. */
  findPerson(id: AccountId): Promise<P | undefined>;
  /**
   * The person whose username or e-mail address is `login` and whose password is `password`. Takes the same work and
   * time when there is no such person.
   */
  authenticate(login: string, password: string): Promise<P | undefined>;
  /** The account that a login names, to count attempts by account and not by spelling. Never shown to anyone. */
  identify(login: string): Promise<AccountId | undefined>;
}

/** What happens to accounts on pages and by acts that only some servers have, such as the standalone one. */
export type DirectoryEvent =
  | AccountEvent
  | SignUpEvent
  /** Somebody who was signed in proved anew who they are. */
  | { readonly event: 'identity confirmed'; readonly accountId: AccountId; readonly address: string }
  | StaffEvent
  | LimitLifted
  | (StaffAct & { readonly event: 'role changed'; readonly from: string; readonly to: string })
  /** A password was right, and more is demanded before anybody is signed in. */
  | { readonly event: 'second step asked'; readonly accountId: AccountId; readonly address: string }
  | {
      readonly event: 'second factor used' | 'second factor failed';
      readonly accountId: AccountId;
      readonly factor: 'totp' | 'passkey' | 'recovery code';
      readonly address: string;
    }
  | {
      readonly event: 'second factor added' | 'second factor removed';
      readonly accountId: AccountId;
      readonly factor: 'totp' | 'passkey';
      readonly address: string;
    }
  | { readonly event: 'recovery codes made'; readonly accountId: AccountId; readonly address: string };

/** Who did something to somebody else's account. */
export interface StaffAct {
  /** To whom. */
  readonly accountId: AccountId;
  /** By whom; absent for the operator. */
  readonly actorId: AccountId | undefined;
  /** From where; absent for the operator. */
  readonly address: string | undefined;
}

/** Somebody let a key begin anew that had reached a limit. */
export interface LimitLifted {
  readonly event: 'limit lifted';
  /** The limit's name. */
  readonly rule: string;
  /** Of the reached limit. */
  readonly limitId: Id;
  /** Whose limit it was, where it was an account's. */
  readonly accountId: AccountId | undefined;
  /** By whom; absent for the operator. */
  readonly actorId: AccountId | undefined;
  /** From where; absent for the operator. */
  readonly address: string | undefined;
}

/** What staff did to an account. */
export interface StaffEvent extends StaffAct {
  readonly event:
    | 'account approved'
    | 'account rejected'
    | 'account confirmed by staff'
    | 'account disabled'
    | 'account enabled'
    | 'account suspended'
    | 'account unsuspended'
    | 'second factors reset by staff'
    | 'password reset by staff'
    | 'signed out everywhere by staff'
    | 'account deleted by staff';
}

/** What happened, for the log and the audit; never carries a secret. */
export type SecurityEvent =
  | DirectoryEvent
  | { readonly event: 'app registered'; readonly appId: Id; readonly address: string }
  | { readonly event: 'registration refused'; readonly reason: string; readonly address: string }
  | {
      readonly event: 'app deleted';
      readonly appId: Id;
      /** Whoever did it in a browser; absent for the operator. */
      readonly actorId?: AccountId | undefined;
      readonly address?: string | undefined;
    }
  | {
      readonly event: 'signed in';
      readonly accountId: AccountId;
      readonly address: string;
      /** Whether this browser signed in to the account before, as far as it remembers. */
      readonly knownBrowser?: boolean;
      /** What the browser calls itself. */
      readonly userAgent?: string;
    }
  | { readonly event: 'sign-in failed'; readonly accountId: AccountId | undefined; readonly address: string }
  | { readonly event: 'signed out'; readonly accountId: AccountId; readonly address?: string | undefined }
  | {
      readonly event: 'authorized';
      readonly accountId: AccountId;
      readonly appId: Id;
      readonly scopes: readonly string[];
      readonly asked: boolean;
      readonly address?: string | undefined;
    }
  | {
      readonly event: 'authorization refused';
      readonly accountId: AccountId;
      readonly appId: Id;
      readonly reason: string;
    }
  /** An endpoint for apps refused a request: `error` is the code that it answered. */
  | { readonly event: 'request refused'; readonly endpoint: string; readonly error: string; readonly address: string }
  | {
      readonly event: 'denied';
      readonly accountId: AccountId;
      readonly appId: Id;
      readonly address?: string | undefined;
    }
  | {
      readonly event: 'token issued';
      readonly grantType: string;
      readonly tokenId: Id;
      readonly appId: Id;
      readonly accountId: AccountId | undefined;
    }
  | {
      readonly event: 'token refused';
      readonly grantType: string;
      readonly reason: string;
      readonly appId: Id | undefined;
      /** Whose password was tried, where it was one. */
      readonly accountId?: AccountId | undefined;
      readonly address: string;
    }
  | { readonly event: 'code replayed'; readonly grantId: Id; readonly appId: Id; readonly address: string }
  | {
      readonly event: 'token revoked';
      readonly tokenId: Id;
      readonly appId: Id | undefined;
      readonly accountId?: AccountId | undefined;
    }
  | {
      readonly event: 'grants revoked';
      readonly accountId: AccountId;
      readonly appId: Id | undefined;
      readonly count: number;
      readonly address?: string | undefined;
    };

/** The world as a flow sees it. */
export interface World<P extends Person = Person> {
  readonly store: Store;
  readonly directory: Directory<P>;
  /** Milliseconds since the epoch. */
  now(): Instant;
  /** 256 random bits in unpadded base64url: 43 characters. */
  randomSecret(): string;
  /** Tells the audit of something that happened. */
  report(event: SecurityEvent): void;
  /** Where the host refuses; without them everything that the protocol allows is allowed. */
  readonly policies?: Policies<P> | undefined;
}
