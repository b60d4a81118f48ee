import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RelationshipEntity } from './entities/relationship.ts';
import { openTestSurface, type TestAnswer } from './test-surface.ts';

const { store, addAccount, call } = await openTestSurface();
const path = '/api/v1/accounts/relationships';
const idsOf = (answer: TestAnswer) => (answer.json() as RelationshipEntity[]).map(({ id }) => id);

test('relationships tell both directions of each account (contract §12.6)', async () => {
  const [alice, bob, carol] = [await addAccount(), await addAccount(), await addAccount()];
  await store.follow({ followerId: alice.id, followedId: bob.id }, { locked: false, at: 0 });
  await store.follow({ followerId: carol.id, followedId: alice.id }, { locked: true, at: 0 });
  const answer = await call('GET', `${path}?id[]=${bob.id}&id[]=${carol.id}`, { as: alice });
  const entities = answer.json() as RelationshipEntity[];
  assert.deepEqual(
    entities.map(({ id, following, requested_by }) => ({ id, following, requested_by })),
    [
      { id: bob.id, following: true, requested_by: false },
      { id: carol.id, following: false, requested_by: true },
    ],
  );
});

test('one id may be sent without brackets, and ids that nobody has are left out (contract §12.6)', async () => {
  const [alice, bob] = [await addAccount(), await addAccount()];
  assert.deepEqual(idsOf(await call('GET', `${path}?id=${bob.id}`, { as: alice })), [bob.id]);
  const mixed = await call('GET', `${path}?id[]=x&id[]=12&id[]=${bob.id}&id[]=${bob.id}`, { as: alice });
  assert.deepEqual(idsOf(mixed), [bob.id]);
});

test('without an id there are no relationships (contract §12.6)', async () => {
  const alice = await addAccount();
  for (const query of ['', '?id=', '?id[]=', '?id[a]=1']) {
    assert.deepEqual((await call('GET', `${path}${query}`, { as: alice })).json(), []);
  }
});

test('suspended accounts are only there when asked for (contract §12.6)', async () => {
  const [alice, mallory] = [await addAccount(), await addAccount({ state: 'suspended' })];
  assert.deepEqual(idsOf(await call('GET', `${path}?id[]=${mallory.id}`, { as: alice })), []);
  assert.deepEqual(idsOf(await call('GET', `${path}?id[]=${mallory.id}&with_suspended=false`, { as: alice })), []);
  assert.deepEqual(idsOf(await call('GET', `${path}?id[]=${mallory.id}&with_suspended=true`, { as: alice })), [
    mallory.id,
  ]);
});

test('accounts that others do not find have no relationship', async () => {
  const [alice, waiting] = [await addAccount(), await addAccount({ state: 'pending' })];
  assert.deepEqual(idsOf(await call('GET', `${path}?id[]=${waiting.id}`, { as: alice })), []);
});
