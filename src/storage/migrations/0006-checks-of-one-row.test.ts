import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import pg from 'pg';
import { accessTokenAt, type Digest, digestOf, sha256 } from '../../protocol/secret.ts';
import { lives, newToken, T0 } from '../contract/samples.ts';
import { openDatabase } from '../database.ts';
import type { DatabaseLocation } from '../database-location.ts';
import { createDb as createPostgresDb } from '../postgres/postgres-dialect.ts';
import { testDatabases, withPostgres } from '../postgres/testing/test-databases.ts';
import type { Db } from '../schema.ts';
import { SqliteConnection } from '../sqlite/sqlite-connection.ts';
import { createDb as createSqliteDb } from '../sqlite/sqlite-engine.ts';
import { temporaryFolder } from '../sqlite/testing/temporary-folder.ts';
import { initial } from './0001-initial.ts';
import { embedding } from './0002-embedding.ts';
import { people } from './0003-people.ts';
import { manyNodes } from './0004-many-nodes.ts';
import { firstScreen } from './0005-first-screen.ts';
import { migrate } from './migrate.ts';

const { newPath } = temporaryFolder();
const databases = testDatabases();

/** A database of an engine, and the one connection to it that a test has. */
interface Opened {
  readonly db: Db;
  readonly location: DatabaseLocation;
  close(): Promise<void>;
}

async function openSqlite(): Promise<Opened> {
  const path = newPath();
  const connection = new SqliteConnection(path);
  connection.run('pragma foreign_keys = on');
  return {
    db: createSqliteDb(connection),
    location: { engine: 'sqlite', path },
    close: async () => connection.close(),
  };
}

async function openPostgres(): Promise<Opened> {
  const url = await databases.newEmptyDatabase();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return { db: createPostgresDb(client), location: { engine: 'postgres', url }, close: () => client.end() };
}

/** As 0005 left it. */
async function migrateBefore(db: Db): Promise<void> {
  const before = {
    '0001-initial': initial,
    '0002-embedding': embedding,
    '0003-people': people,
    '0004-many-nodes': manyNodes,
    '0005-first-screen': firstScreen,
  };
  const { error } = await new Migrator({ db, provider: { getMigrations: async () => before } }).migrateToLatest();
  assert.equal(error, undefined);
}

const living = digestOf('of a person');
/** As tokens are made now, below an id that was not made of its time. */
const timed = digestOf(accessTokenAt(T0 + 5, sha256('with a time')));
const revoked = digestOf('revoked');
const belowRevoked = digestOf('below a grant that was revoked');
const bothRevoked = digestOf('revoked after its grant');
const ofNobody = digestOf('of an app');

async function fill(db: Db): Promise<void> {
  await sql`
    insert into apps (id, client_id, confidential, name, redirect_uris, scopes, created_at)
    values (1, 'client', 0, 'App', '[]', '[]', ${sql.lit(T0)})`.execute(db);
  await sql`
    insert into accounts (id, username, username_folded, email, email_folded, display_name, note, fields, locked, bot, role,
                          password_hash, allows_password_grant, created_at, followers_count, following_count)
    values (7, 'ada', 'ada', 'ada@mail.example', 'ada@mail.example', '', '', '[]', 0, 0, 'user', '', 0, 1, 0, 0)`.execute(
    db,
  );
  const rows: readonly [
    id: number,
    digest: Digest,
    account: string | null,
    ended: number | null,
    below: number | null,
  ][] = [
    [11, living, '7', null, null],
    [12, timed, '7', null, null],
    [13, revoked, '7', T0 + 1, null],
    [14, belowRevoked, '7', null, T0 + 2],
    [15, bothRevoked, '7', T0 + 4, T0 + 3],
    [16, ofNobody, null, null, null],
  ];
  for (const [id, digest, account, ended, grantEnded] of rows) {
    await sql`
      insert into grants (id, app_id, account_id, scopes, created_at, revoked_at)
      values (${sql.lit(id - 10)}, 1, ${account}, '["read"]', 1, ${sql.lit(grantEnded)})`.execute(db);
    await sql`
      insert into tokens (id, digest, grant_id, created_at, expires_at, last_used_at, last_used_address, revoked_at)
      values (${sql.lit(id)}, ${digest}, ${sql.lit(id - 10)}, 1, ${sql.lit(2 * T0)}, 2, '192.0.2.1', ${sql.lit(ended)})`.execute(
      db,
    );
  }
  await sql`
    insert into push_subscriptions (id, token_id, account_id, sealed_target, standard, alerts, policy, created_at)
    values (31, 11, 7, 'sealed', 1, '["mention"]', 'all', 3)`.execute(db);
}

async function grown(open: () => Promise<Opened>): Promise<Opened> {
  const opened = await open();
  await migrateBefore(opened.db);
  await fill(opened.db);
  return opened;
}

for (const [engine, open, suite] of [
  ['SQLite', openSqlite, {}],
  ['PostgreSQL', openPostgres, withPostgres],
] as const) {
  describe(`migration 0006 on ${engine}`, suite, () => {
    test('signs nobody out, and lets nobody in whose grant had ended', async () => {
      const { db, location, close } = await grown(open);
      assert.deepEqual(await migrate(db), ['0006-checks-of-one-row']);
      await close();
      const store = await openDatabase(location);
      after(() => store.close());
      for (const digest of [living, timed, ofNobody]) assert.ok(await lives(store, digest), digest);
      const token = await store.findToken(timed);
      assert.deepEqual(
        { ...token, app: token?.app?.id },
        {
          ...{ id: '12', grantId: '2', app: '1', accountId: '7', scopes: ['read'], createdAt: 1 },
          ...{ expiresAt: 2 * T0, lastUsedAt: 2, revokedAt: undefined },
        },
      );
      assert.equal((await store.findToken(ofNobody))?.accountId, undefined);
      const endOf = async (digest: Digest) => (await store.findToken(digest))?.revokedAt;
      assert.deepEqual(await Promise.all([revoked, belowRevoked, bothRevoked].map(endOf)), [T0 + 1, T0 + 2, T0 + 3]);
    });

    test('lets what was there be used and end as before', async () => {
      const { db, location, close } = await grown(open);
      await migrate(db);
      await close();
      const store = await openDatabase(location);
      after(() => store.close());
      await store.noteTokenUse({ id: '12', grantId: '2' }, { at: 9, address: '192.0.2.2' });
      assert.equal((await store.findToken(timed))?.lastUsedAt, 9);
      await store.revokeToken('12', T0 + 7);
      assert.equal((await store.findToken(timed))?.revokedAt, T0 + 7);
      // Of 11, and of 13, which was the last below a grant that went on.
      assert.equal(await store.revokeGrantsOfAccount('7', T0 + 8), 2);
      assert.equal(await lives(store, living), false);
      assert.ok(await lives(store, ofNobody));
      const sample = newToken();
      const grant = { appId: '1', accountId: '7', scopes: [], redirectUri: undefined, createdAt: T0 };
      await store.addGrantWithToken(grant, sample);
      assert.ok(await lives(store, sample.digest));
      // Still no second token of one digest.
      await assert.rejects(store.addGrantWithToken(grant, newToken({ digest: ofNobody })));
    });

    test('keeps what hangs below a token, and lets it go with the token', async () => {
      const { db, close } = await grown(open);
      await migrate(db);
      const subscriptions = () => db.selectFrom('push_subscriptions').selectAll().execute();
      const [kept, ...others] = await subscriptions();
      assert.deepEqual(others, []);
      const { id, token_id, account_id, sealed_target, standard, alerts, policy, created_at } = kept ?? {};
      assert.deepEqual([id, token_id, account_id, created_at, standard].map(Number), [31, 11, 7, 3, 1]);
      assert.deepEqual([sealed_target, alerts, policy], ['sealed', '["mention"]', 'all']);
      const orphan = db
        .insertInto('push_subscriptions')
        .values({ ...(kept as NonNullable<typeof kept>), id: 32n, token_id: 404n });
      await assert.rejects(orphan.execute());
      await db.deleteFrom('grants').where('id', '=', 1n).execute();
      assert.deepEqual(await subscriptions(), []);
      const left = await db.selectFrom('tokens').select('id').orderBy('id').execute();
      assert.deepEqual(
        left.map((row) => Number(row.id)),
        [12, 13, 14, 15, 16],
      );
      await close();
    });
  });
}
