import type { Instant } from '../protocol/app.ts';
import type { AccountState } from '../protocol/person.ts';
import type { AccountFacts } from './ports.ts';

/** The facts of an account that comes into this state at one instant. */
export function factsOf(state: AccountState, at: Instant): AccountFacts {
  return {
    confirmedAt: state === 'unconfirmed' ? undefined : at,
    approvedAt: state === 'pending' ? undefined : at,
    disabledAt: state === 'disabled' ? at : undefined,
    suspendedAt: state === 'suspended' ? at : undefined,
  };
}
