import type { Token } from '../../protocol/grant.ts';
import { findAccount } from '../account/find-account.ts';
import { findAppSummary } from '../app/find-app.ts';
import { type Operator, withOperator } from '../operator.ts';
import { moment, table } from '../table.ts';
import { note, print, printJson } from '../terminal.ts';

export interface ListTokensOptions {
  readonly account?: string;
  readonly app?: string;
  readonly limit: number;
  readonly json?: boolean;
}

/** `token list`: living tokens, newest first. The tokens themselves are nowhere; their ids are for `token revoke`. */
export async function runListTokens(options: ListTokensOptions): Promise<void> {
  await withOperator(async ({ store }) => {
    const { account, app, limit } = options;
    const tokens = await store.listTokens({
      limit,
      ...(account === undefined ? {} : { accountId: (await findAccount(store, account)).id }),
      ...(app === undefined ? {} : { appId: (await findAppSummary(store, app)).id }),
    });
    const names = await usernames(store, tokens);
    if (options.json) return printJson(tokens.map((token) => tokenView(token, names)));
    if (tokens.length === 0) return note('No living tokens.');
    const rows = tokens.map((token) => [
      token.id,
      token.app?.name ?? '(personal)',
      nameOf(token, names) ?? '(the app itself)',
      token.scopes.join(' '),
      moment(token.createdAt),
      moment(token.lastUsedAt),
    ]);
    print(table(['ID', 'APP', 'ACCOUNT', 'SCOPES', 'ISSUED', 'LAST USED'], rows));
    if (tokens.length === limit) note('There may be more: raise --limit, or narrow with --account or --app');
  });
}

type Names = ReadonlyMap<string, string>;

async function usernames(store: Operator['store'], tokens: readonly Token[]): Promise<Names> {
  const ids = tokens.flatMap(({ accountId }) => accountId ?? []);
  return new Map((await store.findAccounts(ids)).map(({ id, username }) => [id, username]));
}

function nameOf({ accountId }: Token, names: Names): string | undefined {
  return accountId === undefined ? undefined : (names.get(accountId) ?? accountId);
}

function tokenView(token: Token, names: Names) {
  return {
    id: token.id,
    app: token.app === undefined ? null : { id: token.app.id, name: token.app.name },
    account: token.accountId === undefined ? null : { id: token.accountId, username: nameOf(token, names) },
    scopes: token.scopes,
    created_at: new Date(token.createdAt).toISOString(),
    last_used_at: token.lastUsedAt === undefined ? null : new Date(token.lastUsedAt).toISOString(),
  };
}
