import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Kysely, type LogConfig } from 'kysely';
import { newApp, newCode, newGrant, newToken } from '../contract/samples.ts';
import { migrate } from '../migrations/migrate.ts';
import { idOf } from '../row-values.ts';
import type { Schema } from '../schema.ts';
import { SqliteConnection } from '../sqlite/sqlite-connection.ts';
import { createSqliteDialect } from '../sqlite/sqlite-dialect.ts';
import { createDb } from '../sqlite/sqlite-engine.ts';
import { plansOf } from '../sqlite/testing/query-plans.ts';
import { addApp } from './apps.ts';
import { addCode } from './codes.ts';
import { addGrant, listGrants } from './grants.ts';
import { tokenAmongIds, untimedTokenByDigest } from './token-row.ts';
import { addToken, listTokens, revokeToken } from './tokens.ts';

/** A grant of several tokens, as refresh tokens will make them. */
async function openGrant() {
  const db = createDb(new SqliteConnection(':memory:'));
  await migrate(db);
  const grant = newGrant(undefined);
  await addGrant(db, 1n, grant);
  const token = (id: bigint, expiresAt?: number) =>
    addToken(db, { id, timed: true }, { id: 1n, ...grant, appId: null }, newToken({ expiresAt }));
  const lives = async () => (await listGrants(db, grant.accountId ?? '')).length === 1;
  return { db, token, lives };
}

describe('revokeToken()', () => {
  test('leaves the grant alone while another token lives', async () => {
    const { db, token, lives } = await openGrant();
    await token(2n);
    await token(3n, 500);
    await revokeToken(db, idOf(2n), 100);
    assert.ok(await lives());
    await revokeToken(db, idOf(3n), 100);
    assert.equal(await lives(), false);
  });

  test('keeps the time of an earlier revocation', async () => {
    const { db, token } = await openGrant();
    await token(2n);
    await token(3n);
    await revokeToken(db, idOf(2n), 100);
    await revokeToken(db, idOf(2n), 200);
    const row = await db.selectFrom('tokens').select('revoked_at').where('id', '=', 2n).executeTakeFirst();
    assert.equal(Number(row?.revoked_at), 100);
  });

  test('ends the grant when the other tokens are expired', async () => {
    const { db, token, lives } = await openGrant();
    await token(2n);
    await token(3n, 100);
    await revokeToken(db, idOf(2n), 100);
    assert.equal(await lives(), false);
  });

  test('leaves the grant alone while a code may still be redeemed', async () => {
    const { db, token, lives } = await openGrant();
    await token(2n);
    await addCode(db, 1n, newCode({ expiresAt: 500 }));
    await revokeToken(db, idOf(2n), 100);
    assert.ok(await lives());
    await revokeToken(db, idOf(2n), 500);
    assert.equal(await lives(), false);
  });
});

describe('listTokens()', () => {
  /** An app with so many grants of one token each, besides what another app has; notes the queries. */
  async function openApps(grants: number) {
    const connection = new SqliteConnection(':memory:');
    const queries: string[] = [];
    const log: LogConfig = ({ query }) => {
      queries.push(query.sql);
    };
    const db = new Kysely<Schema>({ dialect: createSqliteDialect(connection), log });
    await migrate(db);
    await addApp(db, 1n, newApp());
    await addApp(db, 2n, newApp());
    connection.run(`
      with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < ${grants + 10})
      insert into grants (id, app_id, account_id, scopes, created_at)
        select n, iif(n <= ${grants}, 1, 2), 'a', '[]', n from numbers;
      insert into tokens (id, digest, timed, grant_id, app_id, account_id, scopes, created_at)
        select id, id, 0, id, app_id, account_id, scopes, id from grants;`);
    queries.length = 0;
    const list = async (appId: string) => (await listTokens(db, { limit: 3, appId }, 1)).map(({ id }) => id);
    const lastPlan = () =>
      connection
        .statement(`explain query plan ${queries.at(-1)}`)
        .all()
        .map(({ detail }) => String(detail))
        .join('; ');
    return { list, lastPlan };
  }

  test('of an app that many people use sorts none of its tokens, but looks through the newest of all', async () => {
    const { list, lastPlan } = await openApps(5000);
    assert.deepEqual(await list('1'), ['5000', '4999', '4998']);
    assert.doesNotMatch(lastPlan(), /TEMP B-TREE/);
  });

  test('of an app that few people use looks at its own tokens alone', async () => {
    const { list, lastPlan } = await openApps(5000);
    assert.deepEqual(await list('2'), ['5010', '5009', '5008']);
    assert.doesNotMatch(lastPlan(), /SCAN tokens/);
  });
});

test('a check finds a token by its id alone, and one without a time by the index of these', async () => {
  const [timed, untimed] = await plansOf(async (db) => {
    const { digest } = newToken();
    await tokenAmongIds(db, digest, 1n, 2n).execute();
    await untimedTokenByDigest(db, digest).execute();
  });
  assert.match(timed?.steps[0] ?? '', /^SEARCH tokens USING INTEGER PRIMARY KEY \(rowid>\? AND rowid<\?\)$/);
  assert.match(untimed?.steps[0] ?? '', /^SEARCH tokens USING INDEX tokens_untimed /);
  for (const planned of [timed, untimed]) assert.equal(planned?.steps.length, 2, planned?.steps.join('; '));
});
