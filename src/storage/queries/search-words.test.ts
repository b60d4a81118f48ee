import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { newAccount } from '../contract/samples.ts';
import { migrate } from '../migrations/migrate.ts';
import { SqliteConnection } from '../sqlite/sqlite-connection.ts';
import { createDb } from '../sqlite/sqlite-engine.ts';
import { plansOf } from '../sqlite/testing/query-plans.ts';
import { addAccount, searchAccounts } from './accounts.ts';
import { findByWords, searchWordsOf, soughtWordsOf } from './search-words.ts';

async function openDb() {
  const db = createDb(new SqliteConnection(':memory:'));
  await migrate(db);
  return db;
}

describe('words by which people are found', () => {
  test('are those of the display name, the username and its parts, folded', () => {
    assert.deepEqual(searchWordsOf({ username: 'Zoe_Kravitz', displayName: 'Zoë  „Z.“ Krävitz 東京 😀' }), [
      'zoe_kravitz',
      'zoe',
      'kravitz',
      'z',
      '東京',
    ]);
    assert.deepEqual(soughtWordsOf(' ZOË % kr\u0000 '), ['zoe', 'kr']);
    assert.deepEqual(soughtWordsOf('“…” 😀'), []);
  });

  test('find exactly the people who have a word that begins with each word that is sought', async () => {
    const db = await openDb();
    const name = fc.stringMatching(/^[a-cA-CäÖß ]{0,12}$/);
    const people = fc.array(name, { maxLength: 12 });
    let id = 1n;
    await fc.assert(
      fc.asyncProperty(people, fc.stringMatching(/^[a-cA-CäÖ ]{1,5}$/), async (displayNames, text) => {
        await db.deleteFrom('accounts').execute();
        const added = [];
        for (const displayName of displayNames) {
          id += 2n;
          added.push(await addAccount(db, { account: id, mail: id + 1n }, newAccount({ displayName })));
        }
        const terms = soughtWordsOf(text);
        const expected = added.filter((account) =>
          terms.every((term) => searchWordsOf(account).some((word) => word.startsWith(term))),
        );
        const found = await searchAccounts(db, text, { limit: 100 });
        const ids = (list: readonly { readonly id: string }[]) => list.map((account) => account.id).sort();
        assert.deepEqual(ids(found), terms.length === 0 ? [] : ids(expected));
      }),
      { numRuns: 150 },
    );
  });

  test('are read from an index, also of those alone whom somebody follows', async () => {
    const planned = await plansOf(async (db) => {
      for (const followedBy of [undefined, '7']) await findByWords(db, 'alice moreau', { limit: 20, followedBy });
    });
    assert.equal(planned.length, 2);
    for (const { query, steps } of planned) {
      for (const step of steps) assert.doesNotMatch(step, /\bSCAN (?!near\b)/, query);
    }
  });
});
