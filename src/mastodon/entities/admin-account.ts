import type { Person } from '../../protocol/person.ts';
import type { ModeratedAccount } from '../moderation.ts';
import type { AccountEntity } from './account.ts';
import { type RoleEntity, roleEntity } from './role.ts';

/** Mastodon's entity Admin::Ip. */
export interface AdminIpEntity {
  readonly ip: string;
  readonly used_at: string;
}

/** Mastodon's entity Admin::Account: an account as staff sees it. */
export interface AdminAccountEntity {
  readonly id: string;
  readonly username: string;
  /** Accounts of other servers have one, and there are none here. */
  readonly domain: null;
  readonly created_at: string;
  readonly email: string;
  /** The latest of `ips`. */
  readonly ip: string | null;
  readonly ips: readonly AdminIpEntity[];
  readonly role: RoleEntity;
  readonly confirmed: boolean;
  readonly approved: boolean;
  readonly disabled: boolean;
  readonly suspended: boolean;
  /** Posts are limited elsewhere, by the software that keeps them. */
  readonly silenced: false;
  readonly sensitized: false;
  readonly locale: string | null;
  readonly invite_request: string | null;
  readonly account: AccountEntity;
  readonly created_by_application_id?: string;
  readonly invited_by_account_id?: string;
}

/** Admin::Account (docs, entities/Admin_Account). */
export function adminAccountEntity(
  person: Person,
  moderated: ModeratedAccount,
  account: AccountEntity,
): AdminAccountEntity {
  const { state } = person;
  const { addresses = [], appId, invitedBy } = moderated;
  return {
    id: person.id,
    username: person.username,
    domain: null,
    created_at: new Date(moderated.createdAt ?? 0).toISOString(),
    email: moderated.email,
    ip: addresses[0]?.address ?? null,
    ips: addresses.map(({ address, usedAt }) => ({ ip: address, used_at: new Date(usedAt).toISOString() })),
    role: roleEntity(moderated.role ?? 'user'),
    confirmed: moderated.confirmed ?? state !== 'unconfirmed',
    approved: moderated.approved ?? state !== 'pending',
    disabled: moderated.disabled ?? state === 'disabled',
    suspended: moderated.suspended ?? state === 'suspended',
    silenced: false,
    sensitized: false,
    locale: moderated.locale ?? null,
    invite_request: moderated.inviteRequest ?? null,
    account,
    ...(appId === undefined ? {} : { created_by_application_id: appId }),
    ...(invitedBy === undefined ? {} : { invited_by_account_id: invitedBy }),
  };
}
