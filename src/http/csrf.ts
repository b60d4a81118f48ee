import type { BrowserSecret } from '../protocol/secret.ts';
import type { Incoming } from './incoming.ts';
import { sameSignature, sign } from './signing.ts';

/**
 * The token that each form carries: bound to the browser and to who is signed in there, so that a page made for one
 * account cannot act for another.
 */
export function csrfToken(key: Uint8Array, browser: BrowserSecret, binding: string | undefined): string {
  return sign(key, 'csrf', browser, binding ?? '');
}

/** Whether a form's token is the one that this browser was given. */
export function isOwnForm(sent: string | undefined, expected: string): boolean {
  return sent !== undefined && sameSignature(sent, expected);
}

/**
 * Whether the browser says that a page of this server sent the form (Fetch Metadata, RFC 6454 §7). Where it says
 * nothing, the token alone decides.
 */
export function comesFromHere(request: Incoming, issuer: string): boolean {
  const site = request.header('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin';
  const origin = request.header('origin');
  return origin === undefined || origin === new URL(issuer).origin;
}
