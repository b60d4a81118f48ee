import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import { openForm, signedIn } from '../../../test/support/browsing.ts';
import { linksOf, textOf } from '../../../test/support/read-page.ts';
import { formsOf, type PageForm, TestBrowser } from '../../../test/support/test-browser.ts';
import { PASSWORD, TestServer } from '../../../test/support/test-server.ts';
import { DAY } from '../../protocol/lifetimes.ts';

let server: TestServer;

afterEach(async () => {
  assert.deepEqual(
    server.answered.filter(({ status }) => status >= 500),
    [],
  );
  await server.close();
});

async function start(settings: Readonly<Record<string, string>> = {}): Promise<TestBrowser> {
  server = await TestServer.start({ REGISTRATIONS: 'closed', ...settings });
  await server.addAccount('mod', { role: 'moderator' });
  return signedIn(server, 'mod');
}

async function make(browser: TestBrowser, values: Readonly<Record<string, string>> = {}): Promise<Response> {
  const form = await openForm(browser, '/settings/invites', '/settings/invites');
  return browser.submit(form, { label: '', uses: '1', days: '7', ...values });
}

/** The path of the link that a page shows. */
function linkOn(html: string): string {
  const link = /https:\/\/social\.example(\/invite\/[\w-]+)/.exec(html)?.[1];
  assert.ok(link, html);
  return link;
}

async function signUp(path: string, username: string): Promise<number> {
  const browser = new TestBrowser(server);
  const [form] = formsOf(await (await browser.get(path)).text());
  if (form === undefined) return 404;
  const values = { username, email: `${username}@mail.example`, password: PASSWORD, agreement: '1' };
  return (await browser.submit(form, values)).status;
}

describe('/settings/invites', () => {
  test('makes an invite whose link is shown once, works as often as was said, and is kept as a digest', async () => {
    const browser = await start();
    const html = await (await make(browser, { label: 'Tea <b>club</b>', uses: '5' })).text();
    const link = linkOn(html);
    assert.ok(!html.includes('<b>club'));
    assert.match(textOf(html), /Tea <b>club<\/b>/);
    const again = await (await browser.get('/settings/invites')).text();
    assert.ok(!again.includes('/invite/'));
    const [invite] = await server.store.listInvites({ limit: 2 });
    assert.ok(!JSON.stringify(invite).includes(link.slice('/invite/'.length)));
    assert.equal(invite?.maxUses, 5);
    for (let count = 0; count < 5; count += 1) assert.equal(await signUp(link, `guest_${count}`), 302);
    assert.equal(await signUp(link, 'one_too_many'), 404);
    assert.match(textOf(await (await browser.get('/settings/invites')).text()), /5 of 5/);
    assert.deepEqual(
      server.events.flatMap((event) => (event.event === 'invite made' ? [event.actorId === invite?.accountId] : [])),
      [true],
    );
  });

  test('makes one that is good for as long as was said, or until it is ended', async () => {
    const browser = await start();
    const week = linkOn(await (await make(browser, { days: '7' })).text());
    const always = linkOn(await (await make(browser, { days: '', uses: '' })).text());
    server.clockOffset = 7 * DAY + 1;
    assert.equal(await signUp(week, 'late'), 404);
    assert.equal(await signUp(always, 'early'), 302);
    const list = await (await browser.get('/settings/invites')).text();
    const [end] = formsOf(list).filter(({ action }) => action.endsWith('/end'));
    assert.match(textOf(list), /expired/);
    assert.match(textOf(await (await browser.submit(end as PageForm)).text()), /has ended/);
    assert.equal(await signUp(always, 'too_late'), 404);
    assert.ok(server.events.some(({ event }) => event === 'invite ended'));
  });

  test('takes what its lists do not offer as the tightest, and says when a name is too long', async () => {
    const browser = await start();
    await make(browser, { uses: '1000000', days: '-5' });
    const [invite] = await server.store.listInvites({ limit: 1 });
    assert.deepEqual([invite?.maxUses, (invite?.expiresAt ?? 0) - (invite?.createdAt ?? 0)], [1, DAY]);
    const refused = await make(browser, { label: 'x'.repeat(101), uses: '5' });
    assert.equal(refused.status, 422);
    const html = await refused.text();
    assert.match(html, /value="x{101}"/);
    assert.match(html, /value="5" selected/);
    assert.equal((await make(browser, { label: 'x'.repeat(8 * 1024 * 1024) })).status, 413);
  });

  test('is there for staff only, for everybody or for nobody, as the operator decided', async () => {
    const rows = [
      ['staff', 200, 404],
      ['everyone', 200, 200],
      ['off', 404, 404],
    ] as const;
    for (const [INVITES, forStaff, forOthers] of rows) {
      const staff = await start({ INVITES });
      await server.addAccount('bob');
      const bob = await signedIn(server, 'bob');
      assert.equal((await staff.get('/settings/invites')).status, forStaff, INVITES);
      assert.equal((await bob.get('/settings/invites')).status, forOthers, INVITES);
      const { fields } = await openForm(bob, '/auth/sign_out', '/auth/sign_out');
      const post = await bob.submit({ action: '/settings/invites', method: 'POST', fields });
      assert.equal(post.status, forOthers, INVITES);
      assert.equal((await server.store.listInvites({ limit: 5 })).length, forOthers === 200 ? 1 : 0, INVITES);
      if (INVITES !== 'off') await server.close();
    }
  });

  test('is behind the sign-in', async () => {
    await start();
    const stranger = new TestBrowser(server);
    assert.match((await stranger.get('/settings/invites')).headers.get('location') ?? '', /^\/auth\/sign_in/);
  });

  test('acts by no form of a stranger (CSRF), and ends nobody else’s', async () => {
    const browser = await start({ INVITES: 'everyone' });
    await make(browser);
    const [own] = await server.store.listInvites({ limit: 1 });
    const form = await openForm(browser, '/settings/invites', '/settings/invites');
    const end = await openForm(browser, '/settings/invites', `/settings/invites/${own?.id}/end`);
    for (const one of [form, end]) {
      assert.equal((await browser.submit(one, {}, { 'Sec-Fetch-Site': 'cross-site' })).status, 422);
      assert.equal((await browser.submit(one, { authenticity_token: 'x' })).status, 422);
    }
    await server.addAccount('bob');
    const bob = await signedIn(server, 'bob');
    const { fields } = await openForm(bob, '/settings/invites', '/settings/invites');
    for (const id of [own?.id, '1', 'x', '..%2f'])
      assert.equal((await bob.submit({ ...end, action: `/settings/invites/${id}/end`, fields })).status, 404);
    const left = await server.store.listInvites({ limit: 5 });
    assert.deepEqual([left.length, left[0]?.endedAt], [1, undefined]);
  });

  test('keeps one person from filling the database', async () => {
    const browser = await start();
    const form = await openForm(browser, '/settings/invites', '/settings/invites');
    for (let count = 0; count < 50; count += 1) await browser.submit(form, { label: '', uses: '1', days: '7' });
    const refused = await browser.submit(form, { label: 'One more', uses: '1', days: '7' });
    assert.equal(refused.status, 422);
    assert.match(await refused.text(), /value="One more"/);
    assert.ok(linksOf(await (await browser.get('/settings/invites')).text()).includes('/settings/invites'));
  });
});
