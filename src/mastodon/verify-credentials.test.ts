import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CredentialAccountEntity } from './entities/credential-account.ts';
import { credentialAccountEntityOf as credentialAccountEntity } from './test-entities.ts';
import { openTestSurface, TEST_ORIGIN } from './test-surface.ts';

const { store, addAccount, call } = await openTestSurface();
const path = '/api/v1/accounts/verify_credentials';

test('verify_credentials answers the CredentialAccount of the caller (contract §12.1)', async () => {
  const alice = await addAccount({ note: 'Hello' });
  const answer = await call('GET', path, { as: alice });
  assert.equal(answer.status, 200);
  assert.deepEqual(answer.json(), credentialAccountEntity(alice, TEST_ORIGIN, 0));
});

test('verify_credentials counts who waits to follow a locked account', async () => {
  const [alice, bob] = [await addAccount({ locked: true }), await addAccount()];
  await store.follow({ followerId: bob.id, followedId: alice.id }, { locked: true, at: 0 });
  const { source } = (await call('GET', path, { as: alice })).json() as CredentialAccountEntity;
  assert.equal(source.follow_requests_count, 1);
});
