import type { AccountActs } from '../account-acts.ts';
import { accountLimits } from '../account-rules.ts';
import { mailTo } from '../mail/mail-to.ts';
import type { Account } from '../ports.ts';

/** Somebody says that they forgot a password. */
export interface ResetRequest {
  /** Username or e-mail address, as it was typed. */
  readonly login: string;
  /** The app's request that waits in this browser, to go on with afterwards. */
  readonly authorization: string | undefined;
  /** IP address. */
  readonly address: string;
}

/** What asking for a new password needs. */
export interface RequestResetDeps extends Pick<AccountActs, 'store' | 'mails' | 'report'> {
  /** Counts a mail to this account; false when it got enough of them lately. */
  countMail(account: Account): Promise<boolean>;
  /** Resolves after so many milliseconds. */
  pause(milliseconds: number): Promise<void>;
}

/** An answer takes this many milliseconds at the least: longer than it takes to queue a mail. */
export const SHORTEST_RESET_ANSWER = 300;

/**
 * Sends a link by which a password can be chosen anew, to whom it belongs. The same for everybody who asks, in outcome and
 * in time: who has an account here is nobody's business. The account may be in any state, for a password is only half of
 * what it takes to use it.
 */
export async function requestReset(deps: RequestResetDeps, request: ResetRequest): Promise<void> {
  await Promise.all([queueLink(deps, request), deps.pause(SHORTEST_RESET_ANSWER)]);
}

async function queueLink(deps: RequestResetDeps, { login, authorization, address }: ResetRequest): Promise<void> {
  const { store, mails, report } = deps;
  const name = login.trim();
  const account = name === '' || name.length > accountLimits.email ? undefined : await store.findAccountByLogin(name);
  report({ event: 'password reset requested', accountId: account?.id, address });
  if (account === undefined || !(await deps.countMail(account))) return;
  await mails.add(mailTo(account, 'reset password', authorization === undefined ? {} : { authorization }));
}
