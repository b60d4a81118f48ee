import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Kysely } from 'kysely';
import { newAccount, T0 } from '../contract/samples.ts';
import { migrate } from '../migrations/migrate.ts';
import { idOf } from '../row-values.ts';
import type { Schema } from '../schema.ts';
import { createSnowflake } from '../snowflake.ts';
import { addStatus } from '../social/statuses.ts';
import { SqliteConnection } from '../sqlite/sqlite-connection.ts';
import { createSqliteDialect } from '../sqlite/sqlite-dialect.ts';
import { addAccount } from './accounts.ts';
import { deleteAccount } from './delete-accounts.ts';
import { follow } from './follows.ts';

/** How many statements delete an account with so many friends, who follow it, whom it follows, and whom it answered. */
async function statementsFor(friends: number): Promise<number> {
  let statements = 0;
  const dialect = createSqliteDialect(new SqliteConnection(':memory:'));
  const db = new Kysely<Schema>({ dialect, log: () => void statements++ });
  await migrate(db);
  const nextId = createSnowflake(() => T0);
  const add = () => addAccount(db, { account: nextId(), mail: nextId() }, newAccount());
  const post = async (accountId: string, inReplyToId?: string) => {
    const written = { accountId, inReplyToId, inReplyToAccountId: undefined, text: '', spoilerText: '', createdAt: T0 };
    const shown = { visibility: 'public', sensitive: false, language: undefined, application: undefined } as const;
    const added = await addStatus(db, nextId, { ...written, ...shown, mentionedIds: [], tags: [] }, undefined);
    return added?.status.id;
  };
  const { id } = await add();
  for (let number = 0; number < friends; number += 1) {
    const friend = await add();
    for (const pair of [
      { followerId: id, followedId: friend.id },
      { followerId: friend.id, followedId: id },
    ]) {
      await follow(db, nextId, pair, { locked: false, at: T0 });
    }
    const question = await post(friend.id);
    await post(id, question);
    await post(id, question);
  }
  statements = 0;
  assert.equal(await deleteAccount(db, id, T0, {}, 0n), true);
  const all = statements;
  const counts = ['followers_count', 'following_count', 'statuses_count'] as const;
  for (const row of await db
    .selectFrom('accounts')
    .select(['id', ...counts])
    .execute()) {
    const expected = idOf(row.id) === id ? [0, 0, 0] : [0, 0, 1];
    assert.deepEqual(
      counts.map((column) => Number(row[column])),
      expected,
    );
  }
  for (const row of await db.selectFrom('statuses').select('replies_count').execute()) {
    assert.equal(Number(row.replies_count), 0);
  }
  return all;
}

test('deleteAccount() takes no statement for each friend, lest it never be through while they post', async () => {
  assert.equal(await statementsFor(30), await statementsFor(1));
});
