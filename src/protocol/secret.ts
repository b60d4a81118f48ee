import { hash, timingSafeEqual } from 'node:crypto';

declare const kind: unique symbol;

/** A string that must never be stored, logged or shown again. The kind keeps a code out of a token's place. */
export type Secret<Kind extends string> = string & { readonly [kind]: Kind };

export type AccessToken = Secret<'access token'>;
export type AuthorizationCode = Secret<'authorization code'>;
export type ClientSecret = Secret<'client secret'>;
/** Names a pending authorization in the consent form; useless without the browser secret it is bound to. */
export type PendingId = Secret<'pending authorization'>;
/** The cookie that tells one browser from another, signed in or not. */
export type BrowserSecret = Secret<'browser'>;
export type SessionSecret = Secret<'session'>;

/** SHA-256 of a secret in unpadded base64url: the only form in which secrets reach the storage. */
export type Digest = string & { readonly [kind]: 'SHA-256 digest' };

/** The digest under which a secret is stored. Secrets carry 256 random bits, so no salt or stretching is needed. */
export function digestOf(secret: string): Digest {
  return hash('sha256', secret, 'base64url') as Digest;
}

/** Whether `secret` is the one behind `digest`, compared in constant time. */
export function matchesDigest(secret: string, digest: Digest): boolean {
  return timingSafeEqual(Buffer.from(digestOf(secret)), Buffer.from(digest));
}
