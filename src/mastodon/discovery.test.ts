import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTestSurface, TEST_ORIGIN } from './test-surface.ts';

const { store, addAccount, call } = await openTestSurface();

test('nodeinfo names its documents, and they count the accounts of the server', async () => {
  await addAccount();
  const { links } = (await call('GET', '/.well-known/nodeinfo')).json() as { links: { rel: string; href: string }[] };
  assert.deepEqual(links, [
    { rel: 'http://nodeinfo.diaspora.software/ns/schema/2.0', href: `${TEST_ORIGIN}/nodeinfo/2.0` },
    { rel: 'http://nodeinfo.diaspora.software/ns/schema/2.1', href: `${TEST_ORIGIN}/nodeinfo/2.1` },
  ]);
  for (const { href } of links) {
    const answer = await call('GET', href.slice(TEST_ORIGIN.length));
    const document = answer.json() as { version: string; usage: unknown };
    assert.ok(href.endsWith(document.version));
    assert.deepEqual(document.usage, { users: { total: await store.countAccounts() }, localPosts: 0 });
    assert.match(answer.headers.get('content-type') ?? '', /^application\/json; profile="http.*2\.[01]#"/);
  }
});

test('nodeinfo tells its own name, and whose API it speaks (clients §3.15)', async () => {
  const document = (await call('GET', '/nodeinfo/2.0')).json() as Record<string, unknown>;
  assert.deepEqual(document.software, { name: 'mastodoor', version: '0.1.0' });
  assert.deepEqual(document.metadata, {
    nodeName: 'Social',
    nodeDescription: 'A place',
    upstream: { name: 'mastodon', version: '4.6.0' },
  });
});

test('host-meta leads to WebFinger on the host of the public origin (RFC 6415)', async () => {
  const answer = await call('GET', '/.well-known/host-meta');
  assert.match(answer.headers.get('content-type') ?? '', /^application\/xrd\+xml/);
  assert.match(
    answer.text,
    /<Link rel="lrdd" template="https:\/\/social\.example\/\.well-known\/webfinger\?resource=\{uri\}"\/>/,
  );
});

test('WebFinger finds an account by acct:, profile page and actor (RFC 7033)', async () => {
  const alice = await addAccount({ username: 'Alice' });
  for (const resource of [
    'acct:alice@social.example',
    'ACCT:Alice@SOCIAL.example',
    `${TEST_ORIGIN}/@alice`,
    `${TEST_ORIGIN}/users/Alice`,
  ]) {
    const answer = await call('GET', `/.well-known/webfinger?resource=${encodeURIComponent(resource)}`);
    assert.equal(answer.status, 200, resource);
    assert.match(answer.headers.get('content-type') ?? '', /^application\/jrd\+json/);
    assert.deepEqual(answer.json(), {
      subject: 'acct:Alice@social.example',
      aliases: [`${TEST_ORIGIN}/@Alice`, `${TEST_ORIGIN}/users/Alice`],
      links: [
        { rel: 'http://webfinger.net/rel/profile-page', type: 'text/html', href: `${TEST_ORIGIN}/@Alice` },
        {
          rel: 'http://webfinger.net/rel/avatar',
          type: 'image/png',
          href: `${TEST_ORIGIN}/pictures/avatars/${alice.id}.png`,
        },
      ],
    });
  }
});

test('WebFinger asks for a resource, and does not know everyone (RFC 7033 §4.2)', async () => {
  await addAccount({ username: 'waiting', state: 'pending' });
  await addAccount({ username: 'gone', state: 'suspended' });
  for (const query of ['', '?resource=', '?resource=%20']) {
    assert.equal((await call('GET', `/.well-known/webfinger${query}`)).status, 400);
  }
  for (const resource of [
    'acct:nobody@social.example',
    'acct:alice@other.example',
    'acct:waiting@social.example',
    'acct:gone@social.example',
    'https://other.example/@alice',
    `${TEST_ORIGIN}/about`,
    'mailto:alice@social.example',
  ]) {
    const answer = await call('GET', `/.well-known/webfinger?resource=${encodeURIComponent(resource)}`);
    assert.equal(answer.status, 404, resource);
  }
});

test('change-password leads to where access to an account is looked after, where no page changes passwords', async () => {
  const answer = await call('GET', '/.well-known/change-password');
  assert.deepEqual(
    [answer.status, answer.headers.get('location')],
    [302, `${TEST_ORIGIN}/oauth/authorized_applications`],
  );
});
