import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { signedIn } from '../../../test/support/browsing.ts';
import { textOf } from '../../../test/support/read-page.ts';
import { TestBrowser } from '../../../test/support/test-browser.ts';
import { TestServer } from '../../../test/support/test-server.ts';
import { decisions, keptEvents } from '../../accounts/audit/kept-events.ts';
import type { Account } from '../../accounts/ports.ts';
import { ar } from '../../pages/site/words/ar.ts';
import { de } from '../../pages/site/words/de.ts';
import { en } from '../../pages/site/words/en.ts';

const AT = Date.UTC(2026, 0, 31, 12);
const roles = ['user', 'moderator', 'admin', 'owner'] as const;

let server: TestServer;
let alice: Account;
let gone: Account;
let appId: string;
let clientId: string;
const browsers = new Map<string, TestBrowser>();

before(async () => {
  server = await TestServer.start();
  alice = await server.addAccount('alice');
  gone = await server.addAccount('gone');
  for (const role of roles) {
    const { username } = await server.addAccount(`the_${role}`, { role });
    browsers.set(role, await signedIn(server, username));
  }
  const app = await server.registerApp({ name: 'An <b>App</b>\u202e' });
  [appId, clientId] = [app.id, app.client_id];
  // What was written until here would be in the way.
  await server.composed.close();
  await server.store.sweepDirectory('audit entries', { before: 8e15, batch: 999, dryRun: false });
  const entry = { at: AT, actor: 'person', appId: undefined, address: '192.0.2.1', details: {} } as const;
  const own = (account: Account) => ({ actorId: account.id, accountId: account.id });
  for (let count = 0; count < 60; count++) {
    await server.store.addAuditEntry({ ...entry, ...own(gone), at: AT - 86_400_000, event: 'signed out' });
  }
  await server.store.addAuditEntry({ ...entry, ...own(alice), event: 'signed in' });
  await server.store.addAuditEntry({
    ...entry,
    ...own(alice),
    at: AT + 86_400_000,
    event: 'authorized',
    appId,
    address: '2001:db8::1',
    details: { scopes: ['read', 'write:<i>'], asked: true },
  });
  await server.store.deleteAccount(gone.id, AT);
});
after(() => server.close());

async function open(role: string, query = '') {
  const response = await (browsers.get(role) ?? new TestBrowser(server)).get(`/admin/audit${query}`);
  const html = await response.text();
  return { status: response.status, html, text: textOf(html), rows: html.match(/<li>\n<p><strong>/g)?.length ?? 0 };
}

describe('the audit log in the browser', () => {
  test('is for staff: anybody else finds no such page, and who is nobody is asked to sign in', async () => {
    const { status, html } = await open('user');
    assert.equal(status, 404);
    const missing = await browsers.get('user')?.get('/admin/no_such_page');
    assert.equal(missing?.status, 404);
    assert.doesNotMatch(html, /192\.0\.2\.1|audit/i);
    const asked = await new TestBrowser(server).get('/admin/audit');
    assert.equal(asked.status, 302);
    assert.equal(asked.headers.get('location'), '/auth/sign_in');
    for (const role of ['moderator', 'admin', 'owner']) assert.equal((await open(role)).status, 200, role);
  });

  test('is no page for staff that was locked out, or lost its role, from the next request on', async () => {
    const { id } = await server.addAccount('former', { role: 'admin' });
    const browser = await signedIn(server, 'former');
    const status = async () => (await browser.get('/admin/audit')).status;
    assert.equal(await status(), 200);
    await server.store.changeAccount(id, { role: 'user' });
    assert.equal(await status(), 404);
    await server.store.changeAccount(id, { role: 'admin', disabledAt: AT });
    assert.equal(await status(), 404);
  });

  test('says who did what, when, from where and to whom, with names shown as they are', async () => {
    const { html, text } = await open('admin');
    assert.match(text, /Let an app in/);
    assert.match(html, /<span>Permissions<\/span> <bdi[^>]*>read write:&lt;i&gt;<\/bdi>/);
    assert.ok(html.includes('An &lt;b&gt;App&lt;/b&gt;') && !html.includes('\u202e'));
    assert.ok(html.includes(`href="/admin/accounts/${alice.id}"`));
    assert.ok(html.includes('2001:db8::1'));
    assert.ok(html.includes('<time datetime="2026-02-01T12:00:00.000Z">'));
    assert.ok(html.includes(`${gone.id}</bdi></a> (not here any more)`));
  });

  test('shows addresses to admins only, and lets nobody else look for them', async () => {
    const { html, rows } = await open('moderator', '?address=2001:db8::1');
    assert.doesNotMatch(html, /2001:db8|192\.0\.2/);
    assert.doesNotMatch(html, /name="address"/);
    assert.equal(rows, 50);
    assert.equal((await open('admin', '?address=2001:db8::1')).rows, 1);
  });

  test('narrows by event, account, app and days, all of which must hold', async () => {
    const rows = async (query: string) => (await open('owner', query)).rows;
    assert.equal(await rows('?event=signed+in'), 1);
    assert.equal(await rows('?account=alice'), 2);
    assert.equal(await rows('?account=%40ALICE'), 2);
    assert.equal(await rows(`?account=${alice.id}&event=authorized`), 1);
    assert.equal(await rows(`?account=${gone.id}`), 50);
    assert.equal(await rows(`?app=${appId}`), 1);
    assert.equal(await rows(`?app=${clientId}`), 1);
    assert.equal(await rows('?since=2026-01-31'), 2);
    assert.equal(await rows('?since=2026-01-31&until=2026-01-31'), 1);
    assert.equal(await rows('?until=2026-01-29'), 0);
    assert.equal(await rows('?event=&account=&app=&address=&since=&until=&before='), 50);
    assert.equal(await rows('?event=no+such+event'), 0);
  });

  test('goes on page by page, with the filter, and back to the newest', async () => {
    const first = await open('owner', '?event=signed+out');
    const next = /rel="next" href="\/admin\/audit(\?[^"]+)"/.exec(first.html)?.[1]?.replaceAll('&amp;', '&') ?? '';
    assert.match(next, /^\?event=signed\+out&before=\d+$/);
    const second = await open('owner', next);
    assert.equal(second.rows, 10);
    assert.doesNotMatch(second.html, /rel="next"/);
    assert.match(second.html, /href="\/admin\/audit\?event=signed\+out">Newest entries/);
  });

  test('answers 422 and says what is wrong, with what was typed, where nothing can be looked for', async () => {
    for (const [query, problem] of [
      ['account=nobody', /There is no account of this name/],
      [`account=${encodeURIComponent('"><script>')}`, /There is no account of this name/],
      ['app=nothing', /There is no such app/],
      ['since=yesterday', /This is no day/],
      ['until=2026-02-31', /This is no day/],
      ['since=2026-01-01T00:00', /This is no day/],
    ] as const) {
      const { status, text, html, rows } = await open('owner', `?${query}`);
      assert.equal(status, 422, query);
      assert.match(text, problem);
      assert.equal(rows, 0);
      assert.doesNotMatch(html, /"><script>/);
      if (!/^(since|until)/.test(query)) assert.match(html, /type="text"[^>]*\n? value="[^"]+"/);
    }
  });

  test('takes whatever else a query holds for nothing', async () => {
    for (const query of [
      'before=abc',
      'before=99999999999999999999',
      'event[]=a',
      'account[x]=1',
      '%ff',
      `event=${'x'.repeat(5000)}`,
    ]) {
      const { status } = await open('owner', `?${query}`);
      assert.ok(status === 200 || status === 422, `${query}: ${status}`);
    }
  });
});

describe('the words of the audit log', () => {
  test('name every event that is kept, and every detail of it, in each language', () => {
    for (const { audit } of [en, de, ar]) {
      const [events, details] = [new Set(Object.keys(audit.events)), new Set(Object.keys(audit.details))];
      assert.deepEqual(
        keptEvents.filter((event) => !events.has(event)),
        [],
      );
      const kept = Object.values(decisions).flatMap((decision) =>
        'because' in decision ? [] : (decision.details ?? []),
      );
      assert.deepEqual(
        kept.filter((name) => !details.has(name)),
        [],
      );
    }
  });
});
