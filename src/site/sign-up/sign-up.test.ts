import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import { openForm, signedIn } from '../../../test/support/browsing.ts';
import { languageOf, linksOf, textOf } from '../../../test/support/read-page.ts';
import {
  authorizePath,
  consentForms,
  formsOf,
  type PageForm,
  TestBrowser,
} from '../../../test/support/test-browser.ts';
import { PASSWORD, TestServer } from '../../../test/support/test-server.ts';
import { digestOf } from '../../protocol/secret.ts';

let server: TestServer;

afterEach(async () => {
  assert.deepEqual(
    server.answered.filter(({ status }) => status >= 500),
    [],
  );
  await server.close();
});

async function start(settings: Readonly<Record<string, string>> = {}): Promise<TestBrowser> {
  server = await TestServer.start({ REGISTRATIONS: 'open', ...settings });
  return new TestBrowser(server);
}

const alice = { username: 'alice', email: 'alice@mail.example', password: PASSWORD, agreement: '1' };

async function signUp(browser: TestBrowser, values = {}, path = '/auth/sign_up'): Promise<Response> {
  return browser.submit(await openForm(browser, path, '/auth'), { ...alice, ...values });
}

/** The path of the link in the next mail to an address. */
async function linkTo(address: string): Promise<string> {
  const mail = await server.nextMail(address, 'confirm email');
  const link = mail.links.find((url) => url.includes('confirmation_token=')) ?? '';
  assert.ok(link.startsWith(`${server.origin}/auth/confirmation?confirmation_token=`), mail.text);
  return link.slice(server.origin.length);
}

async function follow(browser: TestBrowser, link: string): Promise<Response> {
  return browser.submit(await openForm(browser, link, '/auth/confirmation/confirm'));
}

async function page(response: Response | Promise<Response>): Promise<string> {
  return textOf(await (await response).text());
}

/** What of a page could tell one visitor from another, taken out. */
function neutral(html: string): string {
  return html
    .replace(/(name="authenticity_token" value=")[^"]*/g, '$1')
    .replaceAll(/(fresh|known)(_one)?/g, 'somebody');
}

describe('signing up in the browser', () => {
  test('leads from the form over the mail to an account that is ready', async () => {
    const browser = await start();
    const response = await signUp(browser);
    assert.equal(response.status, 302);
    assert.equal(response.headers.get('location'), '/auth/confirmation');
    const waiting = await (await browser.get('/auth/confirmation')).text();
    assert.match(textOf(waiting), /alice@mail\.example/);
    assert.match(textOf(waiting), /@alice@social\.example/);
    const account = await server.store.findAccountByUsername('alice');
    assert.deepEqual([account?.state, account?.locale, account?.role], ['unconfirmed', 'en', 'user']);
    const confirmed = await follow(browser, await linkTo('alice@mail.example'));
    assert.deepEqual([confirmed.status, confirmed.headers.get('location')], [303, '/oauth/authorized_applications']);
    assert.equal((await browser.get('/oauth/authorized_applications')).status, 200);
    assert.equal((await server.store.findAccountByUsername('alice'))?.state, 'active');
    assert.deepEqual(
      server.events.map(({ event }) => event).filter((event) => ['signed up', 'email confirmed'].includes(event)),
      ['signed up', 'email confirmed'],
    );
  });

  test('is offered on the start page and the sign-in page, and nowhere where nobody may', async () => {
    await start();
    for (const path of ['/', '/auth/sign_in']) {
      const links = linksOf(await (await server.get(path)).text());
      assert.ok(links.includes('/auth/sign_up'), path);
    }
    await server.close();
    await start({ REGISTRATIONS: 'closed' });
    for (const path of ['/', '/auth/sign_in']) {
      const links = linksOf(await (await server.get(path)).text());
      assert.ok(!links.includes('/auth/sign_up'), path);
    }
  });

  test('is in the language of the browser, which the account and its mails then have', async () => {
    const browser = await start();
    const html = await (await browser.get('/auth/sign_up', { 'Accept-Language': 'de' })).text();
    assert.equal(languageOf(html), 'de');
    const [form] = formsOf(html);
    await browser.submit(form as PageForm, alice, { 'Accept-Language': 'de' });
    assert.equal((await server.store.findAccountByUsername('alice'))?.locale, 'de');
    assert.match((await server.nextMail('alice@mail.example', 'confirm email')).subject, /Bestätige/);
  });

  test('is closed where nobody may sign up: a calm page, and nothing is made', async () => {
    const browser = await start();
    const form = await openForm(browser, '/auth/sign_up', '/auth');
    const closed = await TestServer.start({ REGISTRATIONS: 'closed' });
    try {
      const there = new TestBrowser(closed);
      const shown = await there.get('/auth/sign_up');
      assert.equal(shown.status, 403);
      const html = await shown.text();
      assert.equal(formsOf(html).length, 0);
      await there.get('/auth/sign_in');
      const [signIn] = formsOf(await (await there.get('/auth/sign_in')).text());
      const fields = { ...form.fields, authenticity_token: signIn?.fields.authenticity_token ?? '' };
      assert.equal((await there.submit({ ...form, fields }, alice)).status, 403);
      assert.equal(await closed.store.countAccounts(), 0);
    } finally {
      await closed.close();
    }
  });

  test('shows every problem at once, keeps what was typed but the password, and can be put right', async () => {
    const browser = await start({ REGISTRATIONS: 'approval', MINIMUM_AGE: '16', SERVER_RULES: 'Be <b>kind</b>.' });
    const form = await openForm(browser, '/auth/sign_up', '/auth');
    const typed = {
      username: '"><script>alert(1)</script>',
      email: 'nowhere',
      password: 'short',
      date_of_birth: '2024-01-01',
      reason: '</textarea><script>\r\nTea\u202e',
    };
    const { agreement: _, ...unagreed } = form.fields;
    const refused = await browser.submit({ ...form, fields: unagreed }, typed);
    assert.equal(refused.status, 422);
    const html = await refused.text();
    assert.ok(!/<script|<b>kind/.test(html));
    const text = textOf(html);
    for (const words of [
      /letters without accents/,
      /does not look like/,
      /too short/,
      /not old enough/,
      /Without your agreement/,
    ])
      assert.match(text, words);
    assert.match(html, /value="nowhere"/);
    assert.match(html, /&lt;\/textarea&gt;&lt;script&gt;/);
    assert.doesNotMatch(html, /value="short"/);
    const [again] = formsOf(html);
    const right = { ...alice, date_of_birth: '01.01.1990', reason: 'Tea' };
    assert.equal((await browser.submit(again as PageForm, right)).status, 302);
    assert.equal((await server.store.findAccountByUsername('alice'))?.reason, 'Tea');
  });

  test('tells that a username is taken, also to 20 who race for it', async () => {
    await start();
    const browsers = Array.from({ length: 20 }, () => new TestBrowser(server));
    const forms = await Promise.all(browsers.map((browser) => openForm(browser, '/auth/sign_up', '/auth')));
    const answers = await Promise.all(
      browsers.map((browser, index) =>
        browser.submit(forms[index] as PageForm, { ...alice, email: `a${index}@mail.example` }),
      ),
    );
    const refused = answers.filter(({ status }) => status === 422);
    assert.equal(refused.length, 19);
    for (const response of refused) assert.match(await page(response), /Somebody has this username already/);
  });

  test('takes nothing that is no form of this browser (CSRF), and loses nothing that was typed', async () => {
    const browser = await start();
    const form = await openForm(browser, '/auth/sign_up', '/auth');
    for (const response of [
      await browser.submit(form, alice, { 'Sec-Fetch-Site': 'cross-site' }),
      await browser.submit(form, { ...alice, authenticity_token: 'x' }),
      await new TestBrowser(server).submit(form, alice),
    ]) {
      assert.equal(response.status, 422);
      const html = await response.text();
      assert.match(textOf(html), /open for too long/);
      assert.match(html, /value="alice@mail\.example"/);
      assert.ok(!html.includes(PASSWORD));
    }
    assert.equal(await server.store.countAccounts(), 0);
  });

  test('refuses bodies that are too large or no form, and repeated fields, with a clear status', async () => {
    const browser = await start();
    const form = await openForm(browser, '/auth/sign_up', '/auth');
    const huge = await browser.submit(form, { ...alice, reason: 'x'.repeat(8 * 1024 * 1024) });
    assert.equal(huge.status, 413);
    const twice = new URLSearchParams({ ...form.fields, ...alice });
    twice.append('username', 'bob');
    assert.equal((await browser.request('/auth', { method: 'POST', body: twice })).status, 400);
    const headers = { 'Content-Type': 'application/json' };
    for (const body of ['[]', '{', JSON.stringify({ ...form.fields, ...alice, username: { a: 1 } })])
      assert.equal((await browser.request('/auth', { method: 'POST', headers, body })).status, 400, body);
    assert.equal(await server.store.countAccounts(), 0);
  });
});

describe('somebody who signs in while the account waits', () => {
  test('sees what it waits for, and so do the pages of the account', async () => {
    const browser = await start();
    await signUp(browser);
    const later = new TestBrowser(server);
    assert.equal((await later.signIn('alice')).headers.get('location'), '/oauth/authorized_applications');
    assert.equal((await later.get('/oauth/authorized_applications')).headers.get('location'), '/auth/confirmation');
    const settings = await later.get('/settings/profile');
    assert.equal(settings.status, 403);
    assert.ok(linksOf(await settings.text()).includes('/auth/confirmation'));
    await follow(later, await linkTo('alice@mail.example'));
    assert.equal((await later.get('/oauth/authorized_applications')).status, 200);
  });

  test('sets up a second factor where one is demanded, once the account is active, without losing the app’s request', async () => {
    const browser = await start({ REQUIRE_SECOND_FACTOR: 'everyone' });
    const app = await server.registerApp();
    const signIn = await (await browser.open(authorizePath(app))).text();
    const link = linksOf(signIn).find((href) => href.startsWith('/auth/sign_up?authorization=')) ?? '';
    await signUp(browser, {}, link);
    const confirmed = await follow(browser, await linkTo('alice@mail.example'));
    const again = await browser.get(confirmed.headers.get('location') ?? '');
    const path = again.headers.get('location') ?? '';
    assert.match(path, /^\/auth\/sign_in\?authorization=/, 'the session is worth nothing until there is a factor');
    assert.equal((await browser.get('/settings/profile')).status, 302);
    const step = await browser.signIn('alice', PASSWORD, path);
    assert.match(step.headers.get('location') ?? '', /^\/auth\/second_factor\/set_up\?authorization=/);
  });
});

describe('an address that has an account', () => {
  test('is answered like a new one, on every page that follows, and told to its owner alone (enumeration)', async () => {
    await start();
    await server.addAccount('olga', { email: 'known@mail.example', password: 'quite another thing, 7 elks' });
    const walk = async (name: string) => {
      const browser = new TestBrowser(server);
      const answers: [number, string, string][] = [];
      const note = async (response: Response) => {
        const names = response.headers.getSetCookie().map((line) => line.split('=')[0]);
        answers.push([response.status, `${names} ${response.headers.get('location')}`, neutral(await response.text())]);
      };
      const values = { username: `${name}_one`, email: `${name}@mail.example` };
      await note(await signUp(browser, values));
      await note(await browser.get('/auth/confirmation'));
      await note(await browser.submit(await openForm(browser, '/auth/confirmation', '/auth/confirmation')));
      await note(await browser.get('/settings/profile'));
      const later = new TestBrowser(server);
      await note(await later.signIn(values.email));
      await note(await later.signIn(values.username));
      await note(await later.get('/auth/confirmation'));
      await note(await signUp(new TestBrowser(server), values));
      const [form] = formsOf(await (await later.get('/auth/confirmation/new')).text());
      const resend = await openForm(new TestBrowser(server), '/auth/confirmation/new', '/auth/confirmation');
      assert.ok(form !== undefined && resend !== undefined);
      const stranger = new TestBrowser(server);
      const asked = await openForm(stranger, '/auth/confirmation/new', '/auth/confirmation');
      await note(await stranger.submit(asked, { email: values.email }));
      return answers;
    };
    assert.deepEqual(await walk('known'), await walk('fresh'));
    const known = (await server.mailbox()).to('known@mail.example').length;
    await server.nextMail('known@mail.example', 'address known');
    assert.equal(known, 0, 'nothing was sent before');
    assert.ok((await server.mailbox()).to('known@mail.example').every((mail) => !mail.text.includes('known_one')));
    await linkTo('fresh@mail.example');
  });

  test('queues a mail as a new one does; that the hashings are as many is proven beside the act', async () => {
    await start();
    await server.addAccount('olga', { email: 'known@mail.example', password: 'quite another thing, 7 elks' });
    const before = await server.store.countMails();
    await signUp(new TestBrowser(server), { username: 'one', email: 'known@mail.example' });
    await signUp(new TestBrowser(server), { username: 'two', email: 'fresh@mail.example' });
    assert.equal((await server.store.countMails()).waiting - before.waiting, 2);
  });
});

describe('an app’s request', () => {
  const consent = async (browser: TestBrowser, location: string | null) => {
    const response = await browser.open(location ?? '');
    return consentForms(await response.text());
  };

  async function signUpForApp(browser: TestBrowser): Promise<string> {
    const app = await server.registerApp();
    const signIn = await (await browser.open(authorizePath(app))).text();
    const link = linksOf(signIn).find((href) => href.startsWith('/auth/sign_up?authorization='));
    assert.ok(link);
    assert.match(await page(browser.get(link)), /Test Application asked for access/);
    const response = await signUp(browser, {}, link);
    const waiting = response.headers.get('location') ?? '';
    assert.match(waiting, /^\/auth\/confirmation\?authorization=/);
    return waiting;
  }

  test('survives the sign-up and the mail, and goes on in the same browser', async () => {
    const browser = await start();
    const waiting = await signUpForApp(browser);
    assert.match(await page(browser.get(waiting)), /go on with Test Application/);
    const confirmed = await follow(browser, await linkTo('alice@mail.example'));
    assert.match(confirmed.headers.get('location') ?? '', /^\/oauth\/authorize\/resume/);
    const { approve } = await consent(browser, confirmed.headers.get('location'));
    assert.match((await browser.submit(approve)).headers.get('location') ?? '', /[?&]code=/);
  });

  test('waits while the link is opened on another device, and then goes on where it began', async () => {
    const browser = await start();
    const waiting = await signUpForApp(browser);
    const phone = new TestBrowser(server);
    const confirmed = await follow(phone, await linkTo('alice@mail.example'));
    assert.equal(confirmed.status, 200);
    const html = await confirmed.text();
    assert.match(textOf(html), /Go back there and go on/);
    assert.ok(!linksOf(html).some((href) => href.includes('authorization=')), 'it is no business of that device');
    assert.equal((await phone.get('/oauth/authorized_applications')).status, 302, 'a link signs nobody in');
    await consent(browser, waiting);
  });

  test('survives a change of the address, and a wait for approval', async () => {
    const browser = await start({ REGISTRATIONS: 'approval' });
    const app = await server.registerApp();
    const signIn = await (await browser.open(authorizePath(app))).text();
    const link = linksOf(signIn).find((href) => href.startsWith('/auth/sign_up?authorization=')) ?? '';
    const waiting = (await signUp(browser, { reason: 'Tea' }, link)).headers.get('location') ?? '';
    const change = await openForm(browser, waiting, '/auth/confirmation/address');
    assert.match(
      await page(browser.submit(change, { email: 'other@mail.example' })),
      /on its way to other@mail\.example/,
    );
    const confirmed = await follow(browser, await linkTo('other@mail.example'));
    assert.equal(confirmed.headers.get('location'), waiting);
    assert.match(await page(browser.get(waiting)), /waits for approval/);
    const account = await server.store.findAccountByUsername('alice');
    await server.setState({ id: account?.id ?? '' }, 'active');
    await consent(browser, waiting);
  });

  test('that begins while the account still waits leads to the mail, and goes on afterwards', async () => {
    const browser = await start();
    await signUp(browser);
    const app = await server.registerApp();
    const refused = await browser.open(authorizePath(app));
    assert.equal(refused.status, 403);
    const help = linksOf(await refused.text()).find((href) => href.startsWith('/auth/confirmation?authorization='));
    assert.ok(help);
    await follow(browser, await linkTo('alice@mail.example'));
    await consent(browser, help);
  });

  test('of another browser is not told to this one, nor is any address out of the query followed', async () => {
    const browser = await start();
    const app = await server.registerApp();
    const stranger = new TestBrowser(server);
    const page = await stranger.open(authorizePath(app));
    const link = linksOf(await page.text()).find((href) => href.startsWith('/auth/sign_up?')) ?? '';
    const html = await (await browser.get(link)).text();
    assert.doesNotMatch(textOf(html), /Test Application/);
    for (const id of ['//evil.example', 'https://evil.example', '\\\\evil', 'x'.repeat(43)]) {
      const path = `/auth/sign_up?authorization=${encodeURIComponent(id)}`;
      const fresh = new TestBrowser(server);
      const username = `u${id.length}`;
      const response = await signUp(fresh, { username, email: `${username}@mail.example` }, path);
      assert.equal(response.headers.get('location'), '/auth/confirmation');
    }
  });
});

describe('the link in the mail', () => {
  test('changes nothing when it is opened, for programs that look at mails open links', async () => {
    const browser = await start();
    await signUp(browser);
    const link = await linkTo('alice@mail.example');
    const response = await server.get(link);
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('referrer-policy'), 'no-referrer');
    await server.request(link, { method: 'HEAD' });
    const text = textOf(await response.text());
    assert.match(text, /alice@mail\.example/);
    assert.match(text, /@alice@social\.example/);
    assert.equal((await server.store.findAccountByUsername('alice'))?.state, 'unconfirmed');
  });

  test('works once; opened again it says that all is well', async () => {
    const browser = await start();
    await signUp(browser);
    const link = await linkTo('alice@mail.example');
    const elsewhere = [new TestBrowser(server), new TestBrowser(server)];
    for (const other of elsewhere) assert.match(await page(follow(other, link)), /is ready/);
    assert.equal(server.events.filter(({ event }) => event === 'email confirmed').length, 1);
  });

  test('that is unknown, cut off or too old leads to a new one', async () => {
    const browser = await start();
    await signUp(browser);
    const link = await linkTo('alice@mail.example');
    const form = await openForm(browser, link, '/auth/confirmation/confirm');
    for (const path of [
      `${link}x`,
      link.slice(0, -1),
      '/auth/confirmation?confirmation_token=',
      `${link.split('=')[0]}=%00`,
    ]) {
      const response = await browser.get(path);
      assert.equal(response.status, 404, path);
      assert.ok(linksOf(await response.text()).includes('/auth/confirmation/new'));
    }
    server.clockOffset = 7 * 24 * 3600 * 1000 + 1000;
    assert.equal((await browser.submit(form)).status, 404);
    assert.equal((await server.store.findAccountByUsername('alice'))?.state, 'unconfirmed');
  });

  test('acts by no form of a stranger (CSRF)', async () => {
    const browser = await start();
    await signUp(browser);
    const form = await openForm(browser, await linkTo('alice@mail.example'), '/auth/confirmation/confirm');
    for (const forged of [
      browser.submit(form, {}, { 'Sec-Fetch-Site': 'cross-site' }),
      browser.submit(form, { authenticity_token: 'x' }),
      new TestBrowser(server).submit(form),
    ])
      assert.equal((await forged).status, 422);
    assert.equal((await server.store.findAccountByUsername('alice'))?.state, 'unconfirmed');
  });

  test('leads to the other account where the address got one meanwhile', async () => {
    const browser = await start();
    await signUp(browser, { username: 'first' });
    const second = new TestBrowser(server);
    await signUp(second, { username: 'second' });
    const [one, two] = [await linkTo('alice@mail.example'), await linkTo('alice@mail.example')];
    assert.equal((await follow(second, two)).status, 303);
    const late = await follow(browser, one);
    assert.equal(late.status, 409);
    assert.match(await page(late), /has another account/);
    assert.equal((await server.store.findAccountByLogin('alice@mail.example'))?.username, 'second');
  });
});

describe('the page of an account that waits', () => {
  test('sends the mail again, and to another address; what is no address is shown again', async () => {
    const browser = await start();
    await signUp(browser);
    await linkTo('alice@mail.example');
    const again = await openForm(browser, '/auth/confirmation', '/auth/confirmation');
    assert.match(await page(browser.submit(again)), /on its way to alice@mail\.example/);
    await linkTo('alice@mail.example');
    const change = await openForm(browser, '/auth/confirmation', '/auth/confirmation/address');
    const refused = await browser.submit(change, { email: 'no where' });
    assert.equal(refused.status, 422);
    const html = await refused.text();
    assert.match(html, /value="no where"/);
    assert.match(html, /<details class="more" open>/);
    await browser.submit(change, { email: 'right@mail.example' });
    await linkTo('right@mail.example');
  });

  test('acts by no form of a stranger (CSRF), and for nobody who is signed out', async () => {
    const browser = await start();
    await signUp(browser);
    const forms = [
      await openForm(browser, '/auth/confirmation', '/auth/confirmation'),
      await openForm(browser, '/auth/confirmation', '/auth/confirmation/address'),
    ];
    const before = await server.store.countMails();
    for (const form of forms) {
      const values: Record<string, string> = form.action.endsWith('address') ? { email: 'evil@mail.example' } : {};
      assert.equal((await browser.submit(form, values, { 'Sec-Fetch-Site': 'cross-site' })).status, 422);
      assert.equal((await browser.submit(form, { ...values, authenticity_token: 'x' })).status, 422);
      assert.equal((await new TestBrowser(server).submit(form, values)).status, 422);
    }
    assert.deepEqual(await server.store.countMails(), before);
  });

  test('is for those who wait: others go on, and strangers are asked for their address', async () => {
    await start();
    await server.addAccount('bob');
    const bob = await signedIn(server, 'bob');
    assert.equal((await bob.get('/auth/confirmation')).headers.get('location'), '/oauth/authorized_applications');
    const stranger = new TestBrowser(server);
    assert.equal((await stranger.get('/auth/confirmation')).headers.get('location'), '/auth/confirmation/new');
    const suspended = await server.addAccount('carol');
    const carol = await signedIn(server, 'carol');
    await server.setState(suspended, 'suspended');
    assert.equal((await carol.get('/auth/confirmation')).status, 403);
  });
});

describe('asking for the mail again without being signed in', () => {
  test('sends it to who waits, word to who has an account, and nothing to strangers; the page is the same', async () => {
    const browser = await start();
    await signUp(browser, { username: 'fresh', email: 'fresh@mail.example' });
    await linkTo('fresh@mail.example');
    await server.addAccount('bob', { email: 'known@mail.example' });
    const stranger = new TestBrowser(server);
    const form = await openForm(stranger, '/auth/confirmation/new', '/auth/confirmation');
    const answers: string[] = [];
    for (const email of ['fresh@mail.example', 'known@mail.example', 'somebody@mail.example']) {
      const response = await stranger.submit(form, { email });
      assert.equal(response.status, 200);
      answers.push(neutral(await response.text()));
    }
    assert.equal(new Set(answers).size, 1);
    await linkTo('fresh@mail.example');
    await server.nextMail('known@mail.example', 'address known');
    assert.equal((await server.mailbox()).to('somebody@mail.example').length, 0);
  });

  test('shows what is no address again, and a form of a stranger does nothing (CSRF)', async () => {
    const browser = await start();
    const form = await openForm(browser, '/auth/confirmation/new', '/auth/confirmation');
    const refused = await browser.submit(form, { email: 'a@b.example\r\nBcc: c@d.example' });
    assert.equal(refused.status, 422);
    assert.match(await page(refused), /does not look like/);
    await server.addAccount('bob', { email: 'known@mail.example' });
    const forged = await browser.submit(form, { email: 'known@mail.example' }, { 'Sec-Fetch-Site': 'cross-site' });
    assert.equal(forged.status, 422);
    assert.deepEqual(await server.store.countMails(), { waiting: 0, failed: 0 });
  });
});

describe('the limits', () => {
  test('of the form: 25 in 5 minutes from an address or an IPv6 /64, whatever is typed (contract §1.6)', async () => {
    const browser = await start({ RATE_LIMIT_FACTOR: '1' });
    const form = await openForm(browser, '/auth/sign_up', '/auth');
    const post = async (address: string) => {
      server.address = address;
      return browser.submit(form, { username: 'a b', email: '', password: '', agreement: '1' });
    };
    for (let count = 0; count < 25; count += 1) assert.equal((await post(`2001:db8::${count}`)).status, 422);
    const refused = await post('2001:db8::ffff');
    assert.equal(refused.status, 429);
    assert.match(await refused.text(), /value="a b"/);
    assert.equal((await post('2001:db8:0:1::1')).status, 422);
  });

  test('of mails to one address: 5 in 30 minutes from anywhere, by sign-up and by asking again', async () => {
    await start({ RATE_LIMIT_FACTOR: '1' });
    const statuses: number[] = [];
    for (let count = 0; count < 6; count += 1) {
      server.address = `198.51.100.${count}`;
      const values = { username: `a${count}`, email: count % 2 ? 'alice@mail.example' : 'ALICE@mail.example' };
      statuses.push((await signUp(new TestBrowser(server), values)).status);
    }
    assert.deepEqual(statuses, [302, 302, 302, 302, 302, 429]);
    server.address = '198.51.100.77';
    const stranger = new TestBrowser(server);
    const form = await openForm(stranger, '/auth/confirmation/new', '/auth/confirmation');
    assert.equal((await stranger.submit(form, { email: 'alice@mail.example' })).status, 429);
  });

  test('of an account that asks again and again: 5 in 30 minutes', async () => {
    const browser = await start({ RATE_LIMIT_FACTOR: '1' });
    await signUp(browser);
    const change = await openForm(browser, '/auth/confirmation', '/auth/confirmation/address');
    const statuses: number[] = [];
    for (let count = 0; count < 6; count += 1)
      statuses.push((await browser.submit(change, { email: `a${count}@mail.example` })).status);
    assert.deepEqual(statuses, [200, 200, 200, 200, 200, 429]);
  });

  test('of invites: 25 in 5 minutes from an address', async () => {
    await start({ RATE_LIMIT_FACTOR: '1' });
    for (let count = 0; count < 25; count += 1) assert.equal((await server.get(`/invite/guess${count}`)).status, 404);
    assert.equal((await server.get('/invite/guess25')).status, 429);
  });
});

describe('an invite', () => {
  async function invite(maxUses?: number): Promise<string> {
    const code = `code-${Math.random()}`;
    const facts = { accountId: undefined, label: '', createdAt: server.now(), expiresAt: undefined };
    await server.store.addInvite({ ...facts, digest: digestOf(code), maxUses });
    return `/invite/${code}`;
  }

  test('opens a closed server, and spares the reason and the approval', async () => {
    for (const REGISTRATIONS of ['closed', 'approval']) {
      const browser = await start({ REGISTRATIONS });
      const path = await invite();
      const html = await (await browser.get(path)).text();
      assert.match(textOf(html), /Somebody here invited you/);
      assert.doesNotMatch(html, /name="reason"/);
      assert.equal((await signUp(browser, {}, path)).status, 302);
      await follow(browser, await linkTo('alice@mail.example'));
      assert.equal((await server.store.findAccountByUsername('alice'))?.state, 'active');
      if (REGISTRATIONS === 'closed') await server.close();
    }
  });

  test('that is not good is answered in one way, whether it ever was', async () => {
    const browser = await start({ REGISTRATIONS: 'closed' });
    const used = await invite(1);
    await signUp(browser, {}, used);
    const pages = await Promise.all(
      [used, '/invite/unknown', '/invite/..%2f..%2f', `/invite/${'x'.repeat(500)}`].map(async (path) => {
        const response = await new TestBrowser(server).get(path);
        assert.equal(response.status, 404, path);
        return neutral(await response.text());
      }),
    );
    assert.equal(new Set(pages).size, 1);
  });

  test('of which two race for the last use lets one in, and loses nothing of the other where it is not needed', async () => {
    await start({ REGISTRATIONS: 'approval' });
    const path = await invite(1);
    const browsers = [new TestBrowser(server), new TestBrowser(server)];
    const answers = await Promise.all(
      browsers.map((browser, index) =>
        signUp(browser, { username: `racer_${index}`, email: `racer${index}@mail.example` }, path),
      ),
    );
    assert.deepEqual(answers.map(({ status }) => status).sort(), [302, 422]);
    const loser = answers.findIndex(({ status }) => status === 422);
    const html = await (answers[loser] as Response).text();
    assert.match(textOf(html), /invite is not good any more/);
    const [form] = formsOf(html);
    assert.equal(form?.fields.invite, undefined);
    const values = { password: PASSWORD, agreement: '1', reason: 'Tea' };
    assert.equal((await (browsers[loser] as TestBrowser).submit(form as PageForm, values)).status, 302);
  });
});
