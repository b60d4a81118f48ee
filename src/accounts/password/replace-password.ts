import type { Id } from '../../protocol/app.ts';
import type { Digest } from '../../protocol/secret.ts';
import type { AccountActs } from '../account-acts.ts';
import { mailTo } from '../mail/mail-to.ts';
import type { Account } from '../ports.ts';

/** How an account came by its new password; the mail about it says so. */
export type PasswordReplacement = 'reset' | 'by staff';

export type ReplacePasswordDeps = Pick<AccountActs, 'store' | 'mails' | 'now'>;

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
 * @param passwordHash made before: whoever spends a link on this must not lose it because hashing had to be refused
 * @returns undefined when the account, or its address, is not there any more
 */
export async function replacePassword(
  deps: ReplacePasswordDeps,
  account: Pick<Account, 'id' | 'email'>,
  passwordHash: string,
  how: PasswordReplacement,
): Promise<EndedAccess | undefined> {
  const { store, mails, now } = deps;
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
  return endWhatItOpened(deps, account.id, { endsApps: true });
}

/** Ends what was mailed, begun or opened while the account had another password. */
export async function endWhatItOpened(
  { store, now }: Pick<AccountActs, 'store' | 'now'>,
  accountId: Id,
  which: {
    /** The one session that stays. */
    readonly session?: Digest | undefined;
    /** Whether apps, and personal tokens, must be given access anew. */
    readonly endsApps: boolean;
  },
): Promise<EndedAccess> {
  await store.endTickets(accountId, ['reset password', 'change email', 'second step']);
  const sessions = await store.endSessionsOfAccount(accountId, which.session);
  const grants = which.endsApps ? await store.revokeGrantsOfAccount(accountId, now()) : 0;
  return { sessions, grants };
}
