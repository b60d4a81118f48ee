import type { Digest } from '../../protocol/secret.ts';
import type { AccountActs } from '../account-acts.ts';
import { findPasswordProblem, type PasswordProblemCode } from '../account-rules.ts';
import { mailTo } from '../mail/mail-to.ts';
import type { Account } from '../ports.ts';
import { endWhatItOpened } from './replace-password.ts';

/** What a person wants who changes their password. */
export interface PasswordChange {
  readonly password: string;
  /** Whether apps, and personal tokens, must be given access anew. */
  readonly endsApps: boolean;
  /** The session of the browser in which it happens; every other one ends. */
  readonly session: Digest;
  /** IP address. */
  readonly address: string;
}

/** What became of it. */
export type PasswordChanged =
  | { readonly kind: 'changed'; readonly account: Account; readonly sessions: number; readonly grants: number }
  | { readonly kind: 'refused'; readonly code: PasswordProblemCode }
  /** Another change, or a reset, was first. */
  | { readonly kind: 'overtaken' };

/**
 * Changes a password; whoever asks has proven who they are. Every other browser is signed out, and mailed links end;
 * the apps end when the person says so (decision 19).
 */
export async function changePassword(
  deps: Pick<AccountActs, 'store' | 'passwords' | 'mails' | 'serverNames' | 'now' | 'report'>,
  account: Account,
  change: PasswordChange,
): Promise<PasswordChanged> {
  const { store, now } = deps;
  const code = await findPasswordProblem(change.password, account, deps.serverNames);
  if (code !== undefined) return { kind: 'refused', code };
  const passwordHash = await deps.passwords.hashPassword(change.password);
  const changed = await store.changeAccount(
    account.id,
    // A change of the address that somebody else began with the old password must not outlive it.
    { passwordHash, unconfirmedEmail: undefined },
    {
      when: { passwordHash: account.passwordHash },
      mail: (account) => ({ ...mailTo(account, 'password changed', { how: 'changed' }), createdAt: now() }),
    },
  );
  if (changed === undefined) return { kind: 'overtaken' };
  deps.mails.wake();
  const ended = await endWhatItOpened(deps, account.id, change);
  deps.report({ event: 'password changed', accountId: account.id, ...ended, address: change.address });
  return { kind: 'changed', account: changed, ...ended };
}
