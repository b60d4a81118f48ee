/** The accounts of the host that all examples share: three people in memory, as a database would hold them. */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

export interface Person {
  /** Whatever the host's database uses; nobody reads anything out of it. */
  readonly id: string;
  readonly username: string;
  readonly displayName: string;
  readonly note: string;
  readonly createdAt: Date;
  /** Whether apps may sign in with the password, as for a bot. */
  readonly allowsPasswordGrant?: boolean;
}

const alice: Person = {
  id: '0b6f6c0e-5f0a-4c7e-9a53-6d1c5a2e8f01',
  username: 'alice',
  displayName: 'Alice',
  note: 'Asks the questions.',
  createdAt: new Date('2026-01-01T09:00:00Z'),
};
const bob: Person = {
  id: 'c2d8a4b7-91e3-4f52-8d06-3b7f0e9a6c02',
  username: 'bob',
  displayName: 'Bob',
  note: 'Answers them.',
  createdAt: new Date('2026-01-02T09:00:00Z'),
};
const bot: Person = {
  id: '7e51f93d-2a68-4b0c-b7d4-8c05e1f46a03',
  username: 'bot',
  displayName: 'Bot',
  note: 'Does as it is told.',
  createdAt: new Date('2026-01-03T09:00:00Z'),
  allowsPasswordGrant: true,
};
const people: readonly Person[] = [alice, bob, bot];

/** Who follows whom. */
const follows: readonly (readonly [Person, Person])[] = [
  [alice, bob],
  [bob, alice],
];

export const findById = (id: string) => people.find((person) => person.id === id);
export const findByUsername = (name: string) => people.find(({ username }) => username === name.toLowerCase());
export const followersOf = (id: string) =>
  follows.filter(([, followed]) => followed.id === id).map(([follower]) => follower);
export const followingOf = (id: string) =>
  follows.filter(([follower]) => follower.id === id).map(([, followed]) => followed);

const digest = promisify<string, Buffer, number, Buffer>(scrypt);
/** One for all here; in a database each person has a salt of their own. */
const salt = randomBytes(16);
const storedDigest = await digest('correct horse battery staple', salt, 32);

/** Who has this name and password. Takes as long for a name that nobody has, so that nobody learns which names exist. */
export async function checkPassword(login: string, password: string): Promise<Person | undefined> {
  const matches = timingSafeEqual(await digest(password, salt, 32), storedDigest);
  return matches ? findByUsername(login) : undefined;
}
