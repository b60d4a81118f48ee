import { type Digest, digestOf } from '../../protocol/secret.ts';
import type { AccountActs } from '../account-acts.ts';
import { findPasswordProblem, type PasswordProblemCode } from '../account-rules.ts';
import type { Account, Ticket } from '../ports.ts';
import { replacePassword } from './replace-password.ts';

/** A mailed link that is still good. */
export interface OpenReset {
  readonly account: Account;
  /** The app's request that waited in the browser where the link was asked for. */
  readonly authorization: string | undefined;
}

/** What became of a reset. */
export type PasswordReset =
  | { readonly kind: 'reset'; readonly authorization: string | undefined }
  | { readonly kind: 'refused'; readonly account: Account; readonly code: PasswordProblemCode }
  /** Unknown, used, too old, ended by a later change, or mailed to an address that is the account's no more. */
  | { readonly kind: 'bad link' };

/** Whose password a mailed link is for; undefined when the link is not good (any more). It stays good. */
export async function findReset(
  { store, now }: Pick<AccountActs, 'store' | 'now'>,
  secret: string,
): Promise<OpenReset | undefined> {
  const ticket = await store.findTicket('reset password', digestOf(secret), now());
  return openReset(store, ticket);
}

/**
 * Sets the password that somebody chose behind a mailed link. The link works once, of several callers for exactly one, and
 * takes all others with it. Everything ends that was signed in (decision 19); a second factor stays in the way of the
 * next sign-in. The address does not count as confirmed by it, because what follows from that (approval, mails to the
 * staff) has an act of its own.
 */
export async function resetPassword(
  deps: Pick<AccountActs, 'store' | 'passwords' | 'mails' | 'serverNames' | 'now' | 'report'>,
  secret: string,
  password: string,
  by: { readonly address: string },
): Promise<PasswordReset> {
  const found = await findReset(deps, secret);
  if (found === undefined) return { kind: 'bad link' };
  const code = await findPasswordProblem(password, found.account, deps.serverNames);
  if (code !== undefined) return { kind: 'refused', account: found.account, code };
  // Before the link is used up: it must stay good where there is too much to do to hash a password now.
  const passwordHash = await deps.passwords.hashPassword(password);
  const taken = await take(deps, digestOf(secret));
  if (taken === undefined) return { kind: 'bad link' };
  const ended = await replacePassword(deps, taken.account, passwordHash, 'reset');
  if (ended === undefined) return { kind: 'bad link' };
  deps.report({ event: 'password reset', accountId: taken.account.id, ...ended, address: by.address });
  return { kind: 'reset', authorization: taken.authorization };
}

async function take(
  { store, now }: Pick<AccountActs, 'store' | 'now'>,
  digest: Digest,
): Promise<OpenReset | undefined> {
  return openReset(store, await store.takeTicket('reset password', digest, now()));
}

/** A link proves who reads the mails of one address, and nothing of another that the account got meanwhile. */
async function openReset(store: AccountActs['store'], ticket: Ticket | undefined): Promise<OpenReset | undefined> {
  if (ticket?.accountId === undefined) return undefined;
  const account = await store.findAccount(ticket.accountId);
  if (account === undefined || account.email !== ticket.facts.email) return undefined;
  const { authorization } = ticket.facts;
  return { account, authorization: typeof authorization === 'string' ? authorization : undefined };
}
