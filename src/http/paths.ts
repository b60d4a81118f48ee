import type { PendingId } from '../protocol/secret.ts';

/** A path of this server as its pages link to it: below the issuer's prefix. */
export function pathOf(issuer: string, path: string): string {
  const prefix = new URL(issuer).pathname;
  return prefix === '/' ? path : `${prefix}${path}`;
}

/** The same for a page that goes on with a kept request, if one waits. */
export function onwardPath(issuer: string, path: string, id: string | undefined): string {
  return pathOf(issuer, id === undefined ? path : `${path}?authorization=${encodeURIComponent(id)}`);
}

/** Where a kept request goes on. */
export function resumePath(issuer: string, id: PendingId): string {
  return onwardPath(issuer, '/oauth/authorize/resume', id);
}

/** The sign-in, that a kept request waits for or none. */
export function signInPath(issuer: string, id: PendingId | undefined): string {
  return onwardPath(issuer, '/auth/sign_in', id);
}

/** The sign-in of somebody who is signed in already and wants to be somebody else, too. */
export function anotherSignInPath(issuer: string, id: PendingId | undefined): string {
  const query = new URLSearchParams({ another: '1', ...(id === undefined ? {} : { authorization: id }) });
  return pathOf(issuer, `/auth/sign_in?${query}`);
}

/** Which accounts are signed in in this browser. */
export const ACCOUNTS_PATH = '/auth/accounts';

/** What a person who signed in for no request sees: what has access to their account. */
export function homePath(issuer: string): string {
  return pathOf(issuer, '/oauth/authorized_applications');
}
