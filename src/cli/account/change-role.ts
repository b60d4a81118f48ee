import type { AccountRole } from '../../accounts/ports.ts';
import { withOperator } from '../operator.ts';
import { print, printJson } from '../terminal.ts';
import { accountView } from './account-view.ts';
import { findAccount } from './find-account.ts';

/** `account role`: what the account may do on this server. */
export async function runChangeRole(
  name: string,
  role: AccountRole,
  { json }: { readonly json?: boolean },
): Promise<void> {
  await withOperator(async ({ store }) => {
    const account = await findAccount(store, name);
    const changed = (await store.changeAccount(account.id, { role })) ?? account;
    if (json) return printJson(accountView(changed));
    print(`The role of ${changed.username} is ${changed.role}.`);
  });
}
