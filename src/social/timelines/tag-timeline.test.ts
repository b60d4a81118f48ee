import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openTestSocial } from '../test-social.ts';

const { server, call, join, post } = await openTestSocial();
after(() => server.close());

const textsOf = (list: readonly { readonly content: string }[]) =>
  list.map(({ content }) => content.replaceAll(/<[^>]+>/g, ''));
const timeline = async (path: string) => textsOf((await call('GET', `/api/v1/timelines/tag/${path}`)).json);

test('the timeline of a hashtag has public statuses with any, all and none of what is asked for', async () => {
  const alice = await join();
  const root = await post(alice, 'one #Tea');
  await post(alice, 'two #tea #milk', { in_reply_to_id: root.id });
  await post(alice, 'three #milk');
  await post(alice, 'four #tea #sugar #milk');
  for (const visibility of ['unlisted', 'private', 'direct']) await post(alice, 'hidden #tea', { visibility });
  const [one, two, three, four] = ['one #Tea', 'two #tea #milk', 'three #milk', 'four #tea #sugar #milk'];
  assert.deepEqual(await timeline('tea'), [four, two, one]);
  assert.deepEqual(await timeline('TEA?any[]=Milk&any[]=milk'), [four, three, two, one]);
  assert.deepEqual(await timeline('tea?all[]=milk'), [four, two]);
  assert.deepEqual(await timeline('tea?none[]=sugar&all[]=milk'), [two]);
  assert.deepEqual(await timeline('tea?local=true'), [four, two, one]);
  for (const nothing of ['tea?remote=true', 'tea?only_media=true', 'coffee', '%00', '123']) {
    assert.deepEqual(await timeline(nothing), [], nothing);
  }
});

test('its pages are linked both ways, and the links ask for the same again', async () => {
  const alice = await join();
  for (let number = 1; number <= 5; number += 1)
    await post(alice, `${number} #walk ${number % 2 === 0 ? '#even' : ''}`);
  const first = await call('GET', '/api/v1/timelines/tag/walk?none[]=even&limit=2');
  const links = first.headers.get('link') ?? '';
  assert.deepEqual(textsOf(first.json), ['5 #walk', '3 #walk']);
  const next = /<https:\/\/social\.example([^>]+)>; rel="next"/.exec(links)?.[1] ?? '';
  const second = await call('GET', next);
  assert.deepEqual(textsOf(second.json), ['1 #walk']);
  const previous = /<https:\/\/social\.example([^>]+)>; rel="prev"/.exec(second.headers.get('link') ?? '')?.[1] ?? '';
  assert.deepEqual(textsOf((await call('GET', previous)).json), ['5 #walk', '3 #walk']);
});

test('statuses of an account can be asked for by hashtag, as far as the caller may read them', async () => {
  const [alice, bob] = [await join(), await join()];
  await post(alice, 'open #garden');
  await post(alice, 'closed #garden', { visibility: 'private' });
  await post(alice, 'other');
  const path = `/api/v1/accounts/${alice.account.id}/statuses?tagged=Garden`;
  assert.deepEqual(textsOf((await bob.call('GET', path)).json), ['open #garden']);
  assert.deepEqual(textsOf((await alice.call('GET', path)).json), ['closed #garden', 'open #garden']);
  assert.deepEqual((await bob.call('GET', path.replace('Garden', '12'))).json, []);
});

test('a status that was deleted is gone from the timeline of its hashtag', async () => {
  const alice = await join();
  const { id } = await post(alice, '#gone');
  assert.deepEqual(await timeline('gone'), ['#gone']);
  await alice.call('DELETE', `/api/v1/statuses/${id}`);
  assert.deepEqual(await timeline('gone'), []);
});

test('instances tell that everybody may read what was posted here, and how much that is', async () => {
  const { timelines_access } = (await call('GET', '/api/v2/instance')).json.configuration;
  assert.deepEqual(timelines_access.live_feeds, { local: 'public', remote: 'disabled' });
  assert.deepEqual(timelines_access.hashtag_feeds, { local: 'public', remote: 'disabled' });
  assert.ok((await call('GET', '/api/v1/instance')).json.stats.status_count > 0);
  assert.ok((await call('GET', '/nodeinfo/2.0')).json.usage.localPosts > 0);
});
