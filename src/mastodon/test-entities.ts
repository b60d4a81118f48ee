import { createBuiltInAccounts } from '../accounts/built-in-accounts.ts';
import { personOf } from '../accounts/person.ts';
import type { Account } from '../accounts/ports.ts';
import { type AccountEntity, accountEntity } from './entities/account.ts';
import { type CredentialAccountEntity, credentialAccountEntity } from './entities/credential-account.ts';
import type { Profile } from './people.ts';

/** The entity of an account of the built-in directory. */
export function accountEntityOf(account: Account, origin: string): AccountEntity {
  return accountEntity(personOf(account, origin), profileOf(account, origin));
}

/** The same as its own person sees it. */
export function credentialAccountEntityOf(
  account: Account,
  origin: string,
  followRequests: number,
): CredentialAccountEntity {
  return credentialAccountEntity(personOf(account, origin), profileOf(account, origin), followRequests);
}

function profileOf(account: Account, origin: string): Profile {
  // Showing an account asks nothing of these.
  const options = { store: {}, passwords: {}, now: () => 0 } as Omit<
    Parameters<typeof createBuiltInAccounts>[0],
    'origin'
  >;
  return createBuiltInAccounts({ ...options, origin }).profile(personOf(account, origin)) as Profile;
}
