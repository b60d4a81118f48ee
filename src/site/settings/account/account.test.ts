import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openForm, signedIn } from '../../../../test/support/browsing.ts';
import { languageOf, textOf } from '../../../../test/support/read-page.ts';
import { formsOf, TestBrowser, userToken } from '../../../../test/support/test-browser.ts';
import { PASSWORD, TestServer } from '../../../../test/support/test-server.ts';
import { MINUTE } from '../../../protocol/lifetimes.ts';

const NEW = 'seventeen wandering teapots';
const here = '/settings/account';
const passwordPage = `${here}/password`;
const emailPage = `${here}/email`;

let server: TestServer;
let people = 0;

before(async () => {
  server = await TestServer.start();
});

after(() => server.close());

/** A person whom no other test knows, before a browser that just signed in. */
async function newPerson() {
  people += 1;
  const account = await server.addAccount(`careful_${people}`);
  return { account, browser: await signedIn(server, account.username) };
}

const opens = async (username: string, password: string) =>
  (await new TestBrowser(server).signIn(username, password)).status === 302;

const found = (id: string) => server.store.findAccount(id);

const lastEvent = (name: string) => server.events.findLast(({ event }) => event === name);

/** Opens the link of a mail and presses its button. */
async function followLink(link: string, browser = new TestBrowser(server)): Promise<Response> {
  const { pathname, search } = new URL(link);
  return browser.submit(await openForm(browser, pathname + search, pathname));
}

describe('the page of one’s account', () => {
  test('leads to the sign-in when nobody is signed in, and a form is refused', async () => {
    for (const path of [here, passwordPage, emailPage]) {
      const response = await new TestBrowser(server).get(path);
      assert.deepEqual([response.status, response.headers.get('location')], [302, '/auth/sign_in']);
    }
    for (const path of [passwordPage, emailPage, `${emailPage}/call_off`, `${here}/language`]) {
      assert.equal((await server.post(path, { password: NEW, email: 'x@example.org' })).status, 422, path);
    }
  });

  test('says why it cannot be used in a state in which it cannot', async () => {
    const { account, browser } = await newPerson();
    for (const [state, status] of [
      ['suspended', 403],
      ['unconfirmed', 403],
      ['pending', 200],
      ['disabled', 200],
    ] as const) {
      await server.setState(account, state);
      assert.equal((await browser.get(here)).status, status, state);
    }
  });

  test('says what was done only in its own words', async () => {
    const { browser } = await newPerson();
    for (const done of ['constructor', '__proto__', '<script>', '']) {
      const html = await (await browser.get(`${here}?done=${encodeURIComponent(done)}`)).text();
      assert.ok(!html.includes('notice-success') && !html.includes('<script'));
    }
    assert.match(textOf(await (await browser.get(`${here}?done=language`)).text()), /Your language is saved/);
  });

  test('asks for a fresh proof before the password or the address can be changed', async () => {
    const { account, browser } = await newPerson();
    const forms = [await openForm(browser, passwordPage, passwordPage), await openForm(browser, emailPage, emailPage)];
    server.clockOffset = 16 * MINUTE;
    try {
      for (const page of [passwordPage, emailPage]) {
        const location = (await browser.get(page)).headers.get('location') ?? '';
        assert.equal(location, `/auth/confirm_identity?page=${encodeURIComponent(page)}`);
      }
      for (const form of forms) {
        const response = await browser.submit(form, { password: NEW, email: 'mallory@example.org' });
        assert.match(response.headers.get('location') ?? '', /^\/auth\/confirm_identity/);
      }
      assert.equal((await found(account.id))?.unconfirmedEmail, undefined);
      const proof = await openForm(browser, passwordPage, '/auth/confirm_identity');
      const back = await browser.submit(proof, { password: PASSWORD });
      assert.equal(back.headers.get('location'), passwordPage);
    } finally {
      server.clockOffset = 0;
    }
    assert.ok(await opens(account.username, PASSWORD));
  });
});

describe('changing the password', () => {
  test('holds, signs out every other browser and renews this one, and lets apps go on (decision 19)', async () => {
    const { account, browser } = await newPerson();
    const other = await signedIn(server, account.username);
    const token = await userToken(server, await server.registerApp(), account.username);
    const [before] = [...browser.cookies].filter(([name]) => name.endsWith('session'));
    const stolen = new TestBrowser(server);
    for (const [name, value] of browser.cookies) stolen.cookies.set(name, value);
    const response = await browser.submit(await openForm(browser, passwordPage, passwordPage), { password: NEW });
    assert.equal(response.headers.get('location'), `${here}?done=password`);
    assert.equal((await browser.get(here)).status, 200);
    assert.notEqual(browser.cookies.get(before?.[0] ?? ''), before?.[1]);
    assert.equal((await other.get(here)).status, 302);
    assert.equal((await stolen.get(here)).status, 302, 'a copy of the old cookie is worth nothing');
    assert.equal((await server.store.listSessions(account.id)).length, 1);
    const api = await server.get('/api/v1/accounts/verify_credentials', { Authorization: `Bearer ${token}` });
    assert.equal(api.status, 200);
    assert.ok(await opens(account.username, NEW));
    assert.ok(!(await opens(account.username, PASSWORD)));
    assert.deepEqual((await server.nextMail(account.email, 'password changed')).to, account.email);
  });

  test('ends the apps too when the person says so', async () => {
    const { account, browser } = await newPerson();
    const token = await userToken(server, await server.registerApp(), account.username);
    await browser.submit(await openForm(browser, passwordPage, passwordPage), { password: NEW, ends_apps: '1' });
    const api = await server.get('/api/v1/accounts/verify_credentials', { Authorization: `Bearer ${token}` });
    assert.equal(api.status, 401);
    const event = lastEvent('password changed');
    assert.ok(event?.event === 'password changed');
    assert.deepEqual([event.accountId, event.grants], [account.id, 1]);
  });

  test('is refused for a password that is guessed soon, in words, and never shows it again', async () => {
    const { account, browser } = await newPerson();
    const form = await openForm(browser, passwordPage, passwordPage);
    for (const [password, words] of [
      ['', /Choose a password/],
      ['short', /too short/],
      ['x'.repeat(73), /too long/],
      ['password1', /known to everybody/],
      [`${account.username}!`, /your name or address/],
    ] as const) {
      const response = await browser.submit(form, { password, ends_apps: '1' });
      const html = await response.text();
      assert.equal(response.status, 422);
      assert.match(textOf(html), words);
      assert.ok(!html.includes(`value="${password}"`) || password === '');
      assert.match(html, /name="ends_apps"[^>]*\bchecked/, 'what was chosen is kept');
    }
  });

  test('is no business of forms of other sites, nor of a form that was made for another account', async () => {
    const { account, browser } = await newPerson();
    const form = await openForm(browser, passwordPage, passwordPage);
    assert.equal((await browser.submit(form, { password: NEW }, { 'Sec-Fetch-Site': 'cross-site' })).status, 422);
    assert.equal((await browser.submit(form, { password: NEW, authenticity_token: 'x' })).status, 422);
    const victim = await newPerson();
    assert.equal((await victim.browser.submit(form, { password: NEW })).status, 422);
    assert.ok(await opens(account.username, PASSWORD));
    assert.ok(await opens(victim.account.username, PASSWORD));
  });

  test('happens once when it is sent twice at once, and the second is told', async () => {
    const { account, browser } = await newPerson();
    const form = await openForm(browser, passwordPage, passwordPage);
    const passwords = [NEW, `${NEW} again`];
    const statuses = await Promise.all(
      passwords.map(async (password) => (await browser.submit(form, { password })).status),
    );
    assert.deepEqual([...statuses].sort(), [302, 409]);
    assert.ok(await opens(account.username, passwords[statuses.indexOf(302)] ?? ''));
    assert.ok(!(await opens(account.username, passwords[statuses.indexOf(409)] ?? '')));
  });

  test('against a reset at the same moment leaves one password, and no session of the other', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { account, browser } = await newPerson();
      await server.store.addMail({
        kind: 'reset password',
        accountId: account.id,
        to: account.email,
        locale: undefined,
        facts: {},
        createdAt: server.now(),
      });
      const { pathname, search } = new URL((await server.nextMail(account.email, 'reset password')).links[0] ?? '');
      const change = await openForm(browser, passwordPage, passwordPage);
      const resetter = new TestBrowser(server);
      const reset = await openForm(resetter, pathname + search, pathname);
      const [changed, done] = await Promise.all([
        browser.submit(change, { password: NEW }),
        resetter.submit(reset, { password: `${NEW} again` }),
      ]);
      const winner = done.status === 200 ? `${NEW} again` : NEW;
      assert.ok(done.status === 200 || changed.status === 302);
      assert.ok(await opens(account.username, winner));
      assert.ok(!(await opens(account.username, winner === NEW ? `${NEW} again` : NEW)));
    }
  });

  test('is limited by account (contract §1.6), and says so on the page', async () => {
    const strict = await TestServer.start({ RATE_LIMIT_FACTOR: '1' });
    try {
      await strict.addAccount('eager');
      const browser = await signedIn(strict, 'eager');
      const form = await openForm(browser, passwordPage, passwordPage);
      for (let tries = 0; tries < 10; tries += 1) {
        assert.equal((await browser.submit(form, { password: 'short' })).status, 422);
      }
      const refused = await browser.submit(form, { password: NEW });
      assert.equal(refused.status, 429);
      assert.match(textOf(await refused.text()), /changed too often/);
    } finally {
      await strict.close();
    }
  });
});

describe('changing the address', () => {
  test('counts when the mailed link was confirmed, in any browser, and tells the old address', async () => {
    const { account, browser } = await newPerson();
    const email = `new-${account.email}`;
    await browser.submit(await openForm(browser, emailPage, emailPage), { email: ` ${email} ` });
    const waiting = await (await browser.get(`${here}?done=email`)).text();
    assert.ok(textOf(waiting).includes(`You want to change it to ${email}`));
    assert.equal((await found(account.id))?.email, account.email);
    const mail = await server.nextMail(email, 'change email');
    const link = mail.links[0] ?? '';
    const { pathname, search } = new URL(link);
    const page = await new TestBrowser(server).get(pathname + search);
    assert.equal(page.headers.get('referrer-policy'), 'no-referrer');
    assert.equal((await found(account.id))?.email, account.email, 'opening the link does nothing');
    const done = await followLink(link);
    assert.match(textOf(await done.text()), /The new address counts/);
    const changed = await found(account.id);
    assert.deepEqual([changed?.email, changed?.unconfirmedEmail], [email, undefined]);
    assert.equal((await server.nextMail(account.email, 'email changed')).to, account.email);
    assert.equal((await new TestBrowser(server).get(pathname + search)).status, 404, 'once');
    assert.ok(await opens(email, PASSWORD));
    assert.ok(!(await opens(account.email, PASSWORD)));
  });

  test('happens once when the link is used twice at once', async () => {
    const { account, browser } = await newPerson();
    await browser.submit(await openForm(browser, emailPage, emailPage), { email: `twice-${account.email}` });
    const { pathname, search } = new URL((await server.nextMail(`twice-${account.email}`)).links[0] ?? '');
    const browsers = [new TestBrowser(server), new TestBrowser(server)];
    const forms = await Promise.all(browsers.map((one) => openForm(one, pathname + search, pathname)));
    const statuses = await Promise.all(
      browsers.map(async (one, place) => (await one.submit(forms[place] as (typeof forms)[0])).status),
    );
    assert.deepEqual(statuses.sort(), [200, 404]);
  });

  test('to an address of somebody else here is answered alike, and nothing is sent there', async () => {
    const { account, browser } = await newPerson();
    const taken = (await newPerson()).account.email;
    const answers = [];
    for (const email of [taken.toUpperCase(), `free-${account.email}`]) {
      const response = await browser.submit(await openForm(browser, emailPage, emailPage), { email });
      const page = textOf(await (await browser.get(response.headers.get('location') ?? '')).text());
      answers.push([response.status, page.replaceAll(email, 'EMAIL')]);
    }
    assert.deepEqual(answers[0], answers[1]);
    await server.sendMails();
    assert.deepEqual((await server.mailbox()).to(taken), []);
  });

  test('to an address that somebody took meanwhile is refused to whoever proved to read it, and the old one stays', async () => {
    const { account, browser } = await newPerson();
    const email = `contested-${account.email}`;
    await browser.submit(await openForm(browser, emailPage, emailPage), { email });
    const link = (await server.nextMail(email)).links[0] ?? '';
    await server.store.changeAccount((await newPerson()).account.id, { email });
    const response = await followLink(link);
    assert.equal(response.status, 409);
    assert.match(textOf(await response.text()), /Another account/);
    const unchanged = await found(account.id);
    assert.deepEqual([unchanged?.email, unchanged?.unconfirmedEmail], [account.email, undefined]);
  });

  test('can be called off, and then, as after another wish or a new password, the link is dead', async () => {
    const { account, browser } = await newPerson();
    const wish = async (email: string) => {
      await browser.submit(await openForm(browser, emailPage, emailPage), { email });
      return (await server.nextMail(email, 'change email')).links[0] ?? '';
    };
    const calledOff = await wish(`a-${account.email}`);
    await browser.submit(await openForm(browser, here, `${emailPage}/call_off`));
    const overtaken = await wish(`b-${account.email}`);
    const ended = await wish(`c-${account.email}`);
    await browser.submit(await openForm(browser, passwordPage, passwordPage), { password: NEW });
    for (const link of [calledOff, overtaken, ended]) {
      const { pathname, search } = new URL(link);
      assert.equal((await new TestBrowser(server).get(pathname + search)).status, 404);
    }
    assert.equal((await found(account.id))?.email, account.email);
  });

  test('is refused for what is no address, with what was typed', async () => {
    const { account, browser } = await newPerson();
    const form = await openForm(browser, emailPage, emailPage);
    for (const [email, words] of [
      ['', /Enter the new address/],
      ['nowhere', /does not look like/],
      [account.email, /your address already/],
      [`${'x'.repeat(320)}@example.org`, /too long/],
      ['a@example.org\r\nBcc: b@example.org', /does not look like/],
      ['"><script>alert(1)</script>', /does not look like/],
    ] as const) {
      const response = await browser.submit(form, { email });
      const html = await response.text();
      assert.equal(response.status, 422, email);
      assert.match(textOf(html), words);
      assert.ok(!html.includes('<script'));
      const again = formsOf(html).find(({ action }) => action === emailPage);
      assert.equal(again?.fields.email?.replaceAll(/[\r\n]/g, ''), email.replaceAll(/[\r\n]/g, ''));
    }
    assert.equal((await found(account.id))?.unconfirmedEmail, undefined);
  });

  test('is no business of forms of other sites, the link’s form included', async () => {
    const { account, browser } = await newPerson();
    const email = `forged-${account.email}`;
    const form = await openForm(browser, emailPage, emailPage);
    assert.equal((await browser.submit(form, { email }, { 'Sec-Fetch-Site': 'cross-site' })).status, 422);
    await browser.submit(form, { email });
    const callOff = await openForm(browser, here, `${emailPage}/call_off`);
    assert.equal((await browser.submit(callOff, { authenticity_token: 'x' })).status, 422);
    const { pathname, search } = new URL((await server.nextMail(email)).links[0] ?? '');
    const reader = new TestBrowser(server);
    const confirm = await openForm(reader, pathname + search, pathname);
    assert.equal((await reader.submit(confirm, {}, { 'Sec-Fetch-Site': 'cross-site' })).status, 422);
    assert.equal((await reader.submit(confirm, { authenticity_token: 'x' })).status, 422);
    assert.equal((await found(account.id))?.email, account.email);
    assert.equal((await reader.submit(confirm)).status, 200);
  });

  test('is limited by account, and keeps what was typed', async () => {
    const strict = await TestServer.start({ RATE_LIMIT_FACTOR: '1' });
    try {
      await strict.addAccount('eager');
      const browser = await signedIn(strict, 'eager');
      const form = await openForm(browser, emailPage, emailPage);
      for (let tries = 0; tries < 5; tries += 1) {
        assert.equal((await browser.submit(form, { email: `e${tries}@example.org` })).status, 302);
      }
      const refused = await browser.submit(form, { email: 'e6@example.org' });
      assert.equal(refused.status, 429);
      assert.ok((await refused.text()).includes('value="e6@example.org"'));
    } finally {
      await strict.close();
    }
  });
});

describe('the language of an account (contract §1.4)', () => {
  test('comes before the browser’s, after `lang`, and can be left to the browser again', async () => {
    const { account, browser } = await newPerson();
    const language = async (path = here, headers = { 'Accept-Language': 'ar' }) =>
      languageOf(await (await browser.get(path, headers)).text());
    assert.equal(await language(), 'ar');
    const choose = async (locale: string) =>
      browser.submit(await openForm(browser, here, `${here}/language`), { locale });
    await choose('de');
    assert.equal(await language(), 'de');
    assert.equal(await language(`${here}?lang=en`), 'en');
    assert.equal(await language(`${here}?lang=None`), 'de');
    assert.equal(await language('/oauth/authorized_applications'), 'de');
    assert.equal((await found(account.id))?.locale, 'de');
    for (const nonsense of ['', 'xx', '../de', 'x'.repeat(1000)]) {
      await choose('de');
      await choose(nonsense);
      assert.equal((await found(account.id))?.locale, undefined);
      assert.equal(await language(), 'ar');
    }
  });
});
