import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newGrant, newToken, T0 } from '../contract/samples.ts';
import { migrate } from '../migrations/migrate.ts';
import { SqliteConnection } from '../sqlite/sqlite-connection.ts';
import { createDb } from '../sqlite/sqlite-engine.ts';
import { plansOf } from '../sqlite/testing/query-plans.ts';
import { addGrant, listGrants, listGrantsForApp, revokeGrantsOfAccount } from './grants.ts';
import { addToken } from './tokens.ts';

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

test('an account with thousands of grants loses every token of them at once', async () => {
  const db = createDb(new SqliteConnection(':memory:'));
  await migrate(db);
  const grant = newGrant(undefined);
  for (let id = 1n; id <= 2500n; id += 1n) {
    await addGrant(db, id, grant);
    await addToken(db, { id, timed: true }, { ...grant, id, appId: null }, newToken());
  }
  assert.equal(await revokeGrantsOfAccount(db, grant.accountId ?? '', T0 + 1), 2500);
  const living = await db.selectFrom('tokens').select('id').where('revoked_at', 'is', null).execute();
  assert.deepEqual(living, []);
});
