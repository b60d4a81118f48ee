import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { type AppUser, openTestSocial } from '../test-social.ts';

const { server, join, post, follow } = await openTestSocial();
after(() => server.close());

const told = async (as: AppUser, query = '') =>
  (await as.call('GET', `/api/v1/notifications${query}`)).json.map(
    ({ type, account, status }: { type: string; account: { id: string }; status?: { id: string } }) => [
      type,
      account.id,
      status?.id,
    ],
  );

test('a follow, a request and a mention tell the person, newest first (entity Notification)', async () => {
  const [me, open, asking] = [await join('told'), await join(), await join()];
  await follow(open, me);
  const mention = await post(open, 'Hello @told');
  await server.store.changeAccount(me.account.id, { locked: true });
  await follow(asking, me);
  const all = [
    ['follow_request', asking.account.id, undefined],
    ['mention', open.account.id, mention.id],
    ['follow', open.account.id, undefined],
  ];
  assert.deepEqual(await told(me), all);
  assert.deepEqual(await told(me, '?types[]=mention'), [all[1]]);
  assert.deepEqual(await told(me, '?exclude_types[]=mention&exclude_types[]=follow'), [all[0]]);
  assert.deepEqual(await told(me, '?types[]=favourite'), []);
  assert.deepEqual(await told(me, `?account_id=${open.account.id}`), all.slice(1));
  assert.deepEqual(await told(me, '?limit=1'), all.slice(0, 1));
});

test('nobody is told of what they did themselves, nor twice of one follow', async () => {
  const [me, fan] = [await join('quiet'), await join()];
  await post(me, 'I am @quiet');
  await Promise.all([follow(fan, me), follow(fan, me), follow(fan, me)]);
  await follow(fan, me, { notify: true });
  assert.deepEqual(await told(me), [['follow', fan.account.id, undefined]]);
});

test('what is taken back is not told any more: a follow, a request, a status, an account', async () => {
  const [me, fan] = [await join('fickle'), await join()];
  await follow(fan, me);
  await fan.call('POST', `/api/v1/accounts/${me.account.id}/unfollow`);
  const { id } = await post(fan, '@fickle');
  await fan.call('DELETE', `/api/v1/statuses/${id}`);
  assert.deepEqual(await told(me), []);
  await post(fan, '@fickle');
  await server.store.deleteAccount(fan.account.id, server.now());
  assert.deepEqual(await told(me), []);
  assert.deepEqual(await server.store.notifications.list(me.account.id, { limit: 9 }), []);
});

test('notifications are read, dismissed and cleared by their own person alone', async () => {
  const [me, other] = [await join('mine'), await join()];
  for (const text of ['@mine 1', '@mine 2', '@mine 3']) await post(other, text);
  const [{ id }] = (await me.call('GET', '/api/v1/notifications')).json;
  assert.equal((await me.call('GET', `/api/v1/notifications/${id}`)).json.group_key, `ungrouped-${id}`);
  for (const [method, path] of [
    ['GET', `/${id}`],
    ['POST', `/${id}/dismiss`],
  ] as const) {
    assert.equal((await other.call(method, `/api/v1/notifications${path}`)).status, 404);
  }
  assert.equal((await me.call('GET', '/api/v1/notifications/nonsense')).status, 404);
  assert.deepEqual((await me.call('POST', `/api/v1/notifications/${id}/dismiss`)).json, {});
  assert.equal((await me.call('GET', '/api/v1/notifications/unread_count')).json.count, 2);
  const [{ id: next }] = (await me.call('GET', '/api/v1/notifications')).json;
  for (const [read, unread] of [
    ['0', 2],
    [next, 0],
    [`00${next}`, 0],
    [String(2n ** 64n), 0],
  ] as const) {
    await me.call('POST', '/api/v1/markers', { notifications: { last_read_id: read } });
    assert.equal((await me.call('GET', '/api/v1/notifications/unread_count')).json.count, unread, read);
  }
  await other.call('POST', '/api/v1/notifications/clear');
  assert.equal((await told(me)).length, 2);
  await me.call('POST', '/api/v1/notifications/clear');
  assert.deepEqual(await told(me), []);
});

test('what the suspended did is not told, takes no room, and is not counted; it is told again when they are back', async () => {
  const [me, friend, spammer] = [await join('spammed'), await join(), await join()];
  const { id } = await post(friend, '@spammed');
  for (let number = 0; number < 4; number += 1) await post(spammer, '@spammed');
  await server.setState(spammer.account, 'suspended');
  assert.deepEqual(await told(me, '?limit=1'), [['mention', friend.account.id, id]]);
  const count = async () => (await me.call('GET', '/api/v1/notifications/unread_count')).json.count;
  assert.equal(await count(), 1);
  const all = { limit: 9, withSuspended: true };
  assert.equal((await server.store.notifications.list(me.account.id, all)).length, 5);
  await server.setState(spammer.account, 'active');
  assert.equal(await count(), 5);
});
