import type { Digest } from './secret.ts';

/** A sortable 64-bit id as a decimal string, time in the high bits, as Mastodon's are. */
export type Id = string;

/**
 * An account's id as its directory gives it: opaque text of 1 to 255 characters, compared exactly. Never parsed, cut,
 * folded or normalised, since two accounts that become one read each other's mail. `isAccountId` knows the text that
 * cannot be one.
 */
export type AccountId = string;

/** Milliseconds since the Unix epoch. */
export type Instant = number;

/** An app's registration: what Mastodon calls an application and RFC 6749 §2 a client. */
export interface App {
  readonly id: Id;
  readonly clientId: string;
  /** Absent for public clients. */
  readonly secretDigest: Digest | undefined;
  /** Able to keep a secret (RFC 6749 §2.1). Every app registered through `POST /api/v1/apps` is. */
  readonly confidential: boolean;
  /**
   * Whether it may introspect every token (RFC 7662 §4), and not only its own. Only an operator makes such an app; nothing
   * that anyone sends to `POST /api/v1/apps` does.
   */
  readonly resourceServer: boolean;
  readonly name: string;
  readonly website: string | undefined;
  /** In the order of registration, byte for byte as they were sent. */
  readonly redirectUris: readonly string[];
  readonly scopes: readonly string[];
  readonly createdAt: Instant;
}
