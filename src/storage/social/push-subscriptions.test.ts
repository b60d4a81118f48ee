import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plansOf } from '../sqlite/testing/query-plans.ts';
import type { SocialKit } from './create-social-store.ts';
import { createPushStore } from './push-subscriptions.ts';

test('push.listOfAccount() looks at the tokens of the account alone, whatever the number of others', async () => {
  const [planned, ...more] = await plansOf(async (db) => {
    const read: SocialKit['read'] = (query) => query(db);
    await createPushStore({ read } as SocialKit).listOfAccount('1', 1);
  });
  assert.deepEqual(more, []);
  for (const step of planned?.steps ?? ['SCAN']) assert.doesNotMatch(step, /\bSCAN\b/);
});
