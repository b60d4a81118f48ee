/** The host's people in the terms of the library: find them, check a password, show a profile. */
import type { HostAccounts, ListPage } from 'mastodoor';
import { checkPassword, findById, findByUsername, followersOf, followingOf, type Person } from './people.ts';

export const accounts: HostAccounts<Person> = {
  find: findById,
  authenticate: checkPassword,
  findByUsername,
  profile: ({ id, note, createdAt }) => ({
    note,
    createdAt: createdAt.getTime(),
    followersCount: followersOf(id).length,
    followingCount: followingOf(id).length,
  }),
  listFollowers: ({ id }, page) => pageOf(followersOf(id), page),
  listFollowing: ({ id }, page) => pageOf(followingOf(id), page),
};

/** Newest first. The place in the list is the cursor here, as the id of a follow is in a database. */
function pageOf(people: readonly Person[], { limit, maxId = 'Infinity', sinceId = '0' }: ListPage) {
  return people
    .map((person, index) => ({ cursor: String(people.length - index), person }))
    .filter(({ cursor }) => Number(cursor) < Number(maxId) && Number(cursor) > Number(sinceId))
    .slice(0, limit);
}
