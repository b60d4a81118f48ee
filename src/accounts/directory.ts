import type { Directory } from '../flows/ports.ts';
import type { Id } from '../protocol/app.ts';
import { NOBODYS_HASH, type PasswordHashes } from './password-hashes.ts';
import { type AccountPerson, personOf } from './person.ts';
import type { Account, AccountStore } from './ports.ts';
import type { SecondFactorDemand } from './second-factor/demand.ts';

/** Four bytes for each of 72 characters and much to spare; beyond it a password only costs work. */
const MAX_PASSWORD_BYTES = 1024;

/** No username or e-mail address is longer (contract §12.2). */
const MAX_LOGIN_LENGTH = 320;

/**
 * The built-in directory of people. Whether somebody may sign in in their state (suspended, unconfirmed …) is judged by
 * those who ask, who have words for it; here only the password counts.
 */
export function createDirectory(deps: {
  readonly store: Pick<AccountStore, 'findAccount' | 'findAccountByLogin'>;
  readonly passwords: Pick<PasswordHashes, 'verifyPassword'>;
  readonly origin: string;
  /** Of nobody when absent. */
  readonly requireSecondFactor?: SecondFactorDemand | undefined;
}): Directory<AccountPerson> {
  const { store, passwords, origin, requireSecondFactor } = deps;

  const findByLogin = async (login: string): Promise<Account | undefined> => {
    const trimmed = login.trim();
    return trimmed === '' || trimmed.length > MAX_LOGIN_LENGTH ? undefined : store.findAccountByLogin(trimmed);
  };

  return {
    async findPerson(id: Id): Promise<AccountPerson | undefined> {
      const account = await store.findAccount(id);
      return account && personOf(account, origin, requireSecondFactor);
    },

    async authenticate(login: string, password: string): Promise<AccountPerson | undefined> {
      const account = await findByLogin(login);
      const tooLong = Buffer.byteLength(password) > MAX_PASSWORD_BYTES;
      // Every way to fail costs one verification, so that the time tells nothing about who has an account.
      const fits = await passwords.verifyPassword(
        tooLong ? '' : password,
        tooLong || account === undefined ? NOBODYS_HASH : account.passwordHash,
      );
      return fits && !tooLong && account !== undefined ? personOf(account, origin, requireSecondFactor) : undefined;
    },

    async identify(login: string): Promise<Id | undefined> {
      return (await findByLogin(login))?.id;
    },
  };
}
