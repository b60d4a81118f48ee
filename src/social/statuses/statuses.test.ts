import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openTestSocial } from '../test-social.ts';

const { server, call, join, post, follow } = await openTestSocial();
after(() => server.close());

test('a status carries the app that posted it, as it was registered (entity Status)', async () => {
  const alice = await join('alice');
  const answer = await alice.call('POST', '/api/v1/statuses', { status: 'Hello' });
  assert.equal(answer.status, 200);
  const { account, created_at, ...status } = answer.json;
  assert.equal(account.username, 'alice');
  assert.ok(Date.parse(created_at) > 0);
  assert.deepEqual(status, {
    id: status.id,
    in_reply_to_id: null,
    in_reply_to_account_id: null,
    sensitive: false,
    spoiler_text: '',
    visibility: 'public',
    language: null,
    uri: `https://social.example/users/alice/statuses/${status.id}`,
    url: `https://social.example/@alice/${status.id}`,
    replies_count: 0,
    reblogs_count: 0,
    favourites_count: 0,
    quotes_count: 0,
    edited_at: null,
    content: '<p>Hello</p>',
    reblog: null,
    application: { name: 'Test Application', website: 'https://app.example' },
    media_attachments: [],
    mentions: [],
    tags: [],
    emojis: [],
    card: null,
    poll: null,
    quote: null,
    quote_approval: { automatic: [], manual: [], current_user: 'denied' },
    tagged_collections: [],
    favourited: false,
    reblogged: false,
    muted: false,
    bookmarked: false,
    filtered: [],
    pinned: false,
  });
  assert.deepEqual((await call('GET', `/api/v1/statuses/${status.id}`)).json.application, {
    name: 'Test Application',
    website: 'https://app.example',
  });
});

test('whoever does not want it known does not show others through which app they post', async () => {
  const carol = await join('carol', { showsApplication: false });
  const bob = await join('bob');
  const { id, application } = await post(carol, 'Hello');
  assert.equal(application.name, 'Test Application');
  assert.equal('application' in (await bob.call('GET', `/api/v1/statuses/${id}`)).json, false);
  assert.equal('application' in (await call('GET', `/api/v1/statuses/${id}`)).json, false);
});

test('content is HTML with links, names of people of this server and hashtags, and nothing that somebody wrote', async () => {
  const dora = await join('dora');
  const { content, mentions, tags } = await post(
    dora,
    '<script>alert(1)</script> @Alice and @alice@social.example, not a@bob or @nobody, #Größe https://x.example/?a="&b=1',
  );
  assert.ok(content.startsWith('<p>&lt;script&gt;alert(1)&lt;/script&gt; <span class="h-card" translate="no">'));
  assert.ok(content.includes('<a href="https://social.example/@alice" class="u-url mention">@<span>alice</span></a>'));
  assert.ok(content.includes('a@bob or @nobody, <a href="https://social.example/tags/gr%C3%B6%C3%9Fe"'));
  assert.equal(content.includes('"&b'), false);
  assert.deepEqual(
    mentions.map(({ acct }: { acct: string }) => acct),
    ['alice'],
  );
  assert.deepEqual(tags, [{ name: 'größe', url: 'https://social.example/tags/gr%C3%B6%C3%9Fe' }]);
});

test('a text must be there, and no longer than 500 characters, whatever addresses and domains it has', async () => {
  const eve = await join();
  const refused = async (body: object) => {
    const answer = await eve.call('POST', '/api/v1/statuses', body);
    assert.equal(answer.status, 422, answer.text);
    return answer.json.error;
  };
  assert.equal(await refused({ status: ' \n' }), "Validation failed: Text can't be blank");
  assert.equal(await refused({}), "Validation failed: Text can't be blank");
  assert.equal(await refused({ status: 'a'.repeat(501) }), 'Validation failed: Text character limit of 500 exceeded');
  assert.equal(
    await refused({ status: 'ä'.repeat(10_000) }),
    'Validation failed: Text character limit of 500 exceeded',
  );
  assert.match(await refused({ status: 'a', visibility: 'secret' }), /Visibility must be one of public, unlisted/);
  assert.match(await refused({ status: 'a', language: '<b>' }), /Language is invalid/);
  assert.match(await refused({ status: 'a', media_ids: ['1'] }), /Media attachments are not offered/);
  assert.match(await refused({ status: 'a', poll: { options: ['a', 'b'] } }), /Polls are not offered/);
  assert.match(await refused({ status: 'a', scheduled_at: '2040-01-01' }), /Scheduled posts are not offered/);
  await post(eve, `${'🧑‍🧑‍🧒'.repeat(470)} https://example.org/${'x'.repeat(200)}`, { media_ids: [] });
});

test('a warning without a text is the text, and a warning makes a status sensitive (as in Mastodon)', async () => {
  const eve = await join();
  const bare = await post(eve, '', { spoiler_text: 'Careful' });
  assert.deepEqual([bare.content, bare.spoiler_text, bare.sensitive], ['<p>Careful</p>', '', false]);
  const warned = await post(eve, 'Text', { spoiler_text: 'Careful', language: 'de-AT' });
  assert.deepEqual([warned.spoiler_text, warned.sensitive, warned.language], ['Careful', true, 'de']);
});

test('visibility and language are as the author chose, unless the app says otherwise', async () => {
  const fred = await join('fred', { postingVisibility: 'unlisted', postingSensitive: true, postingLanguage: 'fr' });
  const chosen = await post(fred, 'a');
  assert.deepEqual([chosen.visibility, chosen.sensitive, chosen.language], ['unlisted', true, 'fr']);
  const said = await post(fred, 'a', { visibility: 'direct', sensitive: false, language: 'en' });
  assert.deepEqual([said.visibility, said.sensitive, said.language], ['direct', false, 'en']);
  assert.equal((await post(await join('gina', { locked: true }), 'a')).visibility, 'private');
});

test('of any number of posts under one Idempotency-Key one is made, and each is answered with it', async () => {
  const hana = await join();
  const once = () =>
    hana.call('POST', '/api/v1/statuses', { status: 'Once' }, { 'Idempotency-Key': 'one and the same' });
  const answers = await Promise.all(Array.from({ length: 10 }, once));
  assert.equal(new Set(answers.map(({ json }) => json.id)).size, 1);
  const other = await hana.call('POST', '/api/v1/statuses', { status: 'Once' }, { 'Idempotency-Key': 'another' });
  assert.notEqual(other.json.id, answers[0]?.json.id);
  server.clockOffset += 3_600_001;
  assert.notEqual((await once()).json.id, answers[0]?.json.id);
  assert.equal((await server.store.findAccount(hana.account.id))?.statusesCount, 3);
});

test('who may read a status depends on its visibility: everywhere 404 for whoever may not (entity Status)', async () => {
  const [author, follower, named, stranger] = [await join(), await join(), await join('named'), await join()];
  await follow(follower, author);
  const reads = async (id: string) => {
    const by = async (token?: string) => (await call('GET', `/api/v1/statuses/${id}`, token)).status === 200;
    const tokens = [author.token, follower.token, named.token, stranger.token, undefined];
    const seen = await Promise.all(tokens.map(by));
    const listed = await Promise.all(
      tokens.map(async (token) =>
        (await call('GET', `/api/v1/accounts/${author.account.id}/statuses`, token)).json.some(
          (status: { id: string }) => status.id === id,
        ),
      ),
    );
    assert.deepEqual(listed, seen);
    return seen;
  };
  const posted = async (visibility: string) => (await post(author, 'To @named', { visibility })).id;
  assert.deepEqual(await reads(await posted('public')), [true, true, true, true, true]);
  assert.deepEqual(await reads(await posted('unlisted')), [true, true, true, true, true]);
  assert.deepEqual(await reads(await posted('private')), [true, true, true, false, false]);
  assert.deepEqual(await reads(await posted('direct')), [true, false, true, false, false]);
  const hidden = await posted('direct');
  const answer = await stranger.call('POST', '/api/v1/statuses', { status: 'a', in_reply_to_id: hidden });
  assert.deepEqual(
    [answer.status, answer.json.error],
    [404, 'The post you are trying to reply to does not appear to exist.'],
  );
  for (const path of ['context', 'source']) {
    assert.equal((await stranger.call('GET', `/api/v1/statuses/${hidden}/${path}`)).status, 404);
  }
  assert.deepEqual((await stranger.call('GET', `/api/v1/statuses?id[]=${hidden}&id[]=nonsense`)).json, []);
});

test('of a suspended author nobody reads anything, and of a deleted one nothing is left', async () => {
  const [author, other] = [await join(), await join()];
  const { id } = await post(author, 'Hello');
  const reply = await post(other, 'Hi', { in_reply_to_id: id });
  await server.setState(author.account, 'suspended');
  assert.equal((await call('GET', `/api/v1/statuses/${id}`)).status, 404);
  await server.store.deleteAccount(author.account.id, server.now());
  assert.equal(await server.store.statuses.find(id), undefined);
  assert.equal((await call('GET', `/api/v1/statuses/${reply.id}`)).json.in_reply_to_id, null);
});

test('deleting gives back the text, and is for the author alone', async () => {
  const [author, other] = [await join(), await join()];
  const { id } = await post(author, 'Line\n\n@nobody');
  assert.equal((await other.call('DELETE', `/api/v1/statuses/${id}`)).status, 404);
  const deleted = await author.call('DELETE', `/api/v1/statuses/${id}`);
  assert.deepEqual([deleted.status, deleted.json.text, 'content' in deleted.json], [200, 'Line\n\n@nobody', false]);
  assert.equal((await author.call('DELETE', `/api/v1/statuses/${id}`)).status, 404);
  assert.equal((await author.call('DELETE', '/api/v1/statuses/nonsense')).status, 404);
  assert.equal((await call('GET', `/api/v1/statuses/${id}`)).status, 404);
});

test('the context has what a status answers and what answers it, in the order of a thread', async () => {
  const [alice, bob] = [await join(), await join()];
  const root = await post(alice, 'root');
  const first = await post(bob, 'first', { in_reply_to_id: root.id });
  const second = await post(alice, 'second', { in_reply_to_id: root.id });
  const below = await post(alice, 'below first', { in_reply_to_id: first.id });
  const hidden = await post(bob, 'hidden', { in_reply_to_id: first.id, visibility: 'direct' });
  const ids = (list: readonly { id: string }[]) => list.map(({ id }) => id);
  const context = (await alice.call('GET', `/api/v1/statuses/${root.id}/context`)).json;
  assert.deepEqual([ids(context.ancestors), ids(context.descendants)], [[], [first.id, below.id, second.id]]);
  const inner = (await bob.call('GET', `/api/v1/statuses/${hidden.id}/context`)).json;
  assert.deepEqual([ids(inner.ancestors), ids(inner.descendants)], [[root.id, first.id], []]);
  assert.equal((await call('GET', `/api/v1/statuses/${root.id}`)).json.replies_count, 2);
});

test('an app without a person reads what everybody may, and posts nothing (contract §11)', async () => {
  const app = await server.registerApp({ scopes: 'read write' });
  const token = await server.appToken(app, 'read write');
  const { id } = await post(await join(), 'Hello');
  assert.equal((await call('GET', `/api/v1/statuses/${id}`, token)).status, 200);
  const refused = await call('POST', '/api/v1/statuses', token, { status: 'a' });
  assert.deepEqual([refused.status, refused.json], [422, { error: 'This method requires an authenticated user' }]);
});
