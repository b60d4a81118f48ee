import type { Account } from '../accounts/ports.ts';
import { isFoundByOthers } from '../accounts/visible-account.ts';
import { recordNotFound, validationFailed } from '../http/api-error.ts';
import type { Incoming } from '../http/incoming.ts';
import { json, type Reply } from '../http/reply.ts';
import { accountEntity } from './entities/account.ts';
import { readLocalUsername } from './local-username.ts';
import type { MastodonDeps } from './mastodon-deps.ts';
import { readId, readIds } from './record-id.ts';

/** Contract §12.3: more ids than these are refused. */
const MAX_IDS = 40;

/** `GET /api/v1/accounts/:id` (contract §12.3). */
export const showAccount =
  (deps: MastodonDeps) =>
  async (request: Incoming): Promise<Reply> => {
    const account = foundByOthers(await findById(deps, request.part('id')));
    return json(accountEntity(account, deps.origin));
  };

/** `GET /api/v1/accounts?id[]=` (contract §12.3): unknown ids are left out. */
export const showAccounts =
  ({ origin, store }: MastodonDeps) =>
  async (request: Incoming): Promise<Reply> => {
    const asked = new Set(request.query.all('id'));
    if (asked.size > MAX_IDS) throw validationFailed([`Id is too long (maximum is ${MAX_IDS} ids)`]);
    const accounts = await store.findAccounts(readIds([...asked]));
    return json(accounts.filter(isFoundByOthers).map((account) => accountEntity(account, origin)));
  };

/** `GET /api/v1/accounts/lookup` (contract §12.5): only accounts of this server, nothing is asked of others. */
export const lookUpAccount =
  ({ origin, store }: MastodonDeps) =>
  async (request: Incoming): Promise<Reply> => {
    const username = readLocalUsername(request.query.all('acct').at(-1)?.trim() ?? '', origin);
    const account = foundByOthers(username === undefined ? undefined : await store.findAccountByUsername(username));
    return json(accountEntity(account, origin));
  };

/** The account that an id names, whatever its state. */
export async function findById({ store }: MastodonDeps, id: string): Promise<Account | undefined> {
  const accountId = readId(id);
  return accountId === undefined ? undefined : store.findAccount(accountId);
}

/**
 * The account, if others may know of it.
 * @throws ApiError 404
 */
export function foundByOthers(account: Account | undefined): Account {
  if (account === undefined || !isFoundByOthers(account)) throw recordNotFound();
  return account;
}
