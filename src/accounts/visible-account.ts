import type { Account } from './ports.ts';

/**
 * Whether others find an account at all (contract §12.3): not before its address is confirmed and it is approved. A
 * suspended account is found, and shown without what its person wrote.
 */
export function isFoundByOthers({ state }: Pick<Account, 'state'>): boolean {
  return state !== 'unconfirmed' && state !== 'pending';
}

/** Whether an account appears among others: found, and not suspended. */
export function isShownInLists(account: Pick<Account, 'state'>): boolean {
  return isFoundByOthers(account) && account.state !== 'suspended';
}
