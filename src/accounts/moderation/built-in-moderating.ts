import type { SessionStore } from '../../flows/ports.ts';
import {
  type ModeratedAccount,
  type ModeratedFilter,
  type Moderating,
  ModerationRefused,
} from '../../mastodon/moderation.ts';
import type { Id, Instant } from '../../protocol/app.ts';
import { type AccountPerson, personOf } from '../person.ts';
import type { Account, AccountFilter, AccountStore, Invite, InviteStore } from '../ports.ts';
import { shownAddress } from '../sign-up/claimed-address.ts';
import type { Moderation } from './moderation.ts';
import { isStaff, seesAddresses } from './moderation-rules.ts';

/** What staff's methods over the built-in directory are made from. */
export interface BuiltInModeratingOptions {
  /** Where accounts, invites and sessions are kept. */
  readonly store: AccountStore & Pick<InviteStore, 'findInvites'> & Pick<SessionStore, 'listSessions'>;
  /** Carries out what the methods ask for. */
  readonly moderation: Moderation;
  /** Public origin without a trailing slash. */
  readonly origin: string;
}

/** The built-in directory as Mastodon's admin methods see it. */
export function createBuiltInModerating({
  store,
  moderation,
  origin,
}: BuiltInModeratingOptions): Moderating<AccountPerson> {
  return {
    isStaff: ({ account }) => isStaff(account.role),

    async describe({ account: by }, people) {
      const accounts = people.map(({ account }) => account);
      const ids = accounts.flatMap(({ inviteId }) => (inviteId === undefined ? [] : [inviteId]));
      const invites = new Map((await store.findInvites(ids)).map((invite) => [invite.id, invite]));
      return Promise.all(accounts.map((account) => describe(store, account, invites, seesAddresses(by))));
    },

    async list({ account: by }, filter) {
      if (filter.address !== undefined && !seesAddresses(by)) throw new ModerationRefused('not allowed');
      const accounts = await store.listAccounts(filterOf(filter));
      const newestFirst = filter.minId === undefined ? accounts : accounts.toReversed();
      return newestFirst.map((account) => ({ cursor: account.id, person: personOf(account, origin) }));
    },

    async act({ account: { id, role } }, act, { account: target }, { address }) {
      const outcome = await moderation.act({ by: { id, role }, act, accountId: target.id, address });
      if (outcome.kind === 'done') return personOf(outcome.account, origin);
      // Docs, methods/admin/accounts: who was let in already is not approved again.
      if (outcome.kind === 'already' && act !== 'approve') return personOf(outcome.account, origin);
      const reason = outcome.kind === 'already' ? 'not allowed' : outcome.reason;
      const known = reason === 'no such account' || reason === 'changed meanwhile';
      throw new ModerationRefused(known ? reason : 'not allowed');
    },
  };
}

/** A place in the list that is no id of an account here comes before all of them. */
function filterOf({ maxId, sinceId, minId, status, ...filter }: ModeratedFilter): AccountFilter {
  return {
    ...filter,
    state: status,
    before: maxId,
    since: sinceId,
    ...(minId === undefined ? {} : { after: minId }),
  };
}

async function describe(
  store: Pick<SessionStore, 'listSessions'>,
  account: Account,
  invites: ReadonlyMap<Id, Invite>,
  showsAddresses: boolean,
): Promise<ModeratedAccount> {
  const { approvedAt, confirmedAt, disabledAt, suspendedAt, inviteId, reason } = account;
  return {
    email: shownAddress(account),
    role: account.role,
    createdAt: account.createdAt,
    confirmed: confirmedAt !== undefined,
    approved: approvedAt !== undefined,
    disabled: disabledAt !== undefined,
    suspended: suspendedAt !== undefined,
    locale: account.locale,
    inviteRequest: reason,
    appId: account.appId,
    invitedBy: inviteId === undefined ? undefined : invites.get(inviteId)?.accountId,
    addresses: showsAddresses ? await addressesOf(store, account.id) : undefined,
  };
}

async function addressesOf(store: Pick<SessionStore, 'listSessions'>, accountId: Id) {
  const usedAt = new Map<string, Instant>();
  for (const { address, lastUsedAt } of await store.listSessions(accountId)) {
    usedAt.set(address, Math.max(lastUsedAt, usedAt.get(address) ?? 0));
  }
  return [...usedAt].map(([address, at]) => ({ address, usedAt: at }));
}
