import { withOperator } from '../operator.ts';
import { moment, table } from '../table.ts';
import { note, print, printJson } from '../terminal.ts';
import { accountView } from './account-view.ts';

export interface ListAccountsOptions {
  readonly limit: number;
  readonly after?: string;
  readonly json?: boolean;
}

/** `account list`: oldest first. */
export async function runListAccounts({ limit, after, json }: ListAccountsOptions): Promise<void> {
  await withOperator(async ({ store }) => {
    const accounts = await store.listAccounts({ limit, after: after ?? '0' });
    if (json) return printJson(accounts.map(accountView));
    if (accounts.length === 0) return note('No accounts. Make one with: mastodoor account create');
    const rows = accounts.map(({ id, username, email, role, state, bot, createdAt }) => [
      id,
      username,
      email,
      bot ? `${role}, bot` : role,
      state,
      moment(createdAt),
    ]);
    print(table(['ID', 'USERNAME', 'E-MAIL', 'ROLE', 'STATE', 'CREATED'], rows));
    if (accounts.length === limit) note(`There may be more: --after ${accounts.at(-1)?.id}`);
  });
}
