import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { type AppUser, openTestSocial } from '../test-social.ts';

const { server, call, join, post, follow } = await openTestSocial();
after(() => server.close());

const idsOf = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id);

test('home has what the person and those whom they follow posted, without what is not for them (as in Mastodon)', async () => {
  const [me, friend, other, stranger] = [await join('me'), await join(), await join(), await join()];
  await follow(me, friend);
  await follow(me, other);
  const seen: string[] = [];
  const see = async (as: AppUser, text: string, more: object = {}) => seen.unshift((await post(as, text, more)).id);
  const byStranger = (await post(stranger, 'of a stranger')).id;
  await see(me, 'own', { in_reply_to_id: byStranger });
  await see(friend, 'public');
  await see(friend, 'for followers', { visibility: 'private' });
  await see(friend, 'root');
  await see(friend, 'thread', { in_reply_to_id: seen[0] });
  await see(other, 'to somebody who is followed too', { in_reply_to_id: seen[0] });
  await see(friend, 'to @me', { visibility: 'direct' });
  await post(friend, 'to a stranger', { in_reply_to_id: byStranger });
  await post(friend, 'to nobody', { visibility: 'direct' });
  assert.deepEqual(idsOf((await me.call('GET', '/api/v1/timelines/home')).json), seen);
});

test('a follow with languages shows only statuses in these, and those that name none', async () => {
  const [me, friend] = [await join(), await join()];
  await follow(me, friend, { languages: ['de'] });
  await post(friend, 'english', { language: 'en' });
  const german = await post(friend, 'deutsch', { language: 'de' });
  assert.deepEqual(idsOf((await me.call('GET', '/api/v1/timelines/home')).json), [german.id]);
});

test('the public timeline has public statuses that answer nobody else, for everybody', async () => {
  const [alice, bob] = [await join(), await join()];
  const root = await post(alice, 'root');
  const thread = await post(alice, 'thread', { in_reply_to_id: root.id });
  await post(bob, 'answer', { in_reply_to_id: root.id });
  for (const visibility of ['unlisted', 'private', 'direct']) await post(alice, visibility, { visibility });
  const { json } = await call('GET', '/api/v1/timelines/public?local=true&limit=2');
  assert.deepEqual(idsOf(json), [thread.id, root.id]);
  assert.deepEqual((await call('GET', '/api/v1/timelines/public?remote=true')).json, []);
  assert.deepEqual((await call('GET', '/api/v1/timelines/public?only_media=1')).json, []);
});

test('every timeline is walked by its links, forth and back, and gives each status once', async () => {
  const [me, friend] = [await join(), await join()];
  await follow(me, friend);
  const stranger = await join();
  const elsewhere = (await post(stranger, 'elsewhere')).id;
  const expected: string[] = [];
  for (let number = 0; number < 25; number += 1) {
    // Many that are not shown, so that pages must read on.
    const isShown = number % 5 === 0 || number > 22;
    const { id } = await post(friend, `${number}`, isShown ? {} : { in_reply_to_id: elsewhere });
    if (isShown) expected.unshift(id);
  }
  const walk = async (path: string, rel: 'next' | 'prev', token?: string) => {
    const ids: string[] = [];
    for (let next: string | undefined = path, pages = 0; next !== undefined && pages < 50; pages += 1) {
      const { json, headers }: Awaited<ReturnType<typeof call>> = await call('GET', next, token);
      if (rel === 'next') ids.push(...idsOf(json));
      else ids.unshift(...idsOf(json));
      next = new RegExp(`<([^>]+)>; rel="${rel}"`).exec(headers.get('link') ?? '')?.[1];
    }
    return ids;
  };
  assert.deepEqual(await walk('/api/v1/timelines/home?limit=3', 'next', me.token), expected);
  assert.deepEqual(await walk('/api/v1/timelines/home?limit=3&min_id=1', 'prev', me.token), expected);
  const own = `/api/v1/accounts/${friend.account.id}/statuses?limit=2&exclude_replies=true`;
  assert.deepEqual(await walk(own, 'next'), expected);
  assert.deepEqual(await walk(`${own}&min_id=1`, 'prev'), expected);
});

test('since_id gives the newest of what is new, min_id what comes next, and nonsense counts as not sent', async () => {
  const me = await join();
  const ids: string[] = [];
  for (let number = 0; number < 5; number += 1) ids.push((await post(me, `${number}`)).id);
  const home = async (query: string) => idsOf((await me.call('GET', `/api/v1/timelines/home?${query}`)).json);
  assert.deepEqual(await home(`since_id=${ids[1]}&limit=2`), [ids[4], ids[3]]);
  assert.deepEqual(await home(`min_id=${ids[1]}&limit=2`), [ids[3], ids[2]]);
  assert.deepEqual(await home(`max_id=${ids[1]}`), [ids[0]]);
  assert.deepEqual(await home('max_id=nonsense&limit=0'), [ids[4]]);
  assert.deepEqual(await home('max_id=999999999999999999999999&limit=1'), [ids[4]]);
});

test('statuses of an account that is not there are 404, and of a suspended one none', async () => {
  const gone = await join();
  await post(gone, 'Hello');
  await server.setState(gone.account, 'suspended');
  const of = (id: string) => call('GET', `/api/v1/accounts/${id}/statuses`);
  assert.deepEqual((await of(gone.account.id)).json, []);
  for (const id of ['nonsense', '1', `${2n ** 70n}`]) assert.equal((await of(id)).status, 404);
});

test('markers say how far somebody has read, by form and by JSON, and their version grows', async () => {
  const me = await join();
  const set = await me.call('POST', '/api/v1/markers', {
    home: { last_read_id: '5' },
    notifications: { last_read_id: 7 },
  });
  const { home, notifications } = set.json;
  assert.deepEqual([home.last_read_id, home.version, notifications.last_read_id], ['5', 1, '7']);
  const form = new URLSearchParams({ 'home[last_read_id]': '6' });
  assert.equal((await me.call('POST', '/api/v1/markers', form)).json.home.version, 2);
  const read = (await me.call('GET', '/api/v1/markers?timeline[]=home&timeline[]=other')).json;
  assert.deepEqual([Object.keys(read), read.home.last_read_id], [['home'], '6']);
  assert.deepEqual((await me.call('GET', '/api/v1/markers')).json, {});
  assert.equal((await me.call('POST', '/api/v1/markers', { home: { last_read_id: 'x' } })).status, 422);
});

test('what the suspended posted takes no room: a page has what there is of others, and is not empty before them', async () => {
  const [me, friend, spammer] = [await join(), await join(), await join()];
  for (const one of [friend, spammer]) await follow(me, one);
  const spam = () => post(spammer, '#tea');
  const [first] = [await spam(), await spam()];
  const { id } = await post(friend, '#tea');
  for (let number = 0; number < 3; number += 1) await spam();
  await server.setState(spammer.account, 'suspended');
  for (const path of ['/api/v1/timelines/home', '/api/v1/timelines/public', '/api/v1/timelines/tag/tea']) {
    for (const page of ['', `&min_id=${BigInt(first.id) - 1n}`]) {
      assert.deepEqual(idsOf((await me.call('GET', `${path}?limit=1${page}`)).json), [id], path + page);
    }
  }
});

test('a short page of home has what lies behind many that are not for the person', async () => {
  const [me, friend, stranger] = [await join(), await join(), await join()];
  await follow(me, friend);
  const { id } = await post(friend, 'for everybody');
  const elsewhere = (await post(stranger, 'elsewhere')).id;
  for (let number = 0; number < 12; number += 1) await post(friend, 'to a stranger', { in_reply_to_id: elsewhere });
  const { json, headers } = await me.call('GET', '/api/v1/timelines/home?limit=1');
  assert.deepEqual(idsOf(json), [id]);
  assert.match(headers.get('link') ?? '', new RegExp(`max_id=${id}>; rel="next"`));
});
