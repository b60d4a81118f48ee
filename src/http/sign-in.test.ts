import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { openForm, signedIn } from '../../test/support/browsing.ts';
import { textOf } from '../../test/support/read-page.ts';
import { authorizePath, TestBrowser, userToken } from '../../test/support/test-browser.ts';
import { PASSWORD, TestServer } from '../../test/support/test-server.ts';
import { HOUR, MINUTE } from '../protocol/lifetimes.ts';

const list = '/oauth/authorized_applications';

let server: TestServer;

const start = async (settings: Readonly<Record<string, string>> = {}) => {
  server = await TestServer.start(settings);
  await server.addAccount('alice');
};

/** Moves the clock to the beginning of an hour, so that no window of a limit ends while a test counts. */
const startOfWindow = () => {
  server.clockOffset = HOUR - (Date.now() % HOUR) + MINUTE;
};

afterEach(() => server.close());

describe('signing in (contract §4.10)', () => {
  beforeEach(() => start());

  test('works with the name, the name in any case, and the e-mail address', async () => {
    for (const login of ['alice', 'ALICE', 'Alice@Example.ORG', '  alice ']) {
      const response = await new TestBrowser(server).signIn(login);
      assert.equal(response.status, 302, login);
      assert.equal(response.headers.get('location'), list);
    }
  });

  test('takes the password as it is, blanks and case included', async () => {
    for (const password of [PASSWORD.toUpperCase(), ` ${PASSWORD}`, `${PASSWORD} `, '']) {
      assert.equal((await new TestBrowser(server).signIn('alice', password)).status, 422);
    }
  });

  test('answers an unknown name and a wrong password alike: status, headers, page and cookies', async () => {
    const attempt = async (login: string) => {
      const browser = new TestBrowser(server);
      const form = await openForm(browser, '/auth/sign_in', '/auth/sign_in');
      const response = await browser.submit(form, { 'user[email]': login, 'user[password]': 'wrong' });
      const html = (await response.text())
        .replaceAll(login, 'LOGIN')
        .replaceAll(form.fields.authenticity_token ?? '', 'TOKEN');
      const headers = [...response.headers].filter(([name]) => name !== 'x-request-id');
      return { status: response.status, headers, html };
    };
    const wrong = await attempt('alice');
    const unknown = await attempt('nobody');
    assert.equal(wrong.status, 422);
    assert.deepEqual(unknown, wrong);
    assert.ok(!wrong.headers.some(([name]) => name === 'set-cookie'));
  });

  test('never shows the password again, and keeps what was typed as the name', async () => {
    const html = await (await new TestBrowser(server).signIn('alice "quoted"', 'my secret words')).text();
    assert.ok(!html.includes('my secret words'));
    assert.ok(html.includes('value="alice &quot;quoted&quot;"'));
  });

  test('survives hostile input without a server error', async () => {
    const browser = new TestBrowser(server);
    const form = await openForm(browser, '/auth/sign_in', '/auth/sign_in');
    const long = 'x'.repeat(100_000);
    for (const values of [
      { 'user[email]': long, 'user[password]': 'x' },
      { 'user[email]': 'alice', 'user[password]': long },
      { 'user[email]': "' OR 1=1 --", 'user[password]': "' OR 1=1 --" },
      { 'user[email]': '\u0000', 'user[password]': '\u0000' },
      { 'user[email]': '', 'user[password]': '' },
    ]) {
      assert.match(String((await browser.submit(form, values)).status), /^4(00|22)$/);
    }
    const body = `authenticity_token=${form.fields.authenticity_token}&user[email]=alice&user[email]=bob&user[password]=x`;
    const twice = await browser.request('/auth/sign_in', {
      method: 'POST',
      body,
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', 'Sec-Fetch-Site': 'same-origin' },
    });
    assert.equal(twice.status, 400);
  });

  test('a person who is signed in and asks for the form is led on', async () => {
    const browser = await signedIn(server);
    const response = await browser.get('/auth/sign_in');
    assert.equal(response.headers.get('location'), list);
  });

  for (const state of ['unconfirmed', 'pending', 'disabled', 'suspended'] as const) {
    test(`a person whose account is ${state} may sign in, and is told why no app can be let in (contract §4.4)`, async () => {
      const alice = await server.store.findAccountByUsername('alice');
      await server.setState({ id: alice?.id ?? '' }, state);
      const browser = await signedIn(server);
      // Who waits is led to what the account waits for: there is nothing to see yet.
      const waits = state === 'unconfirmed' || state === 'pending';
      assert.equal((await browser.get(list)).headers.get('location'), waits ? '/auth/confirmation' : null);
      const page = await browser.get(authorizePath(await server.registerApp()));
      assert.equal(page.status, 403);
      assert.ok(!(await page.text()).includes('action="/oauth/authorize"'));
    });
  }

  test('is noted, and so is a failure, without the password or what was typed', async () => {
    await signedIn(server);
    await new TestBrowser(server).signIn('alice', 'guess one');
    await new TestBrowser(server).signIn('typed my password here', 'x');
    const names = server.events.map(({ event }) => event);
    assert.deepEqual(names, ['signed in', 'sign-in failed', 'sign-in failed']);
    assert.doesNotMatch(JSON.stringify(server.events), /guess|typed|horse/);
  });
});

describe('signing out (contract §4.10)', () => {
  beforeEach(() => start());

  test('asks first by GET, acts by POST, and leads to the sign-in', async () => {
    const browser = await signedIn(server);
    const form = await openForm(browser, '/auth/sign_out', '/auth/sign_out');
    assert.equal((await browser.get(list)).status, 200, 'nothing happened yet');
    const response = await browser.submit(form);
    assert.equal(response.status, 302);
    assert.equal(response.headers.get('location'), '/auth/sign_in');
    assert.equal((await browser.get(list)).headers.get('location'), '/auth/sign_in');
  });

  test('acts by DELETE, too', async () => {
    const browser = await signedIn(server);
    const form = await openForm(browser, '/auth/sign_out', '/auth/sign_out');
    assert.equal((await browser.submit({ ...form, method: 'DELETE' })).status, 302);
    assert.equal((await browser.get(list)).status, 302);
  });

  test('answers programs with where to go', async () => {
    const browser = await signedIn(server);
    const form = await openForm(browser, '/auth/sign_out', '/auth/sign_out');
    const response = await browser.submit({ ...form, method: 'DELETE' }, {}, { Accept: 'application/json' });
    assert.equal(response.status, 200);
    assert.deepEqual(await response.json(), { redirect_to: '/auth/sign_in' });
    assert.equal((await browser.get(list)).status, 302);
  });

  test('leaves the tokens of apps alone', async () => {
    const browser = await signedIn(server);
    const token = await userToken(server, await server.registerApp(), 'alice');
    await browser.submit(await openForm(browser, '/auth/sign_out', '/auth/sign_out'));
    const me = await server.get('/api/v1/accounts/verify_credentials', { Authorization: `Bearer ${token}` });
    assert.equal(me.status, 200);
  });

  test('of one who is not signed in says so and offers no form', async () => {
    const response = await server.get('/auth/sign_out');
    const html = await response.text();
    assert.equal(response.status, 200);
    assert.match(textOf(html), /signed out/);
    assert.ok(!html.includes('<form'));
  });
});

describe('limits of signing in (contract §1.6, decision 17)', () => {
  beforeEach(async () => {
    await start({ RATE_LIMIT_FACTOR: '1' });
    startOfWindow();
  });

  const fail = async (login: string, times: number, address?: (index: number) => string) => {
    for (let index = 0; index < times; index += 1) {
      if (address !== undefined) server.address = address(index);
      const response = await new TestBrowser(server).signIn(login, 'wrong');
      assert.equal(response.status, 422, `try ${index + 1}`);
    }
  };
  const fromEverywhere = (index: number) => `198.51.100.${index}`;

  test('25 tries in five minutes by address, and then not even the right password', async () => {
    await fail('nobody', 24);
    await fail('somebody', 1);
    const blocked = await new TestBrowser(server).signIn('alice');
    assert.equal(blocked.status, 429);
    assert.match(textOf(await blocked.text()), /too many attempts/);
    server.address = '192.0.2.2';
    assert.equal((await new TestBrowser(server).signIn('alice')).status, 302, 'another address is free');
    server.address = '192.0.2.1';
    server.clockOffset += 5 * MINUTE;
    assert.equal((await new TestBrowser(server).signIn('alice')).status, 302, 'and so is the next window');
  });

  test('an IPv6 household counts as one address, whatever its last 64 bits (CVE-2026-45364)', async () => {
    await fail('nobody', 25, (index) => `2001:db8:1:2::${index.toString(16)}`);
    server.address = '2001:db8:1:2:ffff::1';
    assert.equal((await new TestBrowser(server).signIn('alice')).status, 429);
    server.address = '2001:db8:1:3::1';
    assert.equal((await new TestBrowser(server).signIn('alice')).status, 302);
  });

  test('25 tries in an hour by account, however it is spelt', async () => {
    const spellings = ['alice', 'ALICE', 'alice@example.org', 'Alice@EXAMPLE.org', ' alice '];
    for (const [index, spelling] of spellings.entries()) {
      await fail(spelling, 5, (each) => fromEverywhere(index * 5 + each));
    }
    for (const [index, spelling] of spellings.entries()) {
      server.address = fromEverywhere(100 + index);
      assert.equal((await new TestBrowser(server).signIn(spelling)).status, 429, spelling);
    }
    server.clockOffset += HOUR;
    assert.equal((await new TestBrowser(server).signIn('alice')).status, 302);
  });

  test('an unknown name meets the same limit, so that the limit tells nothing', async () => {
    await fail('nobody', 25, fromEverywhere);
    server.address = '192.0.2.9';
    assert.equal((await new TestBrowser(server).signIn('NOBODY', 'wrong')).status, 429);
  });

  test('strangers cannot lock out a browser that signed in before (decisions, Settled)', async () => {
    const own = await signedIn(server);
    await own.submit(await openForm(own, '/auth/sign_out', '/auth/sign_out'));
    await fail('alice', 24, fromEverywhere);
    server.address = '192.0.2.9';
    assert.equal((await new TestBrowser(server).signIn('alice')).status, 429, 'strangers are locked out');
    assert.equal((await own.signIn('alice')).status, 302);
  });

  test('a known browser has a limit of its own, too', async () => {
    const own = await signedIn(server);
    await own.submit(await openForm(own, '/auth/sign_out', '/auth/sign_out'));
    for (let index = 0; index < 25; index += 1) {
      server.address = fromEverywhere(index);
      assert.equal((await own.signIn('alice', 'wrong')).status, 422);
    }
    assert.equal((await own.signIn('alice')).status, 429);
  });

  test('a device cookie helps nobody else: not copied, not made up, not for another account', async () => {
    await server.addAccount('mallory');
    const own = await signedIn(server);
    const mallory = await signedIn(server, 'mallory');
    await mallory.submit(await openForm(mallory, '/auth/sign_out', '/auth/sign_out'));
    await fail('alice', 24, fromEverywhere);
    const device = '__Host-mastodoor_device';
    const copied = new TestBrowser(server);
    copied.cookies.set(device, own.cookies.get(device) ?? '');
    const madeUp = new TestBrowser(server);
    madeUp.cookies.set(device, Array.from({ length: 5 }, () => 'x'.repeat(43)).join('.'));
    for (const [index, browser] of [copied, madeUp, mallory].entries()) {
      server.address = fromEverywhere(200 + index);
      assert.equal((await browser.signIn('alice')).status, 429);
    }
  });

  test('parallel tries cannot overrun the limit: each is counted before it is judged', async () => {
    const browser = new TestBrowser(server);
    const form = await openForm(browser, '/auth/sign_in', '/auth/sign_in');
    const tries = await Promise.all(
      Array.from({ length: 40 }, () => browser.submit(form, { 'user[email]': 'alice', 'user[password]': 'wrong' })),
    );
    assert.equal(tries.filter(({ status }) => status === 422).length, 25);
    assert.equal(tries.filter(({ status }) => status === 429).length, 15);
  });

  test('a forged form is no try: a stranger’s page cannot use up the limit', async () => {
    const browser = new TestBrowser(server);
    const form = await openForm(browser, '/auth/sign_in', '/auth/sign_in');
    for (let index = 0; index < 30; index += 1) {
      const forged = await browser.submit(form, { 'user[email]': 'alice' }, { 'Sec-Fetch-Site': 'cross-site' });
      assert.equal(forged.status, 422);
    }
    assert.equal((await browser.signIn('alice')).status, 302);
  });
});
