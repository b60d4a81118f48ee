import assert from 'node:assert/strict';
import { test } from 'node:test';
import { personOf } from './person.ts';
import { testAccount } from './test-account.ts';

test('personOf() names the actor, the profile page and the picture below the origin (contract §8)', () => {
  const account = testAccount({ id: '7', username: 'Alice_1' });
  assert.deepEqual(personOf(account, 'https://social.example'), {
    id: '7',
    username: 'Alice_1',
    displayName: 'Alice',
    state: 'active',
    uri: 'https://social.example/users/Alice_1',
    url: 'https://social.example/@Alice_1',
    avatarUrl: 'https://social.example/pictures/avatars/7.png',
    allowsPasswordGrant: false,
    account,
  });
});
