import type { Id, Instant } from './app.ts';
import type { ResponseMode } from './response-mode.ts';
import type { Digest } from './secret.ts';

/** An authorization request after every check of it passed (RFC 6749 §4.1.1). */
export interface AuthorizationRequest {
  readonly appId: Id;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly state: string | undefined;
  readonly codeChallenge: string | undefined;
  readonly responseMode: ResponseMode;
  /** The app asks that the person proves again who they are, or chooses another account. */
  readonly forceLogin: boolean;
  readonly lang: string | undefined;
}

/**
 * A validated request that waits for the person, kept on the server so that nothing of it is ever read from a form
 * again. It survives a slow typist, a second tab and a restart, and belongs to the browser that began it.
 */
export interface PendingAuthorization {
  readonly digest: Digest;
  readonly browserDigest: Digest;
  readonly request: AuthorizationRequest;
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
  readonly answeredAt: Instant | undefined;
}
