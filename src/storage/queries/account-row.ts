import { sql } from 'kysely';
import type { Account, AccountFacts, AccountRole, NewAccount } from '../../accounts/ports.ts';
import type { AccountState } from '../../protocol/person.ts';
import {
  flag,
  folded,
  idOf,
  isSet,
  listOf,
  listText,
  optionalFlag,
  optionalIdOf,
  optionalInstantOf,
  optionalIsSet,
  optionalStoredId,
} from '../row-values.ts';
import type { AccountTable } from '../schema.ts';

export const accountColumns = [
  'id',
  'username',
  'email',
  'unconfirmed_email',
  'display_name',
  'note',
  'fields',
  'locked',
  'bot',
  'discoverable',
  'hide_collections',
  'confirmed_at',
  'approved_at',
  'disabled_at',
  'suspended_at',
  'role',
  'password_hash',
  'allows_password_grant',
  'has_second_factor',
  'locale',
  'reason',
  'app_id',
  'invite_id',
  'created_at',
  'followers_count',
  'following_count',
  'statuses_count',
  'last_status_at',
  'indexable',
  'posting_visibility',
  'posting_sensitive',
  'posting_language',
  'shows_application',
  'avatar_digest',
  'avatar_description',
  'header_digest',
  'header_description',
] as const;

export type AccountRow = Readonly<Pick<AccountTable, (typeof accountColumns)[number]>>;

export function accountOf(row: AccountRow): Account {
  const facts = {
    confirmedAt: optionalInstantOf(row.confirmed_at),
    approvedAt: optionalInstantOf(row.approved_at),
    disabledAt: optionalInstantOf(row.disabled_at),
    suspendedAt: optionalInstantOf(row.suspended_at),
  };
  return {
    id: idOf(row.id),
    username: row.username,
    email: row.email,
    unconfirmedEmail: row.unconfirmed_email ?? undefined,
    displayName: row.display_name,
    note: row.note,
    fields: listOf(row.fields),
    locked: isSet(row.locked),
    bot: isSet(row.bot),
    discoverable: optionalIsSet(row.discoverable),
    hideCollections: optionalIsSet(row.hide_collections),
    ...facts,
    state: stateOf(facts),
    role: row.role as AccountRole,
    passwordHash: row.password_hash,
    allowsPasswordGrant: isSet(row.allows_password_grant),
    hasSecondFactor: isSet(row.has_second_factor),
    locale: row.locale ?? undefined,
    reason: row.reason ?? undefined,
    appId: optionalIdOf(row.app_id),
    inviteId: optionalIdOf(row.invite_id),
    createdAt: Number(row.created_at),
    followersCount: Number(row.followers_count),
    followingCount: Number(row.following_count),
    statusesCount: Number(row.statuses_count),
    lastStatusAt: optionalInstantOf(row.last_status_at),
    indexable: isSet(row.indexable),
    postingVisibility: (row.posting_visibility as Account['postingVisibility'] | null) ?? undefined,
    postingSensitive: isSet(row.posting_sensitive),
    postingLanguage: row.posting_language ?? undefined,
    showsApplication: isSet(row.shows_application),
    avatarDigest: row.avatar_digest ?? undefined,
    avatarDescription: row.avatar_description,
    headerDigest: row.header_digest ?? undefined,
    headerDescription: row.header_description,
  };
}

/** The gravest of what happened to an account. {@link stateExpression} says the same in SQL. */
function stateOf(facts: AccountFacts): AccountState {
  if (facts.suspendedAt !== undefined) return 'suspended';
  if (facts.disabledAt !== undefined) return 'disabled';
  if (facts.confirmedAt === undefined) return 'unconfirmed';
  return facts.approvedAt === undefined ? 'pending' : 'active';
}

/** The same judgement for queries, as an expression whose value is the state. */
export const stateExpression = sql<AccountState>`case
  when accounts.suspended_at is not null then 'suspended'
  when accounts.disabled_at is not null then 'disabled'
  when accounts.confirmed_at is null then 'unconfirmed'
  when accounts.approved_at is null then 'pending'
  else 'active' end`;

export function accountRow(id: bigint, account: NewAccount) {
  return {
    id,
    username: account.username,
    username_folded: folded(account.username),
    email: account.email,
    email_folded: folded(account.email),
    unconfirmed_email: account.unconfirmedEmail ?? null,
    display_name: account.displayName,
    note: account.note,
    fields: listText(account.fields),
    locked: flag(account.locked),
    bot: flag(account.bot),
    discoverable: optionalFlag(account.discoverable),
    hide_collections: optionalFlag(account.hideCollections),
    confirmed_at: account.confirmedAt ?? null,
    approved_at: account.approvedAt ?? null,
    disabled_at: account.disabledAt ?? null,
    suspended_at: account.suspendedAt ?? null,
    role: account.role,
    password_hash: account.passwordHash,
    allows_password_grant: flag(account.allowsPasswordGrant),
    has_second_factor: 0,
    locale: account.locale ?? null,
    reason: account.reason ?? null,
    app_id: optionalStoredId(account.appId),
    invite_id: optionalStoredId(account.inviteId),
    created_at: account.createdAt,
    followers_count: 0,
    following_count: 0,
    statuses_count: 0,
    indexable: 0,
    posting_sensitive: 0,
    shows_application: 1,
    avatar_description: '',
    header_description: '',
  };
}
