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
 * A refusal takes this many milliseconds at the least. The hash of an imported account costs several times what another
 * does, and doing that work for every name that nobody has would be work for everybody else; waiting costs nothing.
 */
const SHORTEST_REFUSAL = 200;

/** What the built-in directory needs. */
export interface DirectoryDeps {
  readonly store: Pick<AccountStore, 'findAccount' | 'findAccountByLogin' | 'changeAccount'>;
  readonly passwords: Pick<PasswordHashes, 'verifyPassword' | 'renewHash'>;
  readonly origin: string;
  /** Of nobody when absent. */
  readonly requireSecondFactor?: SecondFactorDemand | undefined;
  /** Resolves after so many milliseconds; by the clock unless given. */
  readonly pause?: ((milliseconds: number) => Promise<void>) | undefined;
}

/**
 * The built-in directory of people. Whether somebody may sign in in their state (suspended, unconfirmed …) is judged by
 * those who ask, who have words for it; here only the password counts.
 */
export function createDirectory(deps: DirectoryDeps): Directory<AccountPerson> {
  const { store, passwords, origin, requireSecondFactor, pause = sleep } = deps;

  const findByLogin = async (login: string): Promise<Account | undefined> => {
    const trimmed = login.trim();
    if (trimmed === '' || trimmed.length > MAX_LOGIN_LENGTH) return undefined;
    const account = await store.findAccountByLogin(trimmed);
    // An address that was not proven is nobody's: signing in by it would tell whether it was free at the sign-up.
    return account?.confirmedAt === undefined && trimmed.includes('@') ? undefined : account;
  };

  const findByPassword = async (login: string, password: string): Promise<Account | undefined> => {
    const account = await findByLogin(login);
    const tooLong = Buffer.byteLength(password) > MAX_PASSWORD_BYTES;
    // Every way to fail costs one verification, so that the time tells nothing about who has an account.
    const fits = await passwords.verifyPassword(
      tooLong ? '' : password,
      tooLong || account === undefined ? NOBODYS_HASH : account.passwordHash,
    );
    return fits && !tooLong && account !== undefined ? renewed(account, password) : undefined;
  };

  /** The account with a hash of today's kind; undefined when its password was changed at this very moment. */
  const renewed = async (account: Account, password: string): Promise<Account | undefined> => {
    try {
      const passwordHash = await passwords.renewHash(password, account.passwordHash);
      if (passwordHash === undefined) return account;
      const when = { passwordHash: account.passwordHash };
      const changed = await store.changeAccount(account.id, { passwordHash }, { when });
      if (changed !== undefined) return changed;
    } catch {
      // The old hash is as good as it was; the next sign-in tries again.
      return account;
    }
    // Somebody else was first: the same person in another tab, or a new password, which the old one must not survive.
    const current = await store.findAccount(account.id);
    return current && (await passwords.verifyPassword(password, current.passwordHash)) ? current : undefined;
  };

  return {
    async findPerson(id: Id): Promise<AccountPerson | undefined> {
      const account = await store.findAccount(id);
      return account && personOf(account, origin, requireSecondFactor);
    },

    async authenticate(login: string, password: string): Promise<AccountPerson | undefined> {
      const start = performance.now();
      const account = await findByPassword(login, password);
      if (account !== undefined) return personOf(account, origin, requireSecondFactor);
      await pause(Math.max(0, SHORTEST_REFUSAL - (performance.now() - start)));
      return undefined;
    },

    async identify(login: string): Promise<Id | undefined> {
      return (await findByLogin(login))?.id;
    },
  };
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
