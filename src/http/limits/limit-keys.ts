/**
 * The keys under which limits count, beside addresses (`address-key.ts`). The kind stands in front, so that an account whose
 * id looks like an address is not that address, and so that an operator reads who is meant.
 */
import type { AccountId, Id } from '../../protocol/app.ts';
import { type Digest, digestOf } from '../../protocol/secret.ts';

/** Of an account. */
export function accountKey(id: AccountId): string {
  return `account ${id}`;
}

/** Of an account in one browser. */
export function browserKey(id: AccountId, browser: Digest): string {
  return `account ${id} browser ${browser}`;
}

/** Of an access token, by its id. */
export function tokenKey(id: Id): string {
  return `token ${id}`;
}

/** Of a login as it was typed, whether or not anybody has it; without regard to letter case. */
export function loginKey(login: string): string {
  return `login ${digestOf(login.trim().toLowerCase())}`;
}

/** Of an e-mail address, whether or not anybody here has it; without regard to letter case. */
export function emailKey(email: string): string {
  return `email ${digestOf(email.trim().toLowerCase())}`;
}

/** Who a key means. What was typed is known by its digest alone. */
export type LimitSubject =
  | { readonly kind: 'account'; readonly accountId: AccountId; readonly oneBrowser: boolean }
  | { readonly kind: 'token'; readonly tokenId: Id }
  | { readonly kind: 'login' | 'email' }
  /** An IPv4 address, or the /64 of an IPv6 address. */
  | { readonly kind: 'address'; readonly address: string };

/** Reads a key back. */
export function limitSubject(key: string): LimitSubject {
  const [, kind, rest = ''] = /^(account|token|login|email) (.*)$/s.exec(key) ?? [];
  switch (kind) {
    case 'account': {
      const [, ofBrowser] = /^(.*) browser [\w-]{43}$/s.exec(rest) ?? [];
      return { kind, accountId: ofBrowser ?? rest, oneBrowser: ofBrowser !== undefined };
    }
    case 'token':
      return { kind, tokenId: rest };
    case 'login':
    case 'email':
      return { kind };
    default:
      return { kind: 'address', address: key };
  }
}
