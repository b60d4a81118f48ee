import type { Account, AccountRole, NewAccount } from '../../accounts/ports.ts';
import type { AccountState } from '../../protocol/person.ts';
import { flag, folded, idOf, isSet, listOf, listText, optionalFlag, optionalIsSet } from '../row-values.ts';
import type { AccountTable } from '../schema.ts';

export const accountColumns = [
  'id',
  'username',
  'email',
  'display_name',
  'note',
  'fields',
  'locked',
  'bot',
  'discoverable',
  'hide_collections',
  'state',
  'role',
  'password_hash',
  'allows_password_grant',
  'locale',
  'created_at',
  'followers_count',
  'following_count',
] as const;

export type AccountRow = Readonly<Pick<AccountTable, (typeof accountColumns)[number]>>;

export function accountOf(row: AccountRow): Account {
  return {
    id: idOf(row.id),
    username: row.username,
    email: row.email,
    displayName: row.display_name,
    note: row.note,
    fields: listOf(row.fields),
    locked: isSet(row.locked),
    bot: isSet(row.bot),
    discoverable: optionalIsSet(row.discoverable),
    hideCollections: optionalIsSet(row.hide_collections),
    state: row.state as AccountState,
    role: row.role as AccountRole,
    passwordHash: row.password_hash,
    allowsPasswordGrant: isSet(row.allows_password_grant),
    locale: row.locale ?? undefined,
    createdAt: Number(row.created_at),
    followersCount: Number(row.followers_count),
    followingCount: Number(row.following_count),
  };
}

export function accountRow(id: bigint, account: NewAccount) {
  return {
    id,
    username: account.username,
    username_folded: folded(account.username),
    email: account.email,
    email_folded: folded(account.email),
    display_name: account.displayName,
    note: account.note,
    fields: listText(account.fields),
    locked: flag(account.locked),
    bot: flag(account.bot),
    discoverable: optionalFlag(account.discoverable),
    hide_collections: optionalFlag(account.hideCollections),
    state: account.state,
    role: account.role,
    password_hash: account.passwordHash,
    allows_password_grant: flag(account.allowsPasswordGrant),
    locale: account.locale ?? null,
    created_at: account.createdAt,
    followers_count: 0,
    following_count: 0,
  };
}
