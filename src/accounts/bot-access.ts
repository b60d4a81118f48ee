import type { AccountActs } from './account-acts.ts';
import type { Account } from './ports.ts';

/**
 * Lets apps sign in to an account with its password, or not any more (RFC 6749 §4.3; decisions, password grant). Who
 * switches it on has proven who they are. An account with a second factor is refused; one that gets a factor later is
 * never signed in to this way, whatever stands here.
 * @returns whether it was done
 */
export async function switchPasswordGrant(
  { store, report }: Pick<AccountActs, 'store' | 'report'>,
  account: Pick<Account, 'id' | 'hasSecondFactor'>,
  on: boolean,
  by: { readonly address: string },
): Promise<boolean> {
  if (on && account.hasSecondFactor) return false;
  await store.changeAccount(account.id, { allowsPasswordGrant: on });
  report({ event: 'password grant switched', accountId: account.id, on, address: by.address });
  return true;
}
