import type { AccountId, App, Id, Instant } from './app.ts';
import type { Digest } from './secret.ts';

/**
 * One approval: the standing permission of one sign-in of an app. Codes and tokens hang below it and live only while
 * it does. An app token's grant has no account; a personal token's has no app.
 */
export interface Grant {
  readonly id: Id;
  readonly appId: Id | undefined;
  readonly accountId: AccountId | undefined;
  readonly scopes: readonly string[];
  /** What the app had asked for, where the person allowed less: so that their choice is not forgotten. */
  readonly asked?: readonly string[] | undefined;
  /** The redirect URI that the person approved; absent where no browser took part. */
  readonly redirectUri: string | undefined;
  /** What the person calls a personal token, which has no app that could name it. */
  readonly name?: string | undefined;
  readonly createdAt: Instant;
  readonly lastUsedAt: Instant | undefined;
  readonly revokedAt: Instant | undefined;
}

/** An authorization code as it is stored, with what redemption must be compared with (RFC 6749 §4.1.3). */
export interface Code {
  readonly digest: Digest;
  readonly grant: Grant;
  readonly redirectUri: string;
  /** S256 challenge of the authorization request, when it had one (RFC 7636). */
  readonly codeChallenge: string | undefined;
  /** The browser that the code was given to: the out-of-band page shows it to no other. */
  readonly browserDigest: Digest | undefined;
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
  /** When it was redeemed, or burned by a wrong verifier. */
  readonly spentAt: Instant | undefined;
}

/** What is known of an access token in the moment in which it is added. */
export type IssuedToken = Pick<Token, 'id' | 'grantId' | 'accountId' | 'scopes' | 'createdAt' | 'expiresAt'>;

/** An access token as it is found by its digest, with all that one request needs to judge it. */
export interface Token {
  readonly id: Id;
  readonly grantId: Id;
  readonly app: App | undefined;
  readonly accountId: AccountId | undefined;
  readonly scopes: readonly string[];
  readonly createdAt: Instant;
  readonly expiresAt: Instant | undefined;
  readonly lastUsedAt: Instant | undefined;
  /** When the token, its grant or its app ended, whichever was first. */
  readonly revokedAt: Instant | undefined;
}
