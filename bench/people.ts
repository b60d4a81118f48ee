import { randomBytes } from 'node:crypto';
import { factsOf } from '../src/accounts/account-facts.ts';
import { hashPassword } from '../src/accounts/password-hashes.ts';
import { cookieName } from '../src/http/cookies.ts';
import { digestOf } from '../src/protocol/secret.ts';
import type { FullStore } from '../src/storage/store.ts';

/** The password of everybody who has one. */
export const PASSWORD = 'correct horse battery staple';

/** Adds an account that may sign in, and resolves to its id. */
export async function addPerson(store: FullStore, username: string, withPassword = false): Promise<string> {
  const account = await store.addAccount({
    username,
    email: `${username}@example.org`,
    displayName: 'Bench',
    note: 'Measured, not tested.',
    fields: [{ name: 'Site', value: 'https://example.org' }],
    locked: false,
    bot: false,
    discoverable: true,
    hideCollections: undefined,
    ...factsOf('active', Date.now()),
    role: 'user',
    passwordHash: withPassword ? await hashPassword(PASSWORD) : 'none',
    allowsPasswordGrant: false,
    locale: undefined,
    reason: undefined,
    appId: undefined,
    inviteId: undefined,
    createdAt: Date.now(),
  });
  return account.id;
}

/** A browser in which an account is signed in: the value of its Cookie header. */
export async function signedInBrowser(store: FullStore, accountId: string, issuer: string): Promise<string> {
  const session = randomBytes(32).toString('base64url');
  const browser = randomBytes(32).toString('base64url');
  await store.addSession(
    {
      digest: digestOf(session),
      accountId,
      browserDigest: digestOf(browser),
      createdAt: Date.now(),
      address: '127.0.0.1',
      userAgent: 'bench',
    },
    undefined,
  );
  return `${cookieName('session', issuer)}=${session}; ${cookieName('browser', issuer)}=${browser}`;
}
