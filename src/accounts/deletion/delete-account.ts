import type { AccountActs } from '../account-acts.ts';
import { mailTo } from '../mail/mail-to.ts';
import type { Account, NewMail, RemovalCompanions } from '../ports.ts';

/** What became of the wish to be deleted. */
export type Deletion =
  /** The name is never given out again (decision 33). */
  | 'deleted'
  /** The account was never in use: its name is free. */
  | 'removed'
  /** A server is never left without an owner who can act. */
  | 'only owner'
  /** Something about the account changed at this moment; nothing was done. */
  | 'overtaken';

/** Whether an account is the only one that may run the server: it cannot be deleted before somebody else may. */
export async function isOnlyOwner({ store }: Pick<AccountActs, 'store'>, account: Account): Promise<boolean> {
  if (account.role !== 'owner') return false;
  const owners = await store.listAccounts({ roles: ['owner'], state: 'active', limit: 2 });
  return owners.every(({ id }) => id === account.id);
}

/**
 * Deletes the account of a person who asked for it, and has proven who they are. Sessions, tokens, follows and all that is
 * personal end in one commit, which also queues a last mail to an address that was proven.
 */
export async function deleteOwnAccount(
  deps: Pick<AccountActs, 'store' | 'mails' | 'now' | 'report'>,
  account: Account,
  by: { readonly address: string },
): Promise<Deletion> {
  const { store, mails, now, report } = deps;
  const beside: RemovalCompanions = {
    when: { role: account.role, email: account.email, ...(account.role === 'owner' ? { otherOwner: true } : {}) },
    mail: account.confirmedAt === undefined ? undefined : lastMail(account, now()),
  };
  const keepsName = wasEverActive(account);
  const done = keepsName
    ? await store.deleteAccount(account.id, now(), beside)
    : await store.removeUnusedAccount(account.id, now(), beside);
  if (!done) return (await isOnlyOwner(deps, account)) ? 'only owner' : 'overtaken';
  mails.wake();
  report({ event: 'account deleted', accountId: account.id, address: by.address });
  return keepsName ? 'deleted' : 'removed';
}

/** Accounts that were never active are removed altogether: nobody knew them by their name. */
export function wasEverActive({ confirmedAt, approvedAt }: Pick<Account, 'confirmedAt' | 'approvedAt'>): boolean {
  return confirmedAt !== undefined && approvedAt !== undefined;
}

function lastMail(account: Account, createdAt: number): NewMail {
  return { ...mailTo(account, 'account deleted', { username: account.username }), accountId: undefined, createdAt };
}
