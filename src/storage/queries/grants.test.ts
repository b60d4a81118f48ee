import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plansOf } from '../sqlite/testing/query-plans.ts';
import { listGrants, listGrantsForApp, revokeGrantsOfAccount } from './grants.ts';

test('grants of an account are found by an index that has none of those of apps alone', async () => {
  const planned = await plansOf(async (db) => {
    await listGrants(db, '1');
    await listGrantsForApp(db, '1', '2');
    await revokeGrantsOfAccount(db, '1', 3);
  });
  const ofGrants = planned.filter(({ query }) => /"grants"\."account_id" = |"account_id" = /.test(query));
  assert.ok(ofGrants.length === 3);
  for (const { query, steps } of ofGrants) {
    assert.ok(
      steps.some((step) => step.includes('USING INDEX grants_account ')),
      `${query}\n${steps.join('\n')}`,
    );
  }
});
