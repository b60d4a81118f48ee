import type { Account, AccountStore } from '../../accounts/ports.ts';
import { CliFailure } from '../cli-failure.ts';

/**
 * The account that an operator means by a username, with or without `@`, or by an e-mail address.
 * @throws CliFailure when there is none
 */
export async function findAccount(store: Pick<AccountStore, 'findAccountByLogin'>, name: string): Promise<Account> {
  const account = await store.findAccountByLogin(name.trim().replace(/^@/, ''));
  if (account === undefined) throw new CliFailure(`There is no account "${name}". See: mastodoor account list`);
  return account;
}
