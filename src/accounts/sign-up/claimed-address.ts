/**
 * Whose an address is, before and after it was proven. Nobody who signs up is told that an address is another account's:
 * the page, the API and the work are the same, and only the mails differ, which the owner of the address alone can read. So
 * an account may wait with an address that is not its own (yet): it then stands in `unconfirmedEmail`, and `email` holds a
 * stand-in that no mail can reach.
 */
import { randomBytes } from 'node:crypto';
import type { Instant } from '../../protocol/app.ts';
import { mailTo } from '../mail/mail-to.ts';
import type { Account, NewMail } from '../ports.ts';

/** The address that an account has, or waits to have: what its owner typed. */
export function claimedAddress({ email, unconfirmedEmail }: Pick<Account, 'email' | 'unconfirmedEmail'>): string {
  return unconfirmedEmail ?? email;
}

/** The address that staff knows an account by: what its owner typed, until one is proven. */
export function shownAddress(account: Pick<Account, 'email' | 'unconfirmedEmail' | 'confirmedAt'>): string {
  return account.confirmedAt === undefined ? claimedAddress(account) : account.email;
}

const STAND_IN = '@waits.invalid';

/** Whether an address only stands in for one that the account waits for: no mail is ever sent to it. */
export function isStandIn(address: string): boolean {
  return address.endsWith(STAND_IN);
}

/** The columns of an account that waits with an address that another account holds. */
export function waitingFor(address: string): Pick<Account, 'email'> & { readonly unconfirmedEmail: string } {
  // RFC 2606 §2: no such domain will ever exist.
  return { email: `${randomBytes(16).toString('base64url')}${STAND_IN}`, unconfirmedEmail: address };
}

/** Whether two spellings are one address for this server. */
export function isSameAddress(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}

/** Who holds an address; only a proven address is kept from others. */
export type Holder = Account | undefined;

/** Whether nobody but this holder can have the address. */
export function isProven(holder: Holder): holder is Account & { readonly confirmedAt: Instant } {
  return holder?.confirmedAt !== undefined;
}

/**
 * The mail that follows from somebody naming an address: the link that proves it, or word to its owner, who has an account.
 * @param account that the address is to be proven for
 * @param authorization the app's request that waits in the browser where the address was named
 */
export function addressMail(
  account: Pick<Account, 'id' | 'email' | 'locale'>,
  address: string,
  holder: Holder,
  { now, authorization }: { readonly now: Instant; readonly authorization: string | undefined },
): NewMail {
  if (isProven(holder)) return { ...mailTo(holder, 'address known', {}), createdAt: now };
  const facts = authorization === undefined ? {} : { authorization };
  return { ...mailTo(account, 'confirm email', facts, address), createdAt: now };
}
