import type { Account } from './ports.ts';

/** An ordinary account for tests, with what a test wants different. */
export function testAccount(differences: Partial<Account> = {}): Account {
  return {
    id: '115000000000000001',
    username: 'alice',
    email: 'alice@example.org',
    displayName: 'Alice',
    note: '',
    fields: [],
    locked: false,
    bot: false,
    discoverable: undefined,
    hideCollections: undefined,
    state: 'active',
    role: 'user',
    passwordHash: '',
    allowsPasswordGrant: false,
    locale: undefined,
    createdAt: Date.UTC(2026, 7, 7, 12, 34, 56),
    followersCount: 0,
    followingCount: 0,
    ...differences,
  };
}
