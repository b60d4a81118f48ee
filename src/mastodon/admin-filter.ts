import { ApiError } from '../http/api-error.ts';
import { isAccountId } from '../protocol/account-id.ts';
import { readBoolean } from '../protocol/boolean.ts';
import type { Parameters } from '../protocol/parameters.ts';
import { roleEntity } from './entities/role.ts';
import type { ModeratedFilter } from './moderation.ts';
import type { AccountRole } from './people.ts';

/** What a list is narrowed to, without its page; `undefined` where nothing can match, as there are local accounts only. */
export type Narrowing = Omit<ModeratedFilter, 'limit' | 'maxId' | 'sinceId' | 'minId'> | undefined;

type Status = NonNullable<ModeratedFilter['status']>;

const statuses: readonly Status[] = ['active', 'pending', 'disabled', 'suspended'];
/** Of Mastodon, but of no account here. */
const unknownHere: readonly string[] = ['silenced', 'sensitized'];
const staff: readonly AccountRole[] = ['moderator', 'admin', 'owner'];
const roles: readonly AccountRole[] = ['user', ...staff];

/** The parameters of each list beside those of its page: the links to its other pages repeat them. */
export const filterNames = {
  v1: [
    ...['local', 'remote', ...statuses, ...unknownHere, 'staff'],
    ...['username', 'display_name', 'by_domain', 'email', 'ip'],
  ],
  v2: [
    ...['origin', 'status', 'permissions', 'role_ids', 'invited_by'],
    ...['username', 'display_name', 'by_domain', 'email', 'ip'],
  ],
} as const;

const last = (query: Parameters, name: string): string | undefined => {
  const text = query.all(name).at(-1)?.trim();
  return text === '' ? undefined : text;
};

/** Filters that both versions have. */
function readTexts(query: Parameters): Narrowing {
  // Only accounts of other servers have a domain, as Mastodon's filter understands it.
  if (last(query, 'by_domain') !== undefined) return undefined;
  return {
    username: last(query, 'username')?.replace(/^@/, ''),
    displayName: last(query, 'display_name'),
    email: last(query, 'email'),
    address: last(query, 'ip'),
  };
}

/** Reads the filters of `GET /api/v1/admin/accounts`, each of which is a yes or no of its own. */
export function readFilterV1(query: Parameters): Narrowing {
  const isSet = (name: string) => {
    const sent = last(query, name);
    return sent !== undefined && readBoolean(sent);
  };
  if (isSet('remote') || unknownHere.some(isSet)) return undefined;
  const [status, ...others] = statuses.filter(isSet);
  const texts = readTexts(query);
  // No account is in two states at once.
  if (texts === undefined || others.length > 0) return undefined;
  return { ...texts, status, ...(isSet('staff') ? { roles: staff } : {}) };
}

/**
 * Reads the filters of `GET /api/v2/admin/accounts`.
 * @throws ApiError 400 for a value that the filter does not know
 */
export function readFilterV2(query: Parameters): Narrowing {
  const [origin, status, permissions] = ['origin', 'status', 'permissions'].map((name) => last(query, name));
  if (origin !== undefined && origin !== 'local' && origin !== 'remote') throw unknown('origin');
  if (permissions !== undefined && permissions !== 'staff') throw unknown('permissions');
  const known = statuses.find((name) => name === status);
  if (status !== undefined && known === undefined && !unknownHere.includes(status)) throw unknown('status');
  const texts = readTexts(query);
  if (texts === undefined || origin === 'remote' || (status !== undefined && known === undefined)) return undefined;
  const invitedBy = last(query, 'invited_by');
  if (invitedBy !== undefined && !isAccountId(invitedBy)) return undefined;
  return { ...texts, status: known, invitedBy, ...readRoles(query, permissions === 'staff') };
}

function readRoles(query: Parameters, onlyStaff: boolean): { readonly roles?: readonly AccountRole[] } {
  const ids = query.all('role_ids').filter((id) => id !== '');
  if (ids.length === 0) return onlyStaff ? { roles: staff } : {};
  const named = roles.filter((role) => ids.includes(roleEntity(role).id));
  return { roles: onlyStaff ? named.filter((role) => staff.includes(role)) : named };
}

const unknown = (name: string) => new ApiError(400, `Unknown filter: ${name}`);
