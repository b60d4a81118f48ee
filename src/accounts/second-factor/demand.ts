import type { AccountRole } from '../../mastodon/people.ts';
import type { Account } from '../ports.ts';

/** Whose password alone is not enough, as the operator decided: nobody's, that of those who run the server, everyone's. */
export type SecondFactorDemand = 'off' | 'staff' | 'everyone';

/** Whether a second factor is demanded of an account with this role. */
export function demandsSecondFactor(demand: SecondFactorDemand, role: AccountRole): boolean {
  return demand === 'everyone' || (demand === 'staff' && role !== 'user');
}

/**
 * Whether an account has yet to set up the second factor that is demanded of it. Until then nothing but setting one up is
 * open to it. Only of accounts that could otherwise be used: all others are told first what stands in their way.
 */
export function lacksSecondFactor(
  account: Pick<Account, 'state' | 'role' | 'hasSecondFactor'>,
  demand: SecondFactorDemand,
): boolean {
  return account.state === 'active' && !account.hasSecondFactor && demandsSecondFactor(demand, account.role);
}
