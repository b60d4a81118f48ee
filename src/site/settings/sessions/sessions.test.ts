import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { signedIn } from '../../../../test/support/browsing.ts';
import { textOf } from '../../../../test/support/read-page.ts';
import { formsOf, type PageForm, TestBrowser, userToken } from '../../../../test/support/test-browser.ts';
import { PASSWORD, TestServer } from '../../../../test/support/test-server.ts';
import { DAY } from '../../../protocol/lifetimes.ts';

const here = '/settings/sessions';

let server: TestServer;
let people = 0;

before(async () => {
  server = await TestServer.start();
});

after(() => server.close());

async function newPerson() {
  people += 1;
  const account = await server.addAccount(`traveller_${people}`);
  return { account, browser: await signedIn(server, account.username) };
}

async function signInFrom(username: string, address: string, userAgent: string): Promise<TestBrowser> {
  const browser = new TestBrowser(server);
  const [form] = formsOf(await (await browser.get('/auth/sign_in')).text());
  assert.ok(form);
  server.address = address;
  try {
    await browser.submit(form, { 'user[email]': username, 'user[password]': PASSWORD }, { 'User-Agent': userAgent });
  } finally {
    server.address = '192.0.2.1';
  }
  return browser;
}

async function formsAt(browser: TestBrowser): Promise<readonly PageForm[]> {
  return formsOf(await (await browser.get(here)).text()).filter(({ action }) => action.startsWith(`${here}/`));
}

const isIn = async (browser: TestBrowser) => (await browser.get(here)).status === 200;

describe('the page of signed-in browsers', () => {
  test('shows each with name, system, address and times, and marks the reader’s own', async () => {
    const { account, browser } = await newPerson();
    await signInFrom(
      account.username,
      '2001:db8::77',
      'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0',
    );
    await signInFrom(account.username, '198.51.100.9', '<script>alert(1)</script>');
    const html = await (await browser.get(here)).text();
    const text = textOf(html);
    assert.match(text, /Firefox on Linux/);
    assert.match(text, /2001:db8::77/);
    assert.match(text, /198\.51\.100\.9/);
    assert.equal(text.match(/This browser/g)?.length, 1);
    assert.ok(!/<script/.test(html));
    assert.equal((await formsAt(browser)).length, 3, 'two to end, and all others at once');
  });

  test('ends one: that browser is out, others are not, and apps go on', async () => {
    const { account, browser } = await newPerson();
    const other = await signedIn(server, account.username);
    const third = await signedIn(server, account.username);
    const token = await userToken(server, await server.registerApp(), account.username);
    const sessions = await server.store.listSessions(account.id);
    const oldest = [...sessions].sort((a, b) => Number(BigInt(a.id) - BigInt(b.id)))[1];
    const form = (await formsAt(browser)).find(({ action }) => action.endsWith(`/${oldest?.id}`));
    assert.ok(form);
    const response = await browser.submit(form);
    assert.equal(response.headers.get('location'), `${here}?ended=one`);
    assert.deepEqual(await Promise.all([browser, other, third].map(isIn)), [true, false, true]);
    const api = await server.get('/api/v1/accounts/verify_credentials', { Authorization: `Bearer ${token}` });
    assert.equal(api.status, 200);
    const { at: _, ...event } = server.events.findLast(({ event }) => event === 'sessions ended') ?? { at: 0 };
    assert.deepEqual(event, { event: 'sessions ended', accountId: account.id, count: 1, address: '192.0.2.1' });
  });

  test('ends all others at once', async () => {
    const { account, browser } = await newPerson();
    const others = await Promise.all([1, 2, 3].map(() => signedIn(server, account.username)));
    const form = (await formsAt(browser)).find(({ action }) => action.endsWith('/end_others'));
    assert.ok(form);
    await browser.submit(form);
    assert.deepEqual(await Promise.all([browser, ...others].map(isIn)), [true, false, false, false]);
    assert.doesNotMatch(textOf(await (await browser.get(here)).text()), /everywhere else/);
  });

  test('cannot end another person’s session, by id or by a form of another site', async () => {
    const { account, browser } = await newPerson();
    const other = await signedIn(server, account.username);
    const victim = await newPerson();
    const [theirs] = await server.store.listSessions(victim.account.id);
    const [form] = await formsAt(browser);
    assert.ok(form && theirs);
    await browser.submit({ ...form, action: `${here}/${theirs.id}` });
    assert.ok(await isIn(victim.browser));
    assert.equal((await browser.submit(form, {}, { 'Sec-Fetch-Site': 'cross-site' })).status, 422);
    assert.equal((await browser.submit(form, { authenticity_token: 'x' })).status, 422);
    assert.equal((await new TestBrowser(server).submit(form)).status, 422);
    assert.ok(await isIn(other));
    for (const id of ['0', 'x', '9'.repeat(40), '..%2f..']) {
      assert.equal((await browser.submit({ ...form, action: `${here}/${id}` })).status, 302, id);
    }
  });

  test('is there in every state of the account, and shows no session whose time is over', async () => {
    const { account, browser } = await newPerson();
    for (const state of ['unconfirmed', 'pending', 'disabled', 'suspended'] as const) {
      await server.setState(account, state);
      assert.ok(await isIn(browser), state);
    }
    await server.setState(account, 'active');
    server.clockOffset = 15 * DAY;
    try {
      const later = await signedIn(server, account.username);
      assert.equal((await formsAt(later)).length, 0, 'the one that idled for 15 days is not listed');
    } finally {
      server.clockOffset = 0;
    }
  });
});
