import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { newDigest, newPasskey, T0, unchosen } from '../contract/samples.ts';
import type { Db } from '../schema.ts';
import { openSqliteStore } from '../sqlite/open-sqlite-store.ts';
import { SqliteConnection } from '../sqlite/sqlite-connection.ts';
import { createDb } from '../sqlite/sqlite-engine.ts';
import { temporaryFolder } from '../sqlite/testing/temporary-folder.ts';
import { initial } from './0001-initial.ts';
import { embedding } from './0002-embedding.ts';
import { migrate } from './migrate.ts';

const { newPath } = temporaryFolder();

const APP = 111669149696;
/** The accounts of the old database; the first id is beyond 2^53, where floating-point numbers are neighbours. */
const ids = {
  active: 9007199254740993n,
  unconfirmed: 9007199254740994n,
  pending: 9007199254740995n,
  disabled: 9007199254740996n,
  suspended: 9223372036854775807n,
} as const;
type OldState = keyof typeof ids;
const states = Object.keys(ids) as OldState[];

const tokens = Object.fromEntries(states.map((state) => [state, newDigest()])) as Record<OldState, never>;
const sessions = Object.fromEntries(states.map((state) => [state, newDigest()])) as Record<OldState, never>;

/** A database as the second migration left it, with an account in each state that is signed in and let an app in. */
async function oldDatabase(path: string): Promise<void> {
  const connection = new SqliteConnection(path);
  connection.run('pragma journal_mode = wal');
  const earlier = { '0001-initial': initial, '0002-embedding': embedding };
  const migrator = new Migrator({ db: createDb(connection), provider: { getMigrations: async () => earlier } });
  const { error } = await migrator.migrateToLatest();
  assert.equal(error, undefined);
  connection.run(`
    insert into apps (id, client_id, confidential, resource_server, name, redirect_uris, scopes, created_at)
      values (${APP}, 'client', 1, 0, 'App', '["https://app.example/cb"]', '["read"]', ${T0});
  `);
  for (const [index, state] of states.entries()) {
    connection.run(`
      insert into accounts (id, username, username_folded, email, email_folded, display_name, note, fields, locked, bot,
        discoverable, hide_collections, state, role, password_hash, allows_password_grant, locale, created_at,
        followers_count, following_count)
      values (${ids[state]}, 'Name_${state}', 'name_${state}', '${state}@Mail.example', '${state}@mail.example', 'Ünï "1"',
        'A note', '[{"name":"a","value":"b"}]', 1, 0, 1, null, '${state}', '${state === 'active' ? 'owner' : 'user'}',
        '$argon2id$${state}', ${index % 2}, 'de', ${T0 + index}, 0, 0);
      insert into grants (id, app_id, account_id, scopes, redirect_uri, created_at, last_used_at)
        values (${index + 1}, ${APP}, '${ids[state]}', '["read"]', 'https://app.example/cb', ${T0}, ${T0 + 5});
      insert into tokens (id, digest, grant_id, created_at) values (${index + 11}, '${tokens[state]}', ${index + 1}, ${T0});
      insert into sessions (id, digest, account_id, browser_digest, created_at, last_used_at, address, user_agent)
        values (${index + 21}, '${sessions[state]}', '${ids[state]}', 'browser', ${T0}, ${T0 + 7}, '192.0.2.1', 'Sample');
    `);
  }
  connection.run(`
    insert into follows (id, follower_id, followed_id, requested, reblogs, notify, created_at)
      values (31, ${ids.active}, ${ids.suspended}, 0, 1, 0, ${T0});
    update accounts set following_count = 1 where id = ${ids.active};
    update accounts set followers_count = 1 where id = ${ids.suspended};
    insert into settings (key, value) values ('storage:first-account', '${ids.active}');
  `);
  connection.close();
}

/** All that makes the schema: tables with their columns, indexes with their conditions. */
async function schemaOf(db: Db): Promise<readonly string[]> {
  const { rows } = await sql<{ text: string }>`
    select type || ' ' || name || ' ' || coalesce(sql, '') as text from sqlite_schema order by 1
  `.execute(db);
  return rows.map((row) => row.text);
}

describe('the migration for communities', () => {
  test('keeps every account in its state, with all that it was', async () => {
    const path = newPath();
    await oldDatabase(path);
    const store = await openSqliteStore({ path, now: () => T0 + 100 });
    assert.equal((await store.searchAccounts('uni', { limit: 9 })).length, states.length);
    for (const [index, state] of states.entries()) {
      const account = await store.findAccount(ids[state].toString());
      const at = T0 + index;
      assert.deepEqual(account, {
        id: ids[state].toString(),
        username: `Name_${state}`,
        email: `${state}@Mail.example`,
        unconfirmedEmail: undefined,
        displayName: 'Ünï "1"',
        note: 'A note',
        fields: [{ name: 'a', value: 'b' }],
        locked: true,
        bot: false,
        discoverable: true,
        hideCollections: undefined,
        confirmedAt: state === 'unconfirmed' ? undefined : at,
        approvedAt: state === 'pending' ? undefined : at,
        disabledAt: state === 'disabled' ? at : undefined,
        suspendedAt: state === 'suspended' ? at : undefined,
        state,
        role: state === 'active' ? 'owner' : 'user',
        passwordHash: `$argon2id$${state}`,
        allowsPasswordGrant: index % 2 === 1,
        hasSecondFactor: false,
        locale: 'de',
        reason: undefined,
        appId: undefined,
        inviteId: undefined,
        createdAt: at,
        followersCount: state === 'suspended' ? 1 : 0,
        followingCount: state === 'active' ? 1 : 0,
        ...unchosen,
      });
      assert.deepEqual(await store.findAccountByLogin(`NAME_${state}`), account);
      assert.deepEqual(await store.findAccountByLogin(`${state}@mail.EXAMPLE`), account);
    }
    assert.deepEqual(await store.countAccountsByState(), {
      active: 1,
      unconfirmed: 1,
      pending: 1,
      disabled: 1,
      suspended: 1,
    });
    await store.close();
  });

  test('leaves everybody signed in, and follows and grants as they were', async () => {
    const path = newPath();
    await oldDatabase(path);
    const store = await openSqliteStore({ path, now: () => T0 + 100 });
    for (const state of states) {
      const id = ids[state].toString();
      const token = await store.findToken(tokens[state]);
      assert.deepEqual([token?.accountId, token?.revokedAt, token?.app?.clientId], [id, undefined, 'client']);
      const [grant] = await store.listGrants(id);
      assert.deepEqual([grant?.lastUsedAt, grant?.name], [T0 + 5, undefined]);
      assert.equal((await store.findSession(sessions[state]))?.accountId, id);
      assert.deepEqual(
        (await store.listSessions(id)).map((session) => session.digest),
        [sessions[state]],
      );
    }
    const [follow] = await store.listFollowing(ids.active.toString(), { limit: 9 });
    assert.equal(follow?.followedId, ids.suspended.toString());
    // And everything new works on what is old.
    const id = ids.active.toString();
    assert.ok(await store.addPasskey(newPasskey(id), [newDigest()]));
    assert.equal((await store.findAccount(id))?.hasSecondFactor, true);
    assert.equal(await store.findOwnerVacancy(), undefined);
    assert.equal(await store.removeUnusedAccount(ids.suspended.toString(), T0), false);
    assert.equal(await store.deleteAccount(ids.suspended.toString(), T0 + 1), true);
    assert.equal((await store.findAccount(id))?.followingCount, 0);
    await store.close();
  });

  test('leaves the schema of a new database, with its foreign keys whole', async () => {
    const path = newPath();
    await oldDatabase(path);
    const connection = new SqliteConnection(path);
    const db = createDb(connection);
    assert.deepEqual(await migrate(db), [
      '0003-people',
      '0004-many-nodes',
      '0005-first-screen',
      '0006-checks-of-one-row',
    ]);
    const fresh = createDb(new SqliteConnection(':memory:'));
    await migrate(fresh);
    assert.deepEqual(await schemaOf(db), await schemaOf(fresh));
    assert.ok((await schemaOf(db)).some((line) => line.startsWith('table audit_entries')));
    assert.deepEqual((await sql`pragma foreign_key_check`.execute(db)).rows, []);
    const { rows } = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(db);
    assert.equal(rows[0]?.integrity_check, 'ok');
    connection.close();
  });

  test('changes nothing at all when it cannot finish', async () => {
    const path = newPath();
    await oldDatabase(path);
    const connection = new SqliteConnection(path);
    const db = createDb(connection);
    // In the way of the last step.
    connection.run('create index sessions_address on sessions (user_agent)');
    const before = await schemaOf(db);
    await assert.rejects(migrate(db), /sessions_address/);
    assert.deepEqual(await schemaOf(db), before);
    connection.run('drop index sessions_address');
    assert.deepEqual(await migrate(db), [
      '0003-people',
      '0004-many-nodes',
      '0005-first-screen',
      '0006-checks-of-one-row',
    ]);
    const { count } = await db
      .selectFrom('accounts')
      .select(({ fn }) => fn.countAll().as('count'))
      .executeTakeFirstOrThrow();
    assert.equal(Number(count), 5);
    connection.close();
  });
});
