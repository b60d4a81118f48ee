import type { Directory } from '../flows/ports.ts';
import type { Listed, People, Profile } from '../mastodon/people.ts';
import type { Id, Instant } from '../protocol/app.ts';
import { createDirectory } from './directory.ts';
import { followAccount, unfollowAccount } from './follow.ts';
import { readFollowPage } from './follow-page.ts';
import type { PasswordHashes } from './password-hashes.ts';
import { type AccountPerson, personOf } from './person.ts';
import { pictureUrlOf } from './picture-urls.ts';
import type { Account, AccountStore, Follow, FollowStore } from './ports.ts';
import { relationshipsOf } from './relationship.ts';
import type { SecondFactorDemand } from './second-factor/demand.ts';
import type { SignUpDeps } from './sign-up/sign-up-deps.ts';
import { createSignUps } from './sign-up/sign-ups.ts';

/** What the built-in accounts are made from. */
export interface BuiltInAccountsOptions {
  /** Where the accounts are kept. */
  readonly store: AccountStore & FollowStore;
  /** How passwords are compared, and hashed anew when what is stored is outdated. */
  readonly passwords: Pick<PasswordHashes, 'verifyPassword' | 'renewHash'>;
  /** Public origin without a trailing slash. */
  readonly origin: string;
  /** How people sign up through apps; they cannot when absent. */
  readonly signUps?: SignUpDeps | undefined;
  /** Of whom a second factor is demanded, without which nobody can use their account. Of nobody when absent. */
  readonly requireSecondFactor?: SecondFactorDemand | undefined;
  /** Milliseconds since the Unix epoch. */
  now(): Instant;
  /** Resolves after so many milliseconds: refusals take the same time whatever their reason. By the clock unless given. */
  readonly pause?: ((milliseconds: number) => Promise<void>) | undefined;
}

type AllOf<T> = { readonly [Key in keyof T]-?: NonNullable<T[Key]> };

/** The accounts of the built-in directory, with every method that a host may offer for its own. */
export interface BuiltInAccounts
  extends AllOf<Omit<People<AccountPerson>, 'signUps' | 'countStatuses'>>,
    Pick<People<AccountPerson>, 'signUps'> {
  /** By id, whatever the state. */
  readonly find: Directory<AccountPerson>['findPerson'];
  /** By name or e-mail address, and password; the same work for unknown names. */
  readonly authenticate: Directory<AccountPerson>['authenticate'];
  /** The id behind a name or e-mail address. */
  readonly identify: Directory<AccountPerson>['identify'];
}

/** The built-in directory as the accounts behind an authorization server. */
export function createBuiltInAccounts(options: BuiltInAccountsOptions): BuiltInAccounts {
  const { store, origin, requireSecondFactor } = options;
  const directory = createDirectory(options);
  const present = (account: Account) => personOf(account, origin, requireSecondFactor);

  const list = async (
    follows: readonly Follow[],
    otherOf: (follow: Follow) => Id,
  ): Promise<Listed<AccountPerson>[]> => {
    const accounts = await store.findAccounts(follows.map(otherOf));
    const byId = new Map(accounts.map((account) => [account.id, account]));
    return follows.flatMap((follow) => {
      const account = byId.get(otherOf(follow));
      return account === undefined ? [] : [{ cursor: follow.id, person: present(account) }];
    });
  };

  return {
    find: directory.findPerson,
    authenticate: directory.authenticate,
    identify: directory.identify,
    profile: ({ account }) => profileOf(account, origin),
    findMany: async (ids) => (await store.findAccounts(ids)).map(present),
    findByUsername: async (username) => {
      const account = await store.findAccountByUsername(username);
      return account && present(account);
    },
    count: () => store.countAccounts(),
    listFollowers: async ({ id }, page) =>
      list(await store.listFollowers(id, readFollowPage(page)), ({ followerId }) => followerId),
    listFollowing: async ({ id }, page) =>
      list(await store.listFollowing(id, readFollowPage(page)), ({ followedId }) => followedId),
    countFollowRequests: ({ id }) => store.countFollowRequests(id),
    relationships: async (viewer, others) => {
      const ids = others.map(({ id }) => id);
      return relationshipsOf(viewer.id, ids, await store.findFollowsBetween(viewer.id, ids));
    },
    follow: (viewer, target, followOptions, countNew) =>
      followAccount({ store, now: options.now, countFollow: countNew }, viewer.id, target?.account, followOptions),
    unfollow: (viewer, target) => unfollowAccount({ store }, viewer.id, target.id),
    signUps: options.signUps && createSignUps(options.signUps, present),
  };
}

/** What is shown of an account. */
function profileOf(account: Account, origin: string): Profile {
  const { note, fields, locked, bot, discoverable, hideCollections, role, createdAt } = account;
  const { followersCount, followingCount, statusesCount, lastStatusAt } = account;
  const { indexable, avatarDescription, headerDescription } = account;
  const { postingVisibility, postingSensitive, postingLanguage } = account;
  return {
    note,
    fields,
    locked,
    bot,
    discoverable,
    hideCollections,
    role,
    createdAt,
    indexable,
    followersCount,
    followingCount,
    statusesCount,
    lastStatusAt,
    avatarDescription,
    headerDescription,
    headerUrl: pictureUrlOf('headers', account, origin),
    postingVisibility,
    postingSensitive,
    postingLanguage,
  };
}
