/** The host's people in the terms of the library: find them, check a password, show a profile. */
import type { HostAccounts } from 'mastodoor';
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
  listFollowers: ({ id }) => followersOf(id).map((person) => ({ cursor: person.id, person })),
  listFollowing: ({ id }) => followingOf(id).map((person) => ({ cursor: person.id, person })),
};
