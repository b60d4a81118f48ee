import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { engineOfRun } from '../../test/support/test-stores.ts';
import { openTestSocial } from './test-social.ts';

const { server, join, post } = await openTestSocial();
after(() => server.close());

test('of many long lists that are asked for at once, a few are made at a time, and all are answered', async (t) => {
  const [me, other] = [await join('me'), await join()];
  const { id } = await post(me, 'first #x');
  await post(other, '@me second', { in_reply_to_id: id });
  const { store } = server;
  let [making, most] = [0, 0];
  const { findAccounts } = store;
  // SQLite answers on this thread; PostgreSQL has ten connections.
  const atOnce = engineOfRun === 'postgres' ? 10 : 1;
  // Whatever the list, it asks for those who wrote what is on it.
  t.mock.method(store, 'findAccounts', async (ids: readonly string[]) => {
    making += 1;
    most = Math.max(most, making);
    await new Promise((resolve) => setTimeout(resolve, 1));
    making -= 1;
    return findAccounts(ids);
  });
  const lists = [
    '/api/v1/timelines/home',
    '/api/v1/timelines/public',
    '/api/v1/timelines/tag/x',
    `/api/v1/accounts/${me.account.id}/statuses`,
    `/api/v1/statuses?id[]=${id}`,
    `/api/v1/statuses/${id}/context`,
    '/api/v1/notifications',
  ];
  for (const list of lists) {
    most = 0;
    const answers = await Promise.all(Array.from({ length: 40 }, () => me.call('GET', list)));
    assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]), list);
    assert.ok(most >= 1 && most <= atOnce, `${list}: ${most}`);
  }
});
