import type { Id } from '../../protocol/app.ts';
import type { AccountActs } from '../account-acts.ts';
import { mailTo } from '../mail/mail-to.ts';
import type { Account } from '../ports.ts';

/** How an account came by its new password; the mail about it says so. */
export type PasswordReplacement = 'reset' | 'by staff';

export type ReplacePasswordDeps = Pick<AccountActs, 'store' | 'passwords' | 'mails' | 'now'>;

/** What ended with the old password. */
export interface EndedAccess {
  readonly sessions: number;
  readonly grants: number;
}

/**
 * Gives an account a password that nobody used before, and ends all that the old one let in: sessions, apps, mailed links
 * and half-finished signing in (decision 19, CVE-2025-62174). Whoever replaces a password this way may do so because
 * somebody else knows the old one, so a change of the address that waits is called off too: its link may be in the
 * hands of that other one.
 * @returns undefined when the account, or its address, is not there any more
 */
export async function replacePassword(
  deps: ReplacePasswordDeps,
  account: Pick<Account, 'id' | 'email'>,
  password: string,
  how: PasswordReplacement,
): Promise<EndedAccess | undefined> {
  const { store, passwords, mails, now } = deps;
  const passwordHash = await passwords.hashPassword(password);
  // The new password first: a sign-in with the old one after the sessions were ended would survive.
  const changed = await store.changeAccount(
    account.id,
    { passwordHash, unconfirmedEmail: undefined },
    {
      when: { email: account.email },
      mail: (account) => ({ ...mailTo(account, 'password changed', { how }), createdAt: now() }),
    },
  );
  if (changed === undefined) return undefined;
  mails.wake();
  await endLinks(store, account.id);
  const sessions = await store.endSessionsOfAccount(account.id);
  const grants = await store.revokeGrantsOfAccount(account.id, now());
  return { sessions, grants };
}

/** Ends what was mailed or begun while the account had another password. */
export async function endLinks(store: Pick<AccountActs['store'], 'endTickets'>, accountId: Id): Promise<void> {
  await store.endTickets(accountId, ['reset password', 'change email', 'second step']);
}
