import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { countStored, membersOf, openForm, signedIn } from '../../test/support/browsing.ts';
import { linksOf, textOf } from '../../test/support/read-page.ts';
import {
  authorizePath,
  consentForms,
  formsOf,
  type PageForm,
  redeem,
  TestBrowser,
} from '../../test/support/test-browser.ts';
import { PASSWORD, TestServer } from '../../test/support/test-server.ts';
import type { Account } from '../accounts/ports.ts';
import { en } from '../pages/messages/en.ts';
import { DAY, HOUR } from '../protocol/lifetimes.ts';

const session = '__Host-mastodoor_session';
const others = '__Host-mastodoor_others';
const list = '/oauth/authorized_applications';
const accounts = '/auth/accounts';
const another = '/auth/sign_in?another=1';

let server: TestServer;
let alice: Account;
let bob: Account;

beforeEach(async () => {
  server = await TestServer.start();
  alice = await server.addAccount('alice');
  bob = await server.addAccount('bob');
});

afterEach(() => server.close());

/** Who a page says is signed in. */
const whoIs = async (browser: TestBrowser) => {
  const page = await browser.get(list);
  return page.status === 200 ? /@(\w+)@social\.example/.exec(textOf(await page.text()))?.[1] : undefined;
};

/** A browser in which several people signed in, one after the other; the last one is in use. */
async function shared(...usernames: readonly string[]): Promise<TestBrowser> {
  const [first = 'alice', ...rest] = usernames;
  const browser = await signedIn(server, first);
  for (const username of rest) {
    assert.equal((await browser.signIn(username, PASSWORD, another)).status, 302);
  }
  return browser;
}

/** The forms that offer the other accounts, by the id of the account. */
const switchesOn = (html: string): ReadonlyMap<string, PageForm> =>
  new Map(
    formsOf(html)
      .filter(({ action }) => action === '/auth/switch')
      .map((form) => [form.fields.account ?? '', form]),
  );
const switchesAt = async (browser: TestBrowser, path = accounts) => switchesOn(await (await browser.open(path)).text());

const switchForm = async (browser: TestBrowser, account: Account, path = accounts): Promise<PageForm> => {
  const form = (await switchesAt(browser, path)).get(account.id);
  assert.ok(form, `${account.username} is not offered`);
  return form;
};

const grantsOf = async (account: Account, appId: string) =>
  (await server.store.listGrantsForApp(account.id, appId)).length;

/** Whether a secret is worth anything as the session of a browser. */
const opens = async (secret: string | undefined) => {
  const browser = new TestBrowser(server);
  browser.cookies.set(session, secret ?? '');
  return (await browser.get(list)).status === 200;
};

describe('several accounts of one browser (lesson 16)', () => {
  test('who signs in with another account keeps the first, and switches without a password', async () => {
    const browser = await shared('alice', 'bob');
    assert.equal(await whoIs(browser), 'bob');
    assert.equal(await countStored(server, 'sessions'), 2);
    const switched = await browser.submit(await switchForm(browser, alice));
    assert.equal(switched.status, 303);
    assert.equal(await whoIs(browser), 'alice');
    await browser.submit(await switchForm(browser, bob));
    assert.equal(await whoIs(browser), 'bob');
    assert.equal(await countStored(server, 'sessions'), 2);
  });

  test('the same account again is a new session in the place of the old one, in use or not (rotation)', async () => {
    const browser = await shared('alice', 'bob');
    const old = { alice: browser.cookies.get(others), bob: browser.cookies.get(session) };
    await browser.signIn('alice', PASSWORD, another);
    assert.equal(browser.cookies.get(others), old.bob);
    assert.equal(await opens(old.alice), false);
    await browser.signIn('alice', PASSWORD, another);
    assert.equal(await countStored(server, 'sessions'), 2);
    assert.deepEqual([...(await switchesAt(browser)).keys()], [bob.id]);
  });

  test('five have a place; of a sixth sign-in the one unused for longest is signed out, also on the server', async () => {
    for (const name of ['carol', 'dora', 'erin', 'fred']) await server.addAccount(name);
    const browser = await shared('alice', 'bob', 'carol', 'dora', 'erin');
    assert.equal((await switchesAt(browser)).size, 4);
    const first = browser.cookies.get(others)?.split('.').at(-1);
    await browser.signIn('fred', PASSWORD, another);
    const left = await switchesAt(browser);
    assert.equal(left.size, 4);
    assert.ok(!left.has(alice.id));
    assert.equal(await opens(first), false);
    assert.equal(await countStored(server, 'sessions'), 5);
    assert.ok((browser.cookies.get(others) ?? '').length < 4 * 44);
  });

  test('the header offers to switch where there is somebody to switch to, and only there', async () => {
    const offers = async (browser: TestBrowser) => linksOf(await (await browser.get(list)).text()).includes(accounts);
    assert.equal(await offers(await signedIn(server)), false);
    assert.equal(await offers(await shared('alice', 'bob')), true);
  });

  test('a person with one account is led to a further sign-in, too', async () => {
    const browser = await signedIn(server);
    assert.ok(linksOf(await (await browser.get('/auth/sign_out')).text()).includes(accounts));
    const html = await (await browser.get(accounts)).text();
    assert.ok(textOf(html).includes(en.accounts.alone));
    assert.ok(linksOf(html).includes(another));
    const form = await browser.get(another);
    assert.equal(form.status, 200);
    assert.ok(textOf(await form.text()).includes('You stay signed in as @alice@social.example'));
  });

  test('a wrong password for another account leaves who is signed in', async () => {
    const browser = await signedIn(server);
    const wrong = await browser.signIn('bob', 'wrong', another);
    assert.equal(wrong.status, 422);
    assert.ok(textOf(await wrong.text()).includes('You stay signed in as @alice@social.example'));
    assert.equal(await whoIs(browser), 'alice');
  });

  test('nobody is shown the page of accounts who is not signed in', async () => {
    const page = await new TestBrowser(server).get(accounts);
    assert.equal(page.headers.get('location'), '/auth/sign_in');
  });

  test('twenty switches at once leave one of the two in use, and both signed in', async () => {
    const browser = await shared('alice', 'bob');
    const form = await switchForm(browser, alice);
    const answers = await Promise.all(Array.from({ length: 20 }, () => browser.submit(form)));
    assert.ok(answers.some(({ status }) => status === 303));
    assert.ok(answers.every(({ status }) => status === 303 || status === 422));
    assert.ok(['alice', 'bob'].includes((await whoIs(browser)) ?? ''));
    assert.equal((await switchesAt(browser)).size, 1);
    assert.equal(await countStored(server, 'sessions'), 2);
  });
});

describe('on the consent page', () => {
  test('the others stand behind “Use another account”, and the request goes on as who is chosen', async () => {
    const app = await server.registerApp();
    const browser = await shared('bob', 'alice');
    const html = await (await browser.get(authorizePath(app, { state: 'kept' }))).text();
    assert.ok(textOf(html).includes(en.consent.useAnotherAccount));
    const form = switchesOn(html).get(bob.id);
    assert.ok(form);
    const location = (await browser.submit(form)).headers.get('location') ?? '';
    assert.match(location, /^\/oauth\/authorize\/resume\?authorization=/);
    const page = await (await browser.get(location)).text();
    assert.match(textOf(page), /Your account bob ?@bob@social\.example/);
    const members = membersOf((await browser.submit(consentForms(page).approve)).headers.get('location'));
    assert.equal(members.get('state'), 'kept');
    const token = (await (await redeem(server, app, members.get('code') ?? '')).json()) as { access_token: string };
    const me = await server.get('/api/v1/accounts/verify_credentials', {
      Authorization: `Bearer ${token.access_token}`,
    });
    assert.equal(((await me.json()) as { username: string }).username, 'bob');
    assert.equal(await grantsOf(alice, app.id), 0);
  });

  test('an account that is not signed in here signs in, keeps the request, and the first one stays', async () => {
    const app = await server.registerApp();
    const browser = await signedIn(server, 'alice');
    const html = await (await browser.get(authorizePath(app, { state: 'kept' }))).text();
    const link = linksOf(html).find((href) => href.startsWith(another));
    assert.ok(link);
    const back = (await browser.signIn('bob', undefined, link)).headers.get('location') ?? '';
    const page = await (await browser.get(back)).text();
    assert.match(textOf(page), /@bob@social\.example/);
    assert.ok(switchesOn(page).has(alice.id), 'and can be chosen again');
    const members = membersOf((await browser.submit(consentForms(page).approve)).headers.get('location'));
    assert.equal(members.get('state'), 'kept');
    assert.equal(await grantsOf(alice, app.id), 0);
    assert.equal(await grantsOf(bob, app.id), 1);
  });

  test('a page that was opened as one account approves nothing after the switch, and leads back to the request', async () => {
    const app = await server.registerApp();
    const browser = await shared('bob', 'alice');
    const html = await (await browser.get(authorizePath(app))).text();
    const { approve, deny } = consentForms(html);
    await browser.submit(await switchForm(browser, bob));
    for (const form of [approve, deny]) {
      const refused = await browser.submit(form);
      assert.equal(refused.status, 422);
      assert.equal(refused.headers.get('location'), null);
      const back = linksOf(await refused.text()).find((href) => href.includes('authorization='));
      assert.match(textOf(await (await browser.open(back ?? '')).text()), /@bob@social\.example/);
    }
    assert.equal((await grantsOf(alice, app.id)) + (await grantsOf(bob, app.id)), 0);
    await browser.submit(await switchForm(browser, alice));
    assert.equal((await browser.submit(approve)).status, 302, 'who switches back goes on where they were');
  });

  test('a stale page switches to nobody, and leads back to the request', async () => {
    const app = await server.registerApp();
    const browser = await shared('bob', 'alice');
    const form = await switchForm(browser, bob, authorizePath(app));
    await server.store.endSessionsOfAccount(alice.id);
    const refused = await browser.submit(form);
    assert.equal(refused.status, 422);
    const back = linksOf(await refused.text()).find((href) => href.includes('authorization='));
    const signIn = await browser.open(back ?? '');
    assert.ok(switchesOn(await signIn.text()).has(bob.id), 'the sign-in page offers who is still there');
  });

  test('force_login demands a fresh proof of whoever is chosen (decision 13)', async () => {
    const app = await server.registerApp();
    const browser = await shared('bob', 'alice');
    const signIn = (await browser.get(authorizePath(app, { force_login: 'true' }))).headers.get('location') ?? '';
    const form = await browser.get(signIn);
    assert.equal(switchesOn(await form.text()).size, 0, 'no short cut beside the password');
    const back = (await browser.signIn('alice', undefined, signIn)).headers.get('location') ?? '';
    const choose = switchesOn(await (await browser.get(back)).text()).get(bob.id);
    assert.ok(choose);
    const resumed = (await browser.submit(choose)).headers.get('location') ?? '';
    const demanded = (await browser.get(resumed)).headers.get('location') ?? '';
    assert.match(demanded, /^\/auth\/sign_in\?authorization=/);
    await browser.signIn('bob', undefined, demanded);
    const page = await (await browser.get(resumed)).text();
    assert.match(textOf(page), /@bob@social\.example/);
    const code = membersOf((await browser.submit(consentForms(page).approve)).headers.get('location')).get('code');
    assert.equal((await redeem(server, app, code ?? '')).status, 200);
    assert.equal(await grantsOf(alice, app.id), 0);
  });

  test('an account that may not use apps can be chosen, and is told why it may not', async () => {
    const app = await server.registerApp();
    const browser = await shared('bob', 'alice');
    await server.setState(bob, 'suspended');
    const form = await switchForm(browser, bob, authorizePath(app));
    const resumed = (await browser.submit(form)).headers.get('location') ?? '';
    assert.equal((await browser.get(resumed)).status, 403);
  });

  test('two tabs of two apps may each be answered by another account', async () => {
    const one = await server.registerApp({ name: 'One' });
    const two = await server.registerApp({ name: 'Two' });
    const browser = await shared('bob', 'alice');
    const first = consentForms(await (await browser.get(authorizePath(one, { state: 'one' }))).text());
    const second = await switchForm(browser, bob, authorizePath(two, { state: 'two' }));
    const resumed = (await browser.submit(second)).headers.get('location') ?? '';
    const asBob = consentForms(await (await browser.get(resumed)).text());
    const approved = membersOf((await browser.submit(asBob.approve)).headers.get('location'));
    assert.equal(approved.get('state'), 'two');
    assert.equal((await browser.submit(first.approve)).status, 422, 'the tab of alice is not bob’s');
    await browser.submit(await switchForm(browser, alice));
    const answered = membersOf((await browser.submit(first.approve)).headers.get('location'));
    assert.equal(answered.get('state'), 'one');
    assert.deepEqual([await grantsOf(alice, one.id), await grantsOf(bob, two.id)], [1, 1]);
    assert.deepEqual([await grantsOf(alice, two.id), await grantsOf(bob, one.id)], [0, 0]);
  });

  test('a request that expired meanwhile says what to do, and is nobody’s', async () => {
    const app = await server.registerApp();
    const browser = await shared('bob', 'alice');
    const form = await switchForm(browser, bob, authorizePath(app));
    server.clockOffset = DAY + HOUR;
    const location = (await browser.submit(form)).headers.get('location') ?? '';
    const page = await browser.get(location);
    assert.equal(page.status, 410);
    assert.ok(textOf(await page.text()).includes(en.errors.kinds['request expired'].advice));
  });
});

describe('what is not in the list cannot be chosen', () => {
  test('a session that ended elsewhere: it vanishes, and a page that still shows it says so', async () => {
    const browser = await shared('bob', 'alice');
    const form = await switchForm(browser, bob);
    await server.store.endSessionsOfAccount(bob.id);
    assert.equal((await switchesAt(browser)).size, 0);
    const refused = await browser.submit(form);
    assert.equal(refused.status, 422);
    const html = await refused.text();
    assert.ok(textOf(html).includes(en.signIn.problems.sessionEnded));
    assert.ok(
      formsOf(html).some(({ signIn }) => signIn !== undefined),
      'and lets the person sign in',
    );
    assert.equal(await whoIs(browser), 'alice', 'nobody takes its place');
  });

  test('a session that grew idle, though it was listed every day: to be listed is no use', async () => {
    const browser = await shared('bob', 'alice');
    const form = await switchForm(browser, bob);
    for (let day = 1; day <= 14; day += 1) {
      server.clockOffset = day * DAY - HOUR;
      assert.equal((await switchesAt(browser)).size, 1, `day ${day}`);
    }
    server.clockOffset = 14 * DAY + HOUR;
    assert.equal((await switchesAt(browser)).size, 0);
    assert.equal((await browser.submit(form)).status, 422);
    assert.equal(await whoIs(browser), 'alice');
  });

  test('an account that is signed in elsewhere only, or not at all, or is none', async () => {
    await signedIn(server, 'bob');
    const browser = await signedIn(server, 'alice');
    const { fields } = await openForm(browser, '/auth/sign_out', '/auth/sign_out');
    const form = { action: '/auth/switch', method: 'POST', fields: { ...fields }, boxes: [] };
    for (const account of [bob.id, '1', '', '__proto__', '0', 'x'.repeat(5000)]) {
      assert.equal((await browser.submit(form, { account })).status, 422, account.slice(0, 10));
      assert.equal(await whoIs(browser), 'alice');
    }
    assert.equal((await browser.submit(form, { account: alice.id })).status, 303, 'oneself is no switch');
  });

  test('a session of another browser, planted in this one (fixation)', async () => {
    const mallory = await signedIn(server, 'bob');
    const planted = mallory.cookies.get(session) ?? '';
    const victim = await signedIn(server, 'alice');
    victim.cookies.set(others, planted);
    assert.equal((await switchesAt(victim)).size, 0);
    const { fields } = await openForm(victim, '/auth/sign_out', '/auth/sign_out');
    const form = { action: '/auth/switch', method: 'POST', fields, boxes: [] };
    assert.equal((await victim.submit(form, { account: bob.id })).status, 422);
    assert.equal(await whoIs(victim), 'alice');
    await victim.signIn('alice', PASSWORD, another);
    assert.equal(victim.cookies.get(others), undefined, 'and is not kept');
  });

  test('a session that another browser had when the next one signs in here is ended, not kept', async () => {
    const mallory = await signedIn(server, 'bob');
    const victim = new TestBrowser(server);
    await victim.get('/auth/sign_in');
    victim.cookies.set(session, mallory.cookies.get(session) ?? '');
    await victim.signIn('alice', PASSWORD, another);
    assert.equal(await whoIs(victim), 'alice');
    assert.equal((await switchesAt(victim)).size, 0);
    assert.equal(await whoIs(mallory), undefined);
  });

  test('the cookie of a stranger helps nobody in another browser', async () => {
    const browser = await shared('bob', 'alice');
    const thief = await signedIn(server, 'bob');
    await server.addAccount('mallory');
    await thief.signIn('mallory', PASSWORD, another);
    thief.cookies.set(others, browser.cookies.get(others) ?? '');
    assert.equal((await switchesAt(thief)).size, 0);
  });

  test('garbage is as good as nothing, and never an error', async () => {
    const browser = await signedIn(server, 'alice');
    for (const garbage of ['x', '.', 'x'.repeat(43), `${'x'.repeat(43)}.`.repeat(200), '%00', '"', 'é']) {
      browser.cookies.set(others, encodeURI(garbage));
      for (const path of [accounts, '/auth/sign_out', list]) assert.equal((await browser.get(path)).status, 200);
    }
    await browser.signIn('bob', PASSWORD, another);
    assert.deepEqual([...(await switchesAt(browser)).keys()], [alice.id]);
  });

  test('a switch leads nowhere but to this server, whatever the form says', async () => {
    const browser = await shared('bob', 'alice');
    for (const authorization of ['//evil.example', 'https://evil.example/', '/\\evil', '../x', 'x'.repeat(43)]) {
      const name = (await whoIs(browser)) === 'alice' ? bob : alice;
      const form = await switchForm(browser, name);
      const location = (await browser.submit(form, { authorization, return_to: '//evil.example' })).headers.get(
        'location',
      );
      assert.match(location ?? '', /^\/oauth\/(authorized_applications|authorize\/resume\?authorization=x{43})$/);
    }
  });
});

describe('the cookie of the others', () => {
  test('is __Host-, HttpOnly, Secure, SameSite=Lax, and never authenticates /api (decision 18)', async () => {
    const browser = await signedIn(server, 'alice');
    const lines = (await browser.signIn('bob', PASSWORD, another)).headers.getSetCookie();
    const line = lines.find((one) => one.startsWith(`${others}=`)) ?? '';
    for (const attribute of ['HttpOnly', 'Secure', 'SameSite=Lax', 'Path=/']) assert.ok(line.includes(attribute), line);
    assert.equal((await browser.get('/api/v1/accounts/verify_credentials')).status, 401);
  });

  test('is not there for a browser with one account', async () => {
    const browser = await signedIn(server, 'alice');
    assert.equal(browser.cookies.has(others), false);
  });

  test('works over plain http, without the prefix', async () => {
    const plain = await TestServer.start({ PUBLIC_URL: 'http://localhost:3000' });
    try {
      await plain.addAccount('alice');
      const second = await plain.addAccount('bob');
      const browser = new TestBrowser(plain);
      await browser.signIn('bob');
      await browser.signIn('alice', PASSWORD, another);
      assert.ok((browser.cookies.get('mastodoor_others') ?? '').length === 43);
      assert.ok((await switchesAt(browser)).has(second.id));
    } finally {
      await plain.close();
    }
  });
});

describe('signing out where several are signed in', () => {
  test('ends the one in use; nobody takes its place, and the others wait on the sign-in page', async () => {
    const browser = await shared('bob', 'alice');
    const secret = browser.cookies.get(session);
    const page = await (await browser.get('/auth/sign_out')).text();
    assert.ok(textOf(page).includes(en.signOut.othersStay));
    const response = await browser.submit(await openForm(browser, '/auth/sign_out', '/auth/sign_out'));
    assert.equal(response.headers.get('location'), '/auth/sign_in');
    assert.equal(await whoIs(browser), undefined);
    assert.equal(await opens(secret), false);
    const signIn = await (await browser.get('/auth/sign_in')).text();
    const form = switchesOn(signIn).get(bob.id);
    assert.ok(form);
    await browser.submit(form);
    assert.equal(await whoIs(browser), 'bob');
    assert.equal((await switchesAt(browser)).size, 0);
  });

  test('or ends all of this browser, and no other browser’s', async () => {
    const elsewhere = await signedIn(server, 'bob');
    const browser = await shared('bob', 'alice');
    const secrets = [browser.cookies.get(session), browser.cookies.get(others)];
    const forms = formsOf(await (await browser.get('/auth/sign_out')).text());
    const all = forms.find(({ fields }) => fields.accounts === 'all');
    assert.ok(all);
    const response = await browser.submit(all);
    const cleared = response.headers.getSetCookie().filter((line) => line.includes('Max-Age=0'));
    assert.equal(cleared.length, 2);
    for (const secret of secrets) assert.equal(await opens(secret), false);
    assert.equal(await whoIs(browser), undefined);
    assert.equal(await whoIs(elsewhere), 'bob');
    const told = server.events
      .filter(({ event }) => event === 'signed out')
      .map((one) => 'accountId' in one && one.accountId);
    assert.deepEqual(told.sort(), [alice.id, bob.id].sort());
  });

  test('with one account there is one way out', async () => {
    const browser = await signedIn(server, 'alice');
    const page = await (await browser.get('/auth/sign_out')).text();
    assert.equal(formsOf(page).length, 1);
    assert.ok(!textOf(page).includes(en.signOut.othersStay));
  });

  test('loses no request that waits: who signed out goes on as one who stayed, or signs in again', async () => {
    const app = await server.registerApp();
    const browser = await shared('bob', 'alice');
    const { approve } = consentForms(await (await browser.get(authorizePath(app, { state: 'kept' }))).text());
    const { authorization = '' } = approve.fields;
    const out = await openForm(browser, '/auth/sign_out', '/auth/sign_out');
    const signIn = (await browser.submit(out, { authorization })).headers.get('location') ?? '';
    assert.match(signIn, /^\/auth\/sign_in\?authorization=/);
    const form = switchesOn(await (await browser.get(signIn)).text()).get(bob.id);
    assert.ok(form);
    const resumed = (await browser.submit(form)).headers.get('location') ?? '';
    const page = await (await browser.get(resumed)).text();
    const members = membersOf((await browser.submit(consentForms(page).approve)).headers.get('location'));
    assert.equal(members.get('state'), 'kept');
    assert.equal(await grantsOf(bob, app.id), 1);
  });
});
