import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newAccount } from '../contract/samples.ts';
import { addAccount } from '../queries/accounts.ts';
import { plansOf } from '../sqlite/testing/query-plans.ts';
import { addStatus } from './statuses.ts';

test('all whom a status names are told in one statement: its author and what it answers are locked meanwhile', async () => {
  let last = 0n;
  const nextId = () => ++last;
  const planned = await plansOf(async (db) => {
    const people: string[] = [];
    for (let number = 0; number < 50; number += 1) {
      people.push((await addAccount(db, { account: nextId(), mail: nextId() }, newAccount(), {})).id);
    }
    const [accountId = '', ...mentionedIds] = people;
    const text = { text: '', spoilerText: '', visibility: 'public', sensitive: false, language: undefined } as const;
    const around = { inReplyToId: undefined, inReplyToAccountId: undefined, application: undefined, tags: [] };
    const status = { ...text, ...around, accountId, mentionedIds, createdAt: 1 };
    assert.equal((await addStatus(db, nextId, status, undefined))?.notified.length, 49);
  });
  assert.equal(planned.filter(({ query }) => query.startsWith('insert into "notifications"')).length, 1);
});
