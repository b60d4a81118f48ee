import type { AccountRole } from '../../accounts/ports.ts';
import { shownAddress } from '../../accounts/sign-up/claimed-address.ts';
import type { AccountState } from '../../protocol/person.ts';
import { accountFilter } from '../../site/admin/account-filter.ts';
import { withOperator } from '../operator.ts';
import { moment, table } from '../table.ts';
import { note, print, printJson } from '../terminal.ts';
import { accountView } from './account-view.ts';

export interface ListAccountsOptions {
  readonly limit: number;
  readonly after?: string;
  readonly search?: string;
  readonly state?: AccountState;
  readonly role?: AccountRole | 'staff';
  readonly json?: boolean;
}

/** `account list`: oldest first. */
export async function runListAccounts({ limit, after, json, ...filter }: ListAccountsOptions): Promise<void> {
  await withOperator(async ({ store }) => {
    const accounts = await store.listAccounts({ ...accountFilter(filter, true), limit, after: after ?? '0' });
    if (json) return printJson(accounts.map(accountView));
    if (accounts.length === 0) {
      const isNarrowed = Object.values(filter).some((value) => value !== undefined);
      return note(isNarrowed ? 'No such account.' : 'No accounts. Make one with: mastodoor account create');
    }
    const rows = accounts.map((account) => [
      account.id,
      account.username,
      shownAddress(account),
      account.bot ? `${account.role}, bot` : account.role,
      account.state,
      moment(account.createdAt),
    ]);
    print(table(['ID', 'USERNAME', 'E-MAIL', 'ROLE', 'STATE', 'CREATED'], rows));
    if (accounts.length === limit) note(`There may be more: --after ${accounts.at(-1)?.id}`);
  });
}
