import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openForm, signedIn } from '../../../../test/support/browsing.ts';
import { TestBrowser, userToken } from '../../../../test/support/test-browser.ts';
import { TestServer } from '../../../../test/support/test-server.ts';
import { MINUTE } from '../../../protocol/lifetimes.ts';
import { digestOf } from '../../../protocol/secret.ts';

const here = '/settings/export';

let server: TestServer;
let people = 0;

before(async () => {
  server = await TestServer.start();
});

after(() => server.close());

async function newPerson() {
  people += 1;
  const account = await server.addAccount(`keeper_${people}`, { displayName: 'Keeper', note: 'Of things' });
  return { account, browser: await signedIn(server, account.username) };
}

interface Exported {
  readonly account: Readonly<Record<string, unknown>>;
  readonly browsers: readonly { readonly address: string }[];
  readonly apps: readonly { readonly app: string; readonly scopes: readonly string[] }[];
  readonly personal_tokens: readonly { readonly name: string }[];
  readonly following: readonly { readonly username: string }[];
  readonly followers: readonly { readonly username: string }[];
  readonly follow_requests_sent: readonly { readonly username: string }[];
  readonly follow_requests_received: readonly { readonly username: string }[];
  readonly invites: readonly { readonly label: string }[];
  readonly second_factors: { readonly totp_since: string | null; readonly recovery_codes_left: number };
  readonly events: readonly { readonly event: string; readonly address: string | null }[];
}

async function download(browser: TestBrowser): Promise<{ readonly response: Response; readonly text: string }> {
  const response = await browser.submit(await openForm(browser, here, here));
  return { response, text: await response.text() };
}

describe('the export of one’s data', () => {
  test('is a file with everything that is kept about a person', async () => {
    const { account, browser } = await newPerson();
    const friend = await newPerson();
    const at = server.now();
    await server.store.follow({ followerId: account.id, followedId: friend.account.id }, { locked: false, at });
    await server.store.follow({ followerId: friend.account.id, followedId: account.id }, { locked: false, at });
    const shy = await newPerson();
    await server.store.follow({ followerId: account.id, followedId: shy.account.id }, { locked: true, at });
    const eager = await newPerson();
    await server.store.follow({ followerId: eager.account.id, followedId: account.id }, { locked: true, at });
    await userToken(server, await server.registerApp({ name: 'Tea Timer' }), account.username);
    await browser.submit(await openForm(browser, '/settings/tokens/new', '/settings/tokens'), {
      name: 'My script',
      scopes: 'read',
      days: '7',
    });
    await server.store.addInvite({
      digest: digestOf('invite'),
      accountId: account.id,
      label: 'For the choir',
      createdAt: at,
      expiresAt: undefined,
      maxUses: 3,
    });
    const entry = { at, appId: undefined, details: {}, accountId: account.id };
    const own = { ...entry, actor: 'person', actorId: account.id, address: '192.0.2.44' } as const;
    await server.store.addAuditEntry({ ...own, event: 'profile changed' });
    const staff = { ...entry, actor: 'staff', actorId: friend.account.id, address: '192.0.2.99' } as const;
    await server.store.addAuditEntry({ ...staff, event: 'account disabled' });
    await server.store.addAuditEntry({ ...staff, accountId: friend.account.id, event: 'of somebody else' });
    const { response, text } = await download(browser);
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('content-type'), 'application/json; charset=utf-8');
    assert.match(
      response.headers.get('content-disposition') ?? '',
      new RegExp(`^attachment; filename="${account.username}-social\\.example-\\d{4}-\\d\\d-\\d\\d\\.json"$`),
    );
    assert.match(response.headers.get('cache-control') ?? '', /no-store/);
    const data = JSON.parse(text) as Exported;
    assert.equal(data.account.email, account.email);
    assert.equal(data.account.note, 'Of things');
    assert.equal(data.browsers[0]?.address, '192.0.2.1');
    assert.deepEqual(
      data.apps.map(({ app, scopes }) => ({ app, scopes })),
      [{ app: 'Tea Timer', scopes: ['read'] }],
    );
    assert.deepEqual(
      data.personal_tokens.map(({ name }) => name),
      ['My script'],
    );
    assert.deepEqual(
      [data.following, data.followers, data.follow_requests_sent, data.follow_requests_received].map((list) =>
        list.map(({ username }) => username),
      ),
      [[friend.account.username], [friend.account.username], [shy.account.username], [eager.account.username]],
    );
    assert.deepEqual(
      data.invites.map(({ label }) => label),
      ['For the choir'],
    );
    const told = data.events.map(({ event, address }) => [event, address]);
    assert.ok(told.some(([event, address]) => event === 'profile changed' && address === '192.0.2.44'));
    assert.ok(
      told.some(([event, address]) => event === 'account disabled' && address === null),
      'not where staff is',
    );
    assert.ok(!text.includes('of somebody else') && !text.includes('192.0.2.99'));
  });

  test('has what the person posted, was told of, brought and chose', async () => {
    const { account, browser } = await newPerson();
    const friend = await newPerson();
    const at = server.now();
    const status = {
      ...({ spoilerText: '', visibility: 'direct', sensitive: false, language: 'en', tags: [] } as const),
      ...{ inReplyToId: undefined, inReplyToAccountId: undefined, createdAt: at },
      application: { name: 'Tea Timer', website: undefined },
    };
    for (let count = 0; count < 501; count += 1) {
      await server.store.statuses.add({ ...status, accountId: account.id, text: `Number ${count}`, mentionedIds: [] });
    }
    const told = { ...status, accountId: friend.account.id, text: 'Secret of a friend', mentionedIds: [account.id] };
    await server.store.statuses.add(told);
    await server.store.markers.set(account.id, 'home', '7', at);
    const digest = digestOf('picture');
    const picture = { digest, mediaType: 'image/webp', content: Uint8Array.of(1, 2, 3) };
    await server.store.changeAccount(
      account.id,
      { avatarDescription: 'Tea', postingLanguage: 'de', showsApplication: false },
      { pictures: [{ kind: 'avatar', picture, at }] },
    );
    const { text } = await download(browser);
    const data = JSON.parse(text);
    assert.equal(data.statuses.length, 501);
    const { id, url, ...newest } = data.statuses[0];
    assert.equal(url, `https://social.example/@${account.username}/${id}`);
    assert.deepEqual(newest, {
      created_at: new Date(at).toISOString(),
      text: 'Number 500',
      spoiler_text: '',
      visibility: 'direct',
      sensitive: false,
      language: 'en',
      in_reply_to_id: null,
      application: { name: 'Tea Timer', website: null },
    });
    assert.deepEqual(
      data.notifications.map(({ type, from }: { type: string; from: string }) => [type, from]),
      [['mention', friend.account.username]],
    );
    assert.ok(!text.includes('Secret of a friend'));
    assert.deepEqual(data.read_until, { home: '7' });
    assert.deepEqual(data.pictures, {
      avatar: { description: 'Tea', file: 'data:image/webp;base64,AQID' },
      header: { description: '', file: null },
    });
    assert.deepEqual(data.account.posting, {
      visibility: null,
      sensitive: false,
      language: 'de',
      shows_application: false,
    });
  });

  test('holds no secret and no digest of one', async () => {
    const { account, browser } = await newPerson();
    const token = await userToken(server, await server.registerApp(), account.username);
    await server.store.setTotp(account.id, { sealedSeed: 'sealed-seed', lastStep: 0, createdAt: server.now() }, [
      digestOf('recovery'),
    ]);
    const { text } = await download(browser);
    const [session] = await server.store.listSessions(account.id);
    const secrets = [
      token,
      digestOf(token),
      account.passwordHash,
      'argon2',
      'sealed-seed',
      digestOf('recovery'),
      session?.digest ?? 'no session',
      session?.browserDigest ?? 'no session',
      ...browser.cookies.values(),
    ];
    for (const secret of secrets) assert.ok(!text.includes(secret), secret);
    assert.equal((JSON.parse(text) as Exported).second_factors.recovery_codes_left, 1);
  });

  test('has lists of any length whole', async () => {
    const { account, browser } = await newPerson();
    const at = server.now();
    for (let count = 0; count < 1001; count += 1) {
      await server.store.addAuditEntry({
        at,
        event: 'signed in',
        actor: 'person',
        actorId: account.id,
        accountId: account.id,
        appId: undefined,
        address: undefined,
        details: {},
      });
    }
    const data = JSON.parse((await download(browser)).text) as Exported;
    assert.equal(data.events.filter(({ address }) => address === null).length, 1001);
  });

  test('asks for a fresh proof, is told to the audit, and is there in every state', async () => {
    const { account, browser } = await newPerson();
    const form = await openForm(browser, here, here);
    for (const state of ['unconfirmed', 'pending', 'disabled', 'suspended'] as const) {
      await server.setState(account, state);
      assert.equal((await browser.submit(form)).status, 200, state);
    }
    const { at: _, ...event } = server.events.findLast(({ event }) => event === 'export made') ?? { at: 0 };
    assert.deepEqual(event, { event: 'export made', accountId: account.id, address: '192.0.2.1' });
    server.clockOffset = 16 * MINUTE;
    try {
      assert.match((await browser.submit(form)).headers.get('location') ?? '', /^\/auth\/confirm_identity/);
    } finally {
      server.clockOffset = 0;
    }
  });

  test('is no business of forms of other sites, nor of nobody, and is limited', async () => {
    const { browser } = await newPerson();
    const form = await openForm(browser, here, here);
    assert.equal((await browser.submit(form, {}, { 'Sec-Fetch-Site': 'cross-site' })).status, 422);
    assert.equal((await browser.submit(form, { authenticity_token: 'x' })).status, 422);
    assert.equal((await new TestBrowser(server).submit(form)).status, 422);
    const strict = await TestServer.start({ RATE_LIMIT_FACTOR: '1' });
    try {
      await strict.addAccount('eager');
      const eager = await signedIn(strict, 'eager');
      const own = await openForm(eager, here, here);
      const statuses = [];
      for (let tries = 0; tries < 11; tries += 1) statuses.push((await eager.submit(own)).status);
      assert.deepEqual(statuses, [...Array(10).fill(200), 429]);
    } finally {
      await strict.close();
    }
  });
});
