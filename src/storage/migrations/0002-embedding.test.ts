import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { newDigest, newToken, T0 } from '../contract/samples.ts';
import type { Db } from '../schema.ts';
import { openSqliteStore } from '../sqlite/open-sqlite-store.ts';
import { SqliteConnection } from '../sqlite/sqlite-connection.ts';
import { createDb } from '../sqlite/sqlite-engine.ts';
import { temporaryFolder } from '../sqlite/testing/temporary-folder.ts';
import { initial } from './0001-initial.ts';
import { migrate } from './migrate.ts';

const { newPath } = temporaryFolder();

const APP = 111669149696;
/** Beyond 2^53, where a floating-point number would make it its neighbour. */
const ALICE = 9007199254740993n;
const BOB = 9223372036854775807n;

const [living, revoked, ofApp] = [newDigest(), newDigest(), newDigest()];
const [spent, code] = [newDigest(), newDigest()];
const [session, other] = [newDigest(), newDigest()];

/** A database as the first version made it, with two people and an app's own token. */
async function oldDatabase(path: string): Promise<void> {
  const connection = new SqliteConnection(path);
  connection.run('pragma journal_mode = wal; pragma foreign_keys = on');
  const db = createDb(connection);
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ '0001-initial': initial }) } });
  const { error } = await migrator.migrateToLatest();
  assert.equal(error, undefined);
  connection.run(`
    insert into apps (id, client_id, confidential, name, redirect_uris, scopes, created_at)
      values (${APP}, 'client', 1, 'App', '["https://app.example/cb"]', '["read"]', ${T0});
    insert into grants (id, app_id, account_id, scopes, redirect_uri, created_at, last_used_at, revoked_at) values
      (1, ${APP}, ${ALICE}, '["read"]', 'https://app.example/cb', ${T0}, ${T0 + 5}, null),
      (2, ${APP}, ${ALICE}, '["read"]', 'https://app.example/cb', ${T0}, null, ${T0 + 9}),
      (3, ${APP}, null, '["read"]', null, ${T0}, null, null),
      (4, ${APP}, ${BOB}, '["read"]', 'https://app.example/cb', ${T0}, null, null);
    insert into tokens (id, digest, grant_id, created_at) values
      (11, '${living}', 1, ${T0}), (12, '${revoked}', 2, ${T0}), (13, '${ofApp}', 3, ${T0});
    insert into codes (digest, grant_id, redirect_uri, created_at, expires_at, spent_at) values
      ('${spent}', 1, 'https://app.example/cb', ${T0}, ${T0 + 600}, ${T0 + 1}),
      ('${code}', 4, 'https://app.example/cb', ${T0}, ${T0 + 600}, null);
    insert into sessions (id, digest, account_id, browser_digest, created_at, last_used_at, address, user_agent) values
      (21, '${session}', ${ALICE}, 'browser', ${T0}, ${T0 + 7}, '192.0.2.1', 'Sample "1"'),
      (22, '${other}', ${BOB}, 'browser', ${T0}, ${T0}, '192.0.2.1', 'Sample');
  `);
  connection.close();
}

/** Every index of the tables with its text, which holds its columns and its condition. */
async function indexesOf(db: Db): Promise<readonly string[]> {
  const { rows } = await sql<{ text: string }>`
    select tbl_name || ' ' || name || ' ' || coalesce(sql, '') as text from sqlite_schema
    where type = 'index' and tbl_name in ('grants', 'sessions', 'codes', 'tokens') order by 1
  `.execute(db);
  return rows.map((row) => row.text);
}

describe('the migration for embedding servers', () => {
  test('leaves everybody signed in, and every code and token as it was', async () => {
    const path = newPath();
    await oldDatabase(path);
    const store = await openSqliteStore({ path, now: () => T0 + 10 });
    const token = await store.findToken(living);
    assert.deepEqual(
      { ...token, app: token?.app?.clientId },
      {
        id: '11',
        grantId: '1',
        app: 'client',
        accountId: ALICE.toString(),
        scopes: ['read'],
        createdAt: T0,
        expiresAt: undefined,
        lastUsedAt: undefined,
        revokedAt: undefined,
      },
    );
    assert.equal(token?.app?.resourceServer, false);
    assert.equal((await store.findToken(revoked))?.revokedAt, T0 + 9);
    assert.equal((await store.findToken(ofApp))?.accountId, undefined);
    assert.deepEqual(await store.listGrants(ALICE.toString()), [
      {
        id: '1',
        appId: String(APP),
        accountId: ALICE.toString(),
        scopes: ['read'],
        redirectUri: 'https://app.example/cb',
        createdAt: T0,
        lastUsedAt: T0 + 5,
        revokedAt: undefined,
        app: token?.app,
      },
    ]);
    assert.deepEqual(await store.findSession(session), {
      id: '21',
      digest: session,
      accountId: ALICE.toString(),
      browserDigest: 'browser',
      createdAt: T0,
      lastUsedAt: T0 + 7,
      address: '192.0.2.1',
      userAgent: 'Sample "1"',
    });
    assert.equal((await store.findSession(other))?.accountId, BOB.toString());
    assert.equal((await store.findCode(spent))?.spentAt, T0 + 1);
    assert.equal((await store.redeemCode(code, newToken()))?.accountId, BOB.toString());
    assert.equal(await store.revokeGrantsOfAccount(ALICE.toString(), T0 + 11), 1);
    await store.close();
  });

  test('leaves the indexes, the foreign keys and what hangs on them as a new database has them', async () => {
    const path = newPath();
    await oldDatabase(path);
    const connection = new SqliteConnection(path);
    const db = createDb(connection);
    const before = await indexesOf(db);
    assert.deepEqual(await migrate(db), [
      '0002-embedding',
      '0003-people',
      '0004-many-nodes',
      '0005-first-screen',
      '0006-checks-of-one-row',
    ]);
    const after = await indexesOf(db);
    const nameOf = (text: string) => text.split(' CREATE ', 1)[0];
    assert.deepEqual(
      before.map(nameOf).filter((name) => !after.map(nameOf).includes(name)),
      // Of all digests, which 0006 takes away.
      ['tokens sqlite_autoindex_tokens_1 '],
    );
    const fresh = createDb(new SqliteConnection(':memory:'));
    await migrate(fresh);
    assert.deepEqual(await indexesOf(db), await indexesOf(fresh));
    assert.deepEqual((await sql`pragma foreign_key_check`.execute(db)).rows, []);
    const { rows } = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(db);
    assert.equal(rows[0]?.integrity_check, 'ok');
    const orphan = db.insertInto('grants').values({ id: 9n, app_id: 404n, scopes: '[]', created_at: T0 });
    await assert.rejects(orphan.execute(), /FOREIGN KEY/);
    await db.deleteFrom('grants').where('id', '=', 1n).execute();
    const left = async (table: 'codes' | 'tokens') =>
      (await db.selectFrom(table).select('digest').execute()).map((row) => row.digest);
    assert.deepEqual(await left('tokens'), [revoked, ofApp].sort());
    assert.deepEqual(await left('codes'), [code]);
    connection.close();
  });

  test('changes nothing at all when it cannot finish', async () => {
    const path = newPath();
    await oldDatabase(path);
    const connection = new SqliteConnection(path);
    const db = createDb(connection);
    // In the way of the last step.
    connection.run('alter table apps add column resource_server integer');
    const before = await indexesOf(db);
    await assert.rejects(migrate(db), /resource_server/);
    assert.deepEqual(await indexesOf(db), before);
    connection.run('alter table apps drop column resource_server');
    assert.deepEqual(await migrate(db), [
      '0002-embedding',
      '0003-people',
      '0004-many-nodes',
      '0005-first-screen',
      '0006-checks-of-one-row',
    ]);
    assert.equal((await db.selectFrom('tokens').select('id').execute()).length, 3);
    connection.close();
  });
});
