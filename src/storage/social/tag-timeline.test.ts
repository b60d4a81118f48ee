import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { plansOf } from '../sqlite/testing/query-plans.ts';
import { listTagged } from './tag-timeline.ts';

test('of a hashtag that very many have, only the next are looked at for others beside it', async () => {
  await plansOf(async (db) => {
    await sql`pragma foreign_keys = off`.execute(db);
    const numbers = sql`with recursive numbers(id) as (select 1 union all select id + 1 from numbers where id < 5000)`;
    await sql`insert into statuses
      (id, account_id, text, spoiler_text, visibility, sensitive, replies_count, in_public_timeline, created_at)
      ${numbers} select id, 1, '', '', 'public', 0, 0, 1, 1 from numbers`.execute(db);
    await sql`insert into status_tags ${numbers} select id, 'tea', 1 from numbers`.execute(db);
    await sql`insert into status_tags ${numbers} select id, 'milk', 1 from numbers where id > 4000 or id < 10`.execute(
      db,
    );
    const ids = async (tags: { all?: string[]; none?: string[] }, maxId?: string) => {
      const sought = { any: ['tea'], all: [], none: [], ...tags };
      return (await listTagged(db, sought, { limit: 2, maxId })).map(({ id }) => id);
    };
    assert.deepEqual(await ids({ none: ['milk'] }), ['4000', '3999']);
    assert.deepEqual(await ids({ all: ['milk'] }), ['5000', '4999']);
    assert.deepEqual(await ids({ all: ['milk'] }, '4001'), []);
    assert.deepEqual(await ids({ all: ['milk'] }, '2000'), ['9', '8']);
  });
});
