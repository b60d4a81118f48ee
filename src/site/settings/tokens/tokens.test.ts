import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openForm, signedIn } from '../../../../test/support/browsing.ts';
import { textOf } from '../../../../test/support/read-page.ts';
import { formsOf, type TestBrowser, userToken } from '../../../../test/support/test-browser.ts';
import { TestServer } from '../../../../test/support/test-server.ts';
import { DAY, MINUTE } from '../../../protocol/lifetimes.ts';

const here = '/settings/tokens';
const formPage = `${here}/new`;

let server: TestServer;
let people = 0;

before(async () => {
  server = await TestServer.start();
});

after(() => server.close());

async function newPerson(options: Parameters<TestServer['addAccount']>[1] = {}) {
  people += 1;
  const account = await server.addAccount(`maker_${people}`, options);
  return { account, browser: await signedIn(server, account.username) };
}

interface Wish {
  readonly name?: string;
  readonly scopes?: readonly string[];
  readonly days?: string;
}

async function ask(browser: TestBrowser, { name = 'Script', scopes = ['read'], days = '30' }: Wish = {}) {
  return browser.submit(await openForm(browser, formPage, here), { name, scopes, days });
}

/** The secret as the page shows it. */
function secretIn(html: string): string {
  return /<textarea[^>]*readonly[^>]*>\s*([A-Za-z0-9_-]{43})<\/textarea>/.exec(html)?.[1] ?? '';
}

async function make(browser: TestBrowser, wish: Wish = {}): Promise<string> {
  const response = await ask(browser, wish);
  assert.equal(response.status, 200);
  return secretIn(await response.text());
}

const call = (path: string, token: string) => server.get(path, { Authorization: `Bearer ${token}` });
const own = '/api/v1/accounts/verify_credentials';

describe('making a personal access token (lesson 36)', () => {
  test('shows it once, warns that nobody may be given it, and it works with its scopes', async () => {
    const { account, browser } = await newPerson();
    const response = await ask(browser, { scopes: ['read:accounts', 'profile'] });
    const html = await response.text();
    const token = secretIn(html);
    assert.match(response.headers.get('cache-control') ?? '', /no-store/);
    assert.match(textOf(html), /Never give a token to anybody/);
    assert.equal(((await (await call(own, token)).json()) as { id: string }).id, account.id);
    assert.equal((await call('/api/v1/accounts/relationships', token)).status, 403);
    const list = await (await browser.get(here)).text();
    assert.ok(!list.includes(token));
    assert.match(textOf(list), /Script/);
  });

  test('suggests only to read, for 90 days', async () => {
    const { browser } = await newPerson();
    const html = await (await browser.get(formPage)).text();
    const ticked = [...html.matchAll(/<input[^>]* value="([^"]*)"[^>]*\bchecked/g)].map(([, value]) => value);
    assert.deepEqual(ticked, ['read', '90']);
  });

  test('ends it after the days that were chosen, with 401 and never a redirect (lesson 26)', async () => {
    const { browser } = await newPerson();
    const week = await make(browser, { days: '7' });
    const forEver = await make(browser, { days: 'never' });
    server.clockOffset = 7 * DAY + MINUTE;
    try {
      const refused = await call(own, week);
      assert.equal(refused.status, 401);
      assert.deepEqual(await refused.json(), { error: 'The access token expired' });
      assert.equal((await call(own, forEver)).status, 200);
      assert.match(textOf(await (await browser.get(here)).text()), /Ended/);
    } finally {
      server.clockOffset = 0;
    }
  });

  test('is refused without a name, a permission or an end, and what was chosen is kept', async () => {
    const { browser } = await newPerson();
    const response = await ask(browser, { name: ' ', scopes: [], days: '8' });
    const text = textOf(await response.text());
    assert.equal(response.status, 422);
    for (const words of [/Give the token a name/, /at least one permission/, /how long the token works/]) {
      assert.match(text, words);
    }
    const kept = await (await ask(browser, { name: 'x'.repeat(61), scopes: ['write:media'], days: '365' })).text();
    assert.ok(kept.includes(`value="${'x'.repeat(61)}"`));
    const ticked = [...kept.matchAll(/<input[^>]* value="([^"]*)"[^>]*\bchecked/g)].map(([, value]) => value);
    assert.deepEqual(ticked, ['write:media', '365']);
    assert.deepEqual(await server.store.listTokens({ limit: 9, accountId: (await newPerson()).account.id }), []);
  });

  test('offers scopes that rule the server to the staff only, also to a forged form', async () => {
    const { account, browser } = await newPerson();
    const html = await (await browser.get(formPage)).text();
    assert.doesNotMatch(html, /value="admin:/);
    for (const scopes of [['admin:read'], ['read', 'admin:write:accounts'], ['everything'], ['read write']]) {
      assert.equal((await ask(browser, { scopes })).status, 422);
    }
    assert.deepEqual(await server.store.listTokens({ limit: 9, accountId: account.id }), []);
    const staff = await newPerson({ role: 'admin' });
    assert.equal((await ask(staff.browser, { scopes: ['admin:read'] })).status, 200);
  });

  test('shows names as text, without what turns or hides them', async () => {
    const { browser } = await newPerson();
    await make(browser, { name: '<script>alert(1)</script>\u202e\u200b' });
    const html = await (await browser.get(here)).text();
    assert.ok(!/<script|\u202e|\u200b/.test(html));
    assert.ok(textOf(html).includes('<script>alert(1)</script>'));
  });

  test('asks for a fresh proof, before the form and before the act', async () => {
    const { account, browser } = await newPerson();
    const form = await openForm(browser, formPage, here);
    server.clockOffset = 16 * MINUTE;
    try {
      for (const response of [await browser.get(formPage), await browser.submit(form, { name: 'Late', days: '7' })]) {
        assert.match(
          response.headers.get('location') ?? '',
          /^\/auth\/confirm_identity\?page=%2Fsettings%2Ftokens%2Fnew$/,
        );
      }
    } finally {
      server.clockOffset = 0;
    }
    assert.deepEqual(await server.store.listTokens({ limit: 9, accountId: account.id }), []);
  });

  test('is no business of forms of other sites, nor of accounts that may not be used', async () => {
    const { account, browser } = await newPerson();
    const form = await openForm(browser, formPage, here);
    const wish = { name: 'Forged', scopes: 'read', days: '7' };
    assert.equal((await browser.submit(form, wish, { 'Sec-Fetch-Site': 'cross-site' })).status, 422);
    assert.equal((await browser.submit(form, { ...wish, authenticity_token: 'x' })).status, 422);
    for (const state of ['suspended', 'disabled', 'pending', 'unconfirmed'] as const) {
      await server.setState(account, state);
      assert.equal((await browser.submit(form, wish)).status, 403, state);
      assert.equal((await browser.get(here)).status, 403, state);
    }
    assert.deepEqual(await server.store.listTokens({ limit: 9, accountId: account.id }), []);
  });

  test('stops at fifty', async () => {
    const { account, browser } = await newPerson();
    const form = await openForm(browser, formPage, here);
    const wish = { name: 'One of many', scopes: 'read', days: '7' };
    for (let made = 0; made < 50; made += 1) assert.equal((await browser.submit(form, wish)).status, 200);
    const refused = await browser.submit(form, wish);
    assert.equal(refused.status, 422);
    assert.match(textOf(await refused.text()), /as many tokens as an account may have/);
    assert.equal((await server.store.listTokens({ limit: 99, accountId: account.id })).length, 50);
  });
});

describe('a personal access token', () => {
  test('is revoked on the page, at once, by its owner only', async () => {
    const { browser } = await newPerson();
    const token = await make(browser);
    const form = formsOf(await (await browser.get(here)).text()).find(({ action }) => action.startsWith(`${here}/`));
    assert.ok(form);
    const stranger = await newPerson();
    const strangers = await openForm(stranger.browser, formPage, here);
    await stranger.browser.submit({ ...strangers, action: form.action });
    assert.equal((await call(own, token)).status, 200);
    assert.equal((await browser.submit(form, {}, { 'Sec-Fetch-Site': 'cross-site' })).status, 422);
    assert.equal((await browser.submit(form)).headers.get('location'), `${here}?done=revoked`);
    assert.equal((await call(own, token)).status, 401);
    assert.match(textOf(await (await browser.get(here)).text()), /no personal access tokens/);
  });

  test('cannot be used to end an app’s access on this page', async () => {
    const { account, browser } = await newPerson();
    const token = await userToken(server, await server.registerApp(), account.username);
    const [grant] = await server.store.listGrants(account.id);
    const form = await openForm(browser, formPage, here);
    await browser.submit({ ...form, action: `${here}/${grant?.id}` });
    assert.equal((await call(own, token)).status, 200);
  });

  test('has no app: verify_credentials of apps knows none, and userinfo and introspection still tell the truth', async () => {
    const { account, browser } = await newPerson();
    const token = await make(browser, { scopes: ['profile'] });
    const app = await call('/api/v1/apps/verify_credentials', token);
    assert.equal(app.status, 404);
    assert.deepEqual(await app.json(), { error: 'Record not found' });
    const userinfo = (await (await call('/oauth/userinfo', token)).json()) as { preferred_username: string };
    assert.equal(userinfo.preferred_username, account.username);
    const { client_id, client_secret } = await server.registerApp();
    const client = { client_id, client_secret, token };
    assert.deepEqual(await (await server.post('/oauth/introspect', client)).json(), { active: false });
    const byItself = await server.post('/oauth/introspect', { token: 'x' }, { Authorization: `Bearer ${token}` });
    assert.equal(byItself.status, 401);
  });

  test('is ended by no app (RFC 7009 §2.1)', async () => {
    const { browser } = await newPerson();
    const token = await make(browser);
    const { client_id, client_secret } = await server.registerApp();
    const refused = await server.post('/oauth/revoke', { client_id, client_secret, token });
    assert.equal(refused.status, 403);
    assert.equal((await call(own, token)).status, 200);
  });

  test('is not among the apps, as a page and as JSON, and ends with all of them at once', async () => {
    const { browser } = await newPerson();
    const token = await make(browser, { name: 'Not an app' });
    const apps = '/oauth/authorized_applications';
    assert.deepEqual(await (await browser.get(apps, { Accept: 'application/json' })).json(), []);
    assert.doesNotMatch(textOf(await (await browser.get(apps)).text()), /Not an app/);
    const form = await openForm(browser, formPage, here);
    await browser.submit({ ...form, action: apps }, { _method: 'delete' });
    assert.equal((await call(own, token)).status, 401);
  });

  test('is of no use in a state in which the account may not be used (contract §11)', async () => {
    const { account, browser } = await newPerson();
    const token = await make(browser);
    await server.setState(account, 'suspended');
    assert.equal((await call(own, token)).status, 403);
  });

  test('is told to the audit with its id and scopes, and never its secret', async () => {
    const { account, browser } = await newPerson();
    const token = await make(browser, { scopes: ['read', 'read', 'profile'] });
    const event = server.events.findLast(({ event }) => event === 'personal token made');
    assert.ok(event?.event === 'personal token made');
    assert.deepEqual([event.accountId, event.scopes], [account.id, ['read', 'profile']]);
    assert.ok(!JSON.stringify(server.events).includes(token));
  });
});
