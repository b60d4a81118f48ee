import { accountRoles } from '../../accounts/moderation/moderation-rules.ts';
import type { Account } from '../../accounts/ports.ts';
import { shownAddress } from '../../accounts/sign-up/claimed-address.ts';
import type { Incoming } from '../../http/incoming.ts';
import type { Reply } from '../../http/reply.ts';
import { accountStates } from '../../pages/site/admin/account-words.ts';
import { type AccountRow, type AccountsView, accountsPage } from '../../pages/site/admin/accounts.ts';
import type { SiteDeps } from '../site-deps.ts';
import { accountFilter } from './account-filter.ts';
import { asked, oneOf, pathWith, staffPage } from './staff-page.ts';

const PAGE_LENGTH = 40;

/** `GET /admin/accounts`: all accounts, narrowed by state, role, and a name or address. */
export const showAccounts = (deps: SiteDeps): ((request: Incoming) => Promise<Reply>) =>
  staffPage(deps, 'moderator', async (page) => {
    const { seesAddresses, without } = page;
    const filter: AccountsView['filter'] = {
      search: asked(page, 'search'),
      state: oneOf(accountStates, asked(page, 'state')),
      role: oneOf([...accountRoles, 'staff'], asked(page, 'role')),
    };
    const before = asked(page, 'before');
    const pathFrom = (id?: string) => pathWith('/admin/accounts', { ...filter, before: id });
    // One more than is shown tells whether there is more.
    const limit = PAGE_LENGTH + 1;
    const found = await deps.store.listAccounts({ ...accountFilter(filter, seesAddresses), before, limit });
    const accounts = found.slice(0, PAGE_LENGTH);
    const view: AccountsView = {
      accounts: accounts.map(rowOf),
      filter,
      seesAddresses,
      newest: before === undefined ? undefined : pathFrom(),
      older: found.length > PAGE_LENGTH ? pathFrom(accounts.at(-1)?.id) : undefined,
      done: oneOf(['reject', 'delete'], asked(page, 'done')),
      without,
    };
    return page.show(accountsPage(page.visit.frame, view));
  });

function rowOf(account: Account): AccountRow {
  const { id, username, displayName, state, role, createdAt, approvedAt, reason } = account;
  const inviteRequest = approvedAt === undefined ? reason : undefined;
  return { id, username, displayName, email: shownAddress(account), state, role, createdAt, inviteRequest };
}
