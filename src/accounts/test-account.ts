import { unchosen } from '../storage/contract/samples.ts';
import { factsOf } from './account-facts.ts';
import type { Account } from './ports.ts';

/** An ordinary account for tests, with what a test wants different. */
export function testAccount(differences: Partial<Account> = {}): Account {
  const createdAt = Date.UTC(2026, 7, 7, 12, 34, 56);
  return {
    id: '115000000000000001',
    username: 'alice',
    email: 'alice@example.org',
    unconfirmedEmail: undefined,
    displayName: 'Alice',
    note: '',
    fields: [],
    locked: false,
    bot: false,
    discoverable: undefined,
    hideCollections: undefined,
    state: 'active',
    ...factsOf(differences.state ?? 'active', createdAt),
    role: 'user',
    passwordHash: '',
    allowsPasswordGrant: false,
    hasSecondFactor: false,
    locale: undefined,
    reason: undefined,
    appId: undefined,
    inviteId: undefined,
    createdAt,
    followersCount: 0,
    followingCount: 0,
    ...unchosen,
    ...differences,
  };
}
