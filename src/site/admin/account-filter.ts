import { accountRoles, isStaff } from '../../accounts/moderation/moderation-rules.ts';
import type { AccountFilter } from '../../accounts/ports.ts';
import type { AccountsView } from '../../pages/site/admin/accounts.ts';

/**
 * What a list of accounts is narrowed to. What was typed is the beginning of a username, a part of an address of mail, or a
 * whole IP address: what it consists of tells which.
 */
export function accountFilter(
  { search, state, role }: AccountsView['filter'],
  seesAddresses: boolean,
): Omit<AccountFilter, 'limit'> {
  return {
    ...(search === undefined ? {} : searched(search, seesAddresses)),
    state,
    roles: role === 'staff' ? accountRoles.filter(isStaff) : role && [role],
  };
}

function searched(text: string, seesAddresses: boolean): Pick<AccountFilter, 'username' | 'email' | 'address'> {
  const name = text.replace(/^@/, '');
  if (/^[A-Za-z0-9_]*$/.test(name)) return { username: name };
  if (seesAddresses && /^(?:[0-9]+(?:\.[0-9]+){3}|[0-9a-f:.]*:[0-9a-f:.]*)$/i.test(name)) {
    return { address: name.toLowerCase() };
  }
  return { email: name };
}
