import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Account } from '../accounts/ports.ts';
import { accountKey } from '../http/limits/limit-keys.ts';
import { rateLimits } from '../http/rate-limiter.ts';
import type { RelationshipEntity } from './entities/relationship.ts';
import { openTestSurface } from './test-surface.ts';

const { store, limiter, addAccount, call } = await openTestSurface();

async function follow(as: Account, target: Account, body?: unknown) {
  const answer = await call('POST', `/api/v1/accounts/${target.id}/follow`, { as, body });
  return { answer, relationship: answer.json() as RelationshipEntity };
}

test('follow follows an open account at once and asks a locked one (contract §12.7)', async () => {
  const [alice, bob, carol] = [await addAccount(), await addAccount(), await addAccount({ locked: true })];
  const open = await follow(alice, bob);
  assert.equal(open.answer.status, 200);
  assert.deepEqual([open.relationship.following, open.relationship.requested], [true, false]);
  const locked = await follow(alice, carol);
  assert.deepEqual([locked.relationship.following, locked.relationship.requested], [false, true]);
});

test('follow takes boosts, notifications and languages; what is not sent stays (contract §12.7)', async () => {
  const [alice, bob] = [await addAccount(), await addAccount()];
  const optionsOf = ({ showing_reblogs, notifying, languages }: RelationshipEntity) => [
    showing_reblogs,
    notifying,
    languages,
  ];
  assert.deepEqual(optionsOf((await follow(alice, bob)).relationship), [true, false, null]);
  const changed = await follow(alice, bob, { reblogs: false, notify: 'true', languages: ['de', 'en', 'de'] });
  assert.deepEqual(optionsOf(changed.relationship), [false, true, ['de', 'en']]);
  assert.deepEqual(optionsOf((await follow(alice, bob, {})).relationship), [false, true, ['de', 'en']]);
  assert.deepEqual(optionsOf((await follow(alice, bob, { languages: [] })).relationship), [false, true, null]);
});

test('follow also reads its parameters from the query (contract §1.1)', async () => {
  const [alice, bob] = [await addAccount(), await addAccount()];
  const answer = await call('POST', `/api/v1/accounts/${bob.id}/follow?reblogs=0&languages[]=pt-BR`, { as: alice });
  const { showing_reblogs, languages } = answer.json() as RelationshipEntity;
  assert.deepEqual([showing_reblogs, languages], [false, ['pt-BR']]);
});

test('follow refuses languages that are none, and stores nothing', async () => {
  const [alice, bob] = [await addAccount(), await addAccount()];
  const many = Array.from({ length: 101 }, (_, index) => `aa-${index + 1000}`);
  for (const languages of ['klingonese', 'd', ['de', '<b>'], { a: 'de' }, many]) {
    const { answer } = await follow(alice, bob, { languages });
    assert.deepEqual([answer.status, answer.json()], [422, { error: 'Validation failed: Languages is invalid' }]);
  }
  assert.deepEqual(await store.findFollowsBetween(alice.id, [bob.id]), []);
});

test('nobody follows themselves (contract §12.7)', async () => {
  const alice = await addAccount();
  const { answer } = await follow(alice, alice);
  assert.deepEqual([answer.status, answer.json()], [403, { error: 'Following your own account is not allowed' }]);
});

test('who is not there for others cannot be followed, suspended accounts included (contract §12.7)', async () => {
  const alice = await addAccount();
  for (const state of ['unconfirmed', 'pending', 'suspended'] as const) {
    const { answer } = await follow(alice, await addAccount({ state }));
    assert.deepEqual([answer.status, answer.json()], [404, { error: 'Record not found' }]);
  }
});

test('a follow counts against its limit once, however often it is sent (contract §1.6)', async () => {
  const [alice, bob] = [await addAccount(), await addAccount()];
  await follow(alice, bob);
  await follow(alice, bob, { notify: true });
  const next = await limiter.count(rateLimits.follows, accountKey(alice.id));
  assert.equal(next?.remaining, rateLimits.follows.max - 2);
});

test('unfollow ends a follow or a request, and answers the same when there is none (contract §12.7)', async () => {
  const alice = await addAccount();
  for (const locked of [false, true]) {
    const bob = await addAccount({ locked });
    await follow(alice, bob);
    for (const _ of ['first', 'again']) {
      const answer = await call('POST', `/api/v1/accounts/${bob.id}/unfollow`, { as: alice });
      const { following, requested } = answer.json() as RelationshipEntity;
      assert.deepEqual([answer.status, following, requested], [200, false, false]);
    }
    assert.equal((await store.findAccount(bob.id))?.followersCount, 0);
  }
});

test('a suspended account can be unfollowed, one that is not found cannot', async () => {
  const [alice, mallory, carol] = [
    await addAccount(),
    await addAccount({ state: 'suspended' }),
    await addAccount({ state: 'pending' }),
  ];
  assert.equal((await call('POST', `/api/v1/accounts/${mallory.id}/unfollow`, { as: alice })).status, 200);
  assert.equal((await call('POST', `/api/v1/accounts/${carol.id}/unfollow`, { as: alice })).status, 404);
});
