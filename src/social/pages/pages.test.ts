import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { signedIn } from '../../../test/support/browsing.ts';
import { linksOf, textOf } from '../../../test/support/read-page.ts';
import { openTestSocial } from '../test-social.ts';

const { server, call, join, post, follow } = await openTestSocial();
after(() => server.close());

const pathOf = (url: string) => new URL(url).pathname;
const pageOf = async (status: { readonly url: string }) => server.get(pathOf(status.url));

test('the `url` of a status leads to its page, with its app, and with what is above and below it', async () => {
  const [alice, bob] = [await join('alice'), await join('bob')];
  const root = await post(alice, 'The kettle sings');
  const answer = await post(bob, 'In B flat', { in_reply_to_id: root.id, language: 'en' });
  await post(alice, 'Or in A', { in_reply_to_id: answer.id });
  const response = await pageOf(answer);
  assert.equal(response.headers.get('access-control-allow-origin'), '*');
  const html = await response.text();
  assert.match(textOf(html), /The kettle sings.*In B flat.*Posted with Test Application.*Or in A/s);
  assert.match(html, /lang="en"/);
  assert.ok(linksOf(html).includes('https://app.example'));
  assert.ok(linksOf(html).includes(root.url));
  const { uri, url } = answer;
  const fromUri = await server.request(pathOf(uri), { redirect: 'manual' });
  assert.deepEqual([fromUri.status, fromUri.headers.get('location')], [302, url]);
});

test('what not everybody may read has a page only for the browsers of those who may', async () => {
  const [author, reader, stranger] = [await join(), await join('reader'), await join('stranger')];
  await follow(reader, author);
  const root = await post(author, 'For all');
  const secret = await post(author, 'For those who follow', { visibility: 'private', in_reply_to_id: root.id });
  const letter = await post(author, '@reader Psst', { visibility: 'direct' });
  const [readers, strangers] = [await signedIn(server, 'reader'), await signedIn(server, 'stranger')];
  for (const { url, uri } of [secret, letter]) {
    const unseen = await strangers.get(pathOf(uri));
    const seen = await readers.get(pathOf(uri));
    assert.deepEqual([unseen.status, seen.status, seen.headers.get('location')], [404, 302, url]);
    assert.equal((await server.get(pathOf(url))).status, 404);
    assert.equal((await strangers.get(pathOf(url))).status, 404);
    assert.equal((await readers.get(pathOf(url))).status, 200);
  }
  assert.doesNotMatch(textOf(await (await pageOf(root)).text()), /For those who follow/);
  assert.match(textOf(await (await readers.get(pathOf(root.url))).text()), /For those who follow/);
  const profile = `/@${author.account.username}`;
  assert.doesNotMatch(textOf(await (await server.get(profile)).text()), /For those who follow/);
  assert.match(textOf(await (await readers.get(profile)).text()), /For those who follow/);
  await stranger.call('GET', '/api/v1/timelines/home');
  assert.doesNotMatch(textOf(await (await strangers.get(profile)).text()), /For those who follow/);
});

test('a page shows as much of a thread as everybody is shown, also to who is signed in, and an app shows a person more', async () => {
  const author = await join();
  const root = await post(author, 'Count');
  for (let number = 0; number <= 60; number += 1) await post(author, `Answer ${number}.`, { in_reply_to_id: root.id });
  const browser = await signedIn(server, author.account.username);
  for (const response of [await pageOf(root), await browser.get(pathOf(root.url))]) {
    assert.equal([...textOf(await response.text()).matchAll(/Answer \d+\./g)].length, 60);
  }
  const path = `/api/v1/statuses/${root.id}/context`;
  assert.equal((await call('GET', path)).json.descendants.length, 60);
  assert.equal((await author.call('GET', path)).json.descendants.length, 61);
});

test('an address that names another author, or no status, leads nowhere', async () => {
  const [author, other] = [await join(), await join()];
  const { id, url } = await post(author, 'Hello');
  const { username } = other.account;
  for (const path of [`/@${username}/${id}`, `/users/${username}/statuses/${id}`, `/@${author.account.username}/1`]) {
    assert.equal((await server.get(path)).status, 404, path);
  }
  assert.equal((await server.get(`/@${author.account.username}/${'9'.repeat(40)}`)).status, 404);
  await server.setState(author.account, 'suspended');
  assert.equal((await server.get(pathOf(url))).status, 404);
});

test('what people write is text on every page', async () => {
  const mallory = await join('mallory');
  const hostile = '"><script>alert(1)</script> #tag"><b>';
  const status = await post(mallory, hostile, { spoiler_text: '<script>alert(2)</script>' });
  for (const path of [pathOf(status.url), '/@mallory', '/tags/tag']) {
    const html = await (await server.get(path)).text();
    assert.doesNotMatch(html, /<script|<b>/, path);
    assert.ok(textOf(html).includes('<script>alert(2)</script>'), path);
  }
});

test('a profile and a hashtag list what was posted, newest first, and are turned forth and back', async () => {
  const author = await join('author');
  for (let number = 1; number <= 45; number += 1) await post(author, `Number ${number}. #Counting`);
  await post(author, 'Unlisted #counting', { visibility: 'unlisted' });
  for (const path of ['/@author', '/tags/COUNTING']) {
    const seen: number[] = [];
    const numbersOf = (html: string) =>
      [...textOf(html).matchAll(/Number (\d+)\./g)].map(([, digits]) => Number(digits));
    let last = '';
    for (let next: string | undefined = path; next !== undefined; ) {
      last = await (await server.get(next)).text();
      seen.push(...numbersOf(last));
      next = /rel="next" href="([^"]+)"/.exec(last)?.[1];
    }
    assert.deepEqual(
      seen,
      Array.from({ length: 45 }, (_, index) => 45 - index),
      path,
    );
    const back = /rel="prev" href="([^"]+)"/.exec(last)?.[1] ?? '';
    assert.deepEqual(numbersOf(await (await server.get(back)).text()).length, 20, path);
  }
  assert.equal((await server.get('/tags/%00')).status, 404);
  assert.match(textOf(await (await server.get('/tags/nothing')).text()), /no posts/);
});

test('the address of an account and of a hashtag in a status lead to pages', async () => {
  const author = await join();
  const { content } = (await post(author, '@author #Tëa')) as { content: string };
  const links = linksOf(content);
  assert.equal(links.length, 2);
  for (const link of links) assert.equal((await server.get(pathOf(link))).status, 200, link);
  assert.equal((await call('GET', '/api/v1/timelines/tag/TËA')).json[0].content, content);
});
