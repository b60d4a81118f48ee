import assert from 'node:assert/strict';
import { test } from 'node:test';
import { digestOf } from '../protocol/secret.ts';
import { personOf } from './person.ts';
import type { SecondFactorDemand } from './second-factor/demand.ts';
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
    credential: digestOf(account.passwordHash),
    lacksSecondFactor: false,
    locale: undefined,
    account,
  });
});

test('personOf() opens nothing to apps by a password where there is a second factor (decisions, Password grant)', () => {
  const bot = testAccount({ allowsPasswordGrant: true });
  assert.equal(personOf(bot, 'https://social.example').allowsPasswordGrant, true);
  assert.equal(personOf({ ...bot, hasSecondFactor: true }, 'https://social.example').allowsPasswordGrant, false);
});

test('personOf() counts whoever lacks a demanded second factor as disabled, and says why', () => {
  const seen = (differences: Parameters<typeof testAccount>[0], demand: SecondFactorDemand) => {
    const { state, lacksSecondFactor } = personOf(testAccount(differences), 'https://social.example', demand);
    return [state, lacksSecondFactor];
  };
  assert.deepEqual(seen({ role: 'user' }, 'off'), ['active', false]);
  assert.deepEqual(seen({ role: 'owner' }, 'off'), ['active', false]);
  assert.deepEqual(seen({ role: 'user' }, 'staff'), ['active', false]);
  for (const role of ['owner', 'admin', 'moderator'] as const) {
    assert.deepEqual(seen({ role }, 'staff'), ['disabled', true], role);
    assert.deepEqual(seen({ role, hasSecondFactor: true }, 'staff'), ['active', false], role);
  }
  assert.deepEqual(seen({ role: 'user' }, 'everyone'), ['disabled', true]);
  for (const state of ['unconfirmed', 'pending', 'disabled', 'suspended'] as const) {
    assert.deepEqual(seen({ state }, 'everyone'), [state, false], state);
  }
});
