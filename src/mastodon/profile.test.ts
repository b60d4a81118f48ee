import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readProfile } from './profile.ts';
import { openTestSurface, TEST_ORIGIN } from './test-surface.ts';

const { accounts, addAccount, call } = await openTestSurface();

test('readProfile() gives what the page shows, with safe HTML', async () => {
  const alice = await addAccount({ username: 'Alice', note: '<b>', fields: [{ name: 'a', value: '<i>' }], bot: true });
  assert.deepEqual(await readProfile(TEST_ORIGIN, accounts, '@alice'), {
    id: alice.id,
    url: `${TEST_ORIGIN}/@Alice`,
    displayName: 'Alice',
    handle: '@Alice@social.example',
    noteHtml: '<p>&lt;b&gt;</p>',
    avatarUrl: `${TEST_ORIGIN}/pictures/avatars/${alice.id}.png`,
    headerUrl: `${TEST_ORIGIN}/pictures/headers/${alice.id}.png`,
    fields: [{ name: 'a', valueHtml: '&lt;i&gt;' }],
    followersCount: 0,
    followingCount: 0,
    createdAt: alice.createdAt,
    bot: true,
    locked: false,
  });
});

test('readProfile() has no counts of an account that hides its collections', async () => {
  await addAccount({ username: 'shy', hideCollections: true });
  const profile = await readProfile(TEST_ORIGIN, accounts, 'shy');
  assert.deepEqual([profile?.followersCount, profile?.followingCount], [undefined, undefined]);
});

test('readProfile() and /users/ find nobody who is suspended, or not there for others', async () => {
  for (const state of ['suspended', 'unconfirmed', 'pending'] as const) {
    await addAccount({ username: state, state });
    assert.equal(await readProfile(TEST_ORIGIN, accounts, state), undefined);
    assert.equal((await call('GET', `/users/${state}`)).status, 404);
  }
  assert.equal((await call('GET', '/users/%2F%2Fevil.example')).status, 404);
});

test('an actor URI leads to the profile page', async () => {
  await addAccount({ username: 'Bob' });
  const answer = await call('GET', '/users/bob');
  assert.deepEqual([answer.status, answer.headers.get('location')], [302, `${TEST_ORIGIN}/@Bob`]);
});
