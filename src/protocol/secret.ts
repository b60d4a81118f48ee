import { hash, timingSafeEqual } from 'node:crypto';
import type { Instant } from './app.ts';

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

/**
 * SHA-256 of a secret in unpadded base64url, behind the time with which an access token begins: the only form in which secrets
 * reach the storage. 43 or 51 characters.
 */
export type Digest = string & { readonly [kind]: 'SHA-256 digest' };

/** Milliseconds since the epoch, base 36; they begin anew in 2059. */
const TIME_DIGITS = 8;

const RANDOM_CHARACTERS = 34;

/** How many milliseconds so many digits count. */
const TIMES = 36 ** TIME_DIGITS;

/** Of SHA-256 in unpadded base64url. */
const DIGEST_CHARACTERS = 43;

/** No 32 bytes end with it in base64url, so no secret without a time does. */
const TIMED = '_';

const time = new RegExp(`^[0-9a-z]{${TIME_DIGITS}}(?=[A-Za-z0-9_-]{${RANDOM_CHARACTERS}}${TIMED}$)`);

/**
 * A new access token: its time, then 204 random bits (RFC 6749 §10.10 asks for 160), in 43 characters (contract §5.5). So tokens
 * that are issued one after the other stand side by side in the index by which they are found, and not on a page of its own
 * each, which would all have to be written (ADR 15).
 * @param random 32 random bytes in unpadded base64url
 */
export function accessTokenAt(at: Instant, random: string): AccessToken {
  return (beginAt(at) + random.slice(0, RANDOM_CHARACTERS) + TIMED) as AccessToken;
}

/**
 * A new client id, which is no secret: 32 bytes in unpadded base64url (contract §2), of which the first six are its time and 26 are
 * random. For the sake of its index, as access tokens: of 27 apps that register at once each would change a page of its own (ADR 15).
 * @param random 32 random bytes in unpadded base64url
 */
export function clientIdAt(at: Instant, random: string): string {
  return beginAt(at) + random.slice(TIME_DIGITS);
}

function beginAt(at: Instant): string {
  return at.toString(36).padStart(TIME_DIGITS, '0').slice(-TIME_DIGITS);
}

/** The digest under which a secret is stored. Secrets carry 204 random bits or more, so no salt or stretching is needed. */
export function digestOf(secret: string): Digest {
  const [made = ''] = secret.endsWith(TIMED) ? (time.exec(secret) ?? []) : [];
  return (made + sha256(secret)) as Digest;
}

/**
 * The time with which the token behind a digest begins; undefined where it has none. Of all the instants that begin like it, it is the
 * one nearest to `now`.
 */
export function timeOf(digest: Digest, now: Instant): Instant | undefined {
  if (digest.length === DIGEST_CHARACTERS) return undefined;
  const begun = Number.parseInt(digest.slice(0, TIME_DIGITS), 36);
  return begun + TIMES * Math.max(0, Math.round((now - begun) / TIMES));
}

/** SHA-256 of a text in unpadded base64url. */
export function sha256(text: string): string {
  return hash('sha256', text, 'base64url');
}

/** Whether `secret` is the one behind `digest`, compared in constant time. */
export function matchesDigest(secret: string, digest: Digest): boolean {
  return timingSafeEqual(Buffer.from(digestOf(secret)), Buffer.from(digest));
}
