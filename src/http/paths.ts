import type { PendingId } from '../protocol/secret.ts';

/** A path of this server as its pages link to it: below the issuer's prefix. */
export function pathOf(issuer: string, path: string): string {
  const prefix = new URL(issuer).pathname;
  return prefix === '/' ? path : `${prefix}${path}`;
}

/** Where a kept request goes on. */
export function resumePath(issuer: string, id: PendingId): string {
  return pathOf(issuer, `/oauth/authorize/resume?authorization=${encodeURIComponent(id)}`);
}

/** The sign-in that a kept request waits for. */
export function signInPath(issuer: string, id: PendingId): string {
  return pathOf(issuer, `/auth/sign_in?authorization=${encodeURIComponent(id)}`);
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
