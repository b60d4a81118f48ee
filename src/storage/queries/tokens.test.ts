import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { newCode, newGrant, newToken } from '../contract/samples.ts';
import { migrate } from '../migrations/migrate.ts';
import { idOf } from '../row-values.ts';
import { SqliteConnection } from '../sqlite/sqlite-connection.ts';
import { createDb } from '../sqlite/sqlite-engine.ts';
import { addCode } from './codes.ts';
import { addGrant, listGrants } from './grants.ts';
import { addToken, revokeToken } from './tokens.ts';

/** A grant of several tokens, as refresh tokens will make them. */
async function openGrant() {
  const db = createDb(new SqliteConnection(':memory:'));
  await migrate(db);
  const grant = newGrant(undefined);
  await addGrant(db, 1n, grant);
  const token = (id: bigint, expiresAt?: number) => addToken(db, id, 1n, newToken({ expiresAt }));
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
