import { withOperator } from '../operator.ts';
import { moment, table } from '../table.ts';
import { print, printJson } from '../terminal.ts';
import { accountFacts, accountView } from './account-view.ts';
import { findAccount } from './find-account.ts';

/** `account show`: the account, and the apps that have access to it. */
export async function runShowAccount(name: string, { json }: { readonly json?: boolean }): Promise<void> {
  await withOperator(async ({ store }) => {
    const account = await findAccount(store, name);
    const grants = await store.listGrants(account.id);
    if (json) {
      const access = grants.map(({ app, scopes, createdAt, lastUsedAt }) => ({
        app: app === undefined ? null : { id: app.id, name: app.name },
        scopes,
        created_at: new Date(createdAt).toISOString(),
        last_used_at: lastUsedAt === undefined ? null : new Date(lastUsedAt).toISOString(),
      }));
      return printJson({ ...accountView(account), access });
    }
    print(accountFacts(account));
    if (grants.length === 0) return print('\nNo app has access.');
    const rows = grants.map(({ app, scopes, createdAt, lastUsedAt }) => [
      app?.name ?? '(none)',
      scopes.join(' '),
      moment(createdAt),
      moment(lastUsedAt),
    ]);
    print(`\n${table(['APP WITH ACCESS', 'SCOPES', 'SINCE', 'LAST USED'], rows)}`);
  });
}
