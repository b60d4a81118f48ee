import type { Directory } from '../flows/ports.ts';
import { HostFailure } from '../http/host-failure.ts';
import type { Moderating } from '../mastodon/moderation.ts';
import type { Listed, ListPage, People } from '../mastodon/people.ts';
import { isAccountId } from '../protocol/account-id.ts';
import { adaptModeration } from './adapt-moderation.ts';
import { adaptSignUps } from './adapt-sign-ups.ts';
import type { HostCaller } from './call-host.ts';
import type { HostAccount, HostAccounts } from './host-accounts.ts';
import { type HostPerson, personOf } from './host-person.ts';
import { checkCount, checkListed, checkProfile, checkRelationship, checkRelationships } from './host-shapes.ts';

/** What the host's accounts are, in the terms of the flows and of the REST methods. */
export interface AdaptedAccounts<A extends HostAccount> {
  readonly directory: Directory<HostPerson<A>>;
  readonly people: People<HostPerson<A>>;
  /** For the host's staff; undefined where it offers nothing to them. */
  readonly moderating: Moderating<HostPerson<A>> | undefined;
}

/** Stands between the host's functions and the server: each call is timed, and each answer is checked. */
export function adaptAccounts<A extends HostAccount>(
  accounts: HostAccounts<A>,
  host: HostCaller,
  issuer: string,
): AdaptedAccounts<A> {
  const presentOne = (account: A, name: string) => personOf(account, issuer, `accounts.${name}`);
  const present = (account: A | null | undefined, name: string) =>
    account === undefined || account === null ? undefined : presentOne(account, name);
  return {
    directory: {
      async findPerson(id) {
        const person = present(await host.call('accounts.find', () => accounts.find(id)), 'find');
        if (person === undefined || person.id === id) return person;
        throw new HostFailure(500, 'accounts.find answered another account than the one that was asked for');
      },
      async authenticate(login, password) {
        const account = await host.call('accounts.authenticate', () => accounts.authenticate?.(login, password), [
          password,
        ]);
        return present(account, 'authenticate');
      },
      async identify(login) {
        const id = await host.call('accounts.identify', () => accounts.identify?.(login));
        if (id === undefined || id === null) return undefined;
        if (typeof id === 'string' && isAccountId(id)) return id;
        throw new HostFailure(500, 'accounts.identify answered what is no account id');
      },
    },
    people: adaptPeople(accounts, host, { present, presentOne }),
    moderating: accounts.moderation && adaptModeration(accounts.moderation, host, presentOne),
  };
}

interface Presenting<A extends HostAccount> {
  present(account: A | null | undefined, name: string): HostPerson<A> | undefined;
  presentOne(account: A, name: string): HostPerson<A>;
}

function adaptPeople<A extends HostAccount>(
  accounts: HostAccounts<A>,
  host: HostCaller,
  { present, presentOne }: Presenting<A>,
): People<HostPerson<A>> {
  type P = HostPerson<A>;
  const { profile, findMany, findByUsername, count, countStatuses, countFollowRequests, ...others } =
    withTheirObject(accounts);
  const { relationships, follow, unfollow } = others;
  const listing = (name: 'listFollowers' | 'listFollowing') => {
    const list = others[name];
    return (
      list &&
      (async ({ account }: P, page: ListPage): Promise<readonly Listed<P>[]> => {
        const rows = checkListed(name, await host.call(`accounts.${name}`, () => list(account, page)), page.limit);
        return rows.map(({ cursor, person }) => ({ cursor, person: presentOne(person, name) }));
      })
    );
  };
  return {
    profile:
      profile && (async ({ account }) => checkProfile(await host.call('accounts.profile', () => profile(account)))),
    findMany:
      findMany &&
      (async (ids) => {
        const answer: unknown = await host.call('accounts.findMany', () => findMany(ids));
        if (!Array.isArray(answer)) throw new HostFailure(500, 'accounts.findMany answered no list');
        const found = answer.map((account: A) => presentOne(account, 'findMany'));
        if (found.every(({ id }) => ids.includes(id))) return found;
        throw new HostFailure(500, 'accounts.findMany answered an account that was not asked for');
      }),
    findByUsername:
      findByUsername &&
      (async (username) =>
        present(await host.call('accounts.findByUsername', () => findByUsername(username)), 'findByUsername')),
    count: count && (async () => checkCount('count', await host.call('accounts.count', count))),
    countStatuses:
      countStatuses &&
      (async () => checkCount('countStatuses', await host.call('accounts.countStatuses', countStatuses))),
    listFollowers: listing('listFollowers'),
    listFollowing: listing('listFollowing'),
    countFollowRequests:
      countFollowRequests &&
      (async ({ account }) =>
        checkCount(
          'countFollowRequests',
          await host.call('accounts.countFollowRequests', () => countFollowRequests(account)),
        )),
    relationships:
      relationships &&
      (async (viewer, others) => {
        const asked = others.map(({ account }) => account);
        const answer = await host.call('accounts.relationships', () => relationships(viewer.account, asked));
        return checkRelationships('relationships', answer, others);
      }),
    follow:
      follow &&
      (async (viewer, target, options, countNew) => {
        let counting: Promise<void> | undefined;
        const count = () => {
          counting = countNew();
          // A host that does not wait for it must not end the process by it.
          counting.catch(() => {});
          return counting;
        };
        const answer = await host.call('accounts.follow', () =>
          follow(viewer.account, target?.account, options, count),
        );
        await counting;
        return checkRelationship('follow', answer, target);
      }),
    unfollow:
      unfollow &&
      (async (viewer, target) => {
        const end = () => unfollow(viewer.account, target.account);
        return checkRelationship('unfollow', await host.call('accounts.unfollow', end), target);
      }),
    signUps:
      accounts.signUps && adaptSignUps(accounts.signUps, host, (account) => presentOne(account, 'signUps.signUp')),
  };
}

/** The methods of an object that may be of a class: each is called as its own wherever it goes. */
function withTheirObject<A extends HostAccount>(
  accounts: HostAccounts<A>,
): { readonly [Name in Exclude<keyof People<A>, 'signUps'>]: People<A>[Name] | undefined } {
  const own = <F>(method: F): F => (typeof method === 'function' ? method.bind(accounts) : method);
  return {
    profile: own(accounts.profile),
    findMany: own(accounts.findMany),
    findByUsername: own(accounts.findByUsername),
    count: own(accounts.count),
    countStatuses: own(accounts.countStatuses),
    listFollowers: own(accounts.listFollowers),
    listFollowing: own(accounts.listFollowing),
    countFollowRequests: own(accounts.countFollowRequests),
    relationships: own(accounts.relationships),
    follow: own(accounts.follow),
    unfollow: own(accounts.unfollow),
  };
}
