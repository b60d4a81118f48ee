import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { Authenticator } from '../../../test/support/authenticator.ts';
import { authorizationOf, countStored, openForm, signedIn } from '../../../test/support/browsing.ts';
import { textOf } from '../../../test/support/read-page.ts';
import { redeem } from '../../../test/support/register.ts';
import { ceremony, codeOf, nextStep, recoveryCodesOn, seedOn } from '../../../test/support/second-factors.ts';
import { authorizePath, consentForms, formsOf, TestBrowser, userToken } from '../../../test/support/test-browser.ts';
import { PASSWORD, TestServer } from '../../../test/support/test-server.ts';

const path = '/auth/second_factor/set_up';
const home = '/oauth/authorized_applications';

let server: TestServer;

const start = async (demand: 'off' | 'staff' | 'everyone') => {
  server = await TestServer.start({ REQUIRE_SECOND_FACTOR: demand });
  await server.addAccount('alice');
};

beforeEach(() => start('everyone'));
afterEach(() => server.close());

async function halfSignedIn(username = 'alice'): Promise<TestBrowser> {
  const browser = new TestBrowser(server);
  assert.equal((await browser.signIn(username)).headers.get('location'), path);
  nextStep(server);
  return browser;
}

/** The page, with the form and the seed that it shows. */
async function openSetUp(browser: TestBrowser, page = path) {
  const html = await (await browser.get(page)).text();
  const form = formsOf(html).find(({ action }) => action === path);
  assert.ok(form);
  return { html, form, seed: seedOn(html) };
}

const isSignedIn = async (browser: TestBrowser) => (await browser.get(home)).status === 200;

describe('a second factor that is demanded', () => {
  test('is set up between the password and the session: an app, whose first code signs in', async () => {
    const browser = await halfSignedIn();
    assert.equal(await countStored(server, 'sessions'), 0);
    const { form, seed } = await openSetUp(browser);
    const done = await browser.submit(form, { code: codeOf(seed, server.now()) });
    const html = await done.text();
    assert.equal(done.status, 200);
    assert.equal(recoveryCodesOn(html).length, 10);
    assert.match(html, new RegExp(`href="${home}"`));
    assert.ok(await isSignedIn(browser));
    assert.equal(await countStored(server, 'sessions'), 1);
    nextStep(server);
    const again = new TestBrowser(server);
    assert.equal((await again.signIn('alice')).headers.get('location'), '/auth/second_factor');
  });

  test('or a passkey', async () => {
    const browser = await halfSignedIn();
    const authenticator = new Authenticator(server.origin);
    const done = await ceremony(browser, { path, action: `${path}/passkey` }, authenticator);
    assert.equal(done.status, 200);
    assert.equal(recoveryCodesOn(await done.text()).length, 10);
    assert.ok(await isSignedIn(browser));
    const other = new TestBrowser(server);
    const signIn = await ceremony(other, { path: '/auth/sign_in', action: '/auth/passkey' }, authenticator);
    assert.equal(signIn.status, 303);
    assert.ok(await isSignedIn(other));
  });

  test('is asked of a new server’s owner right after the account was made', async () => {
    await server.close();
    server = await TestServer.start({ REQUIRE_SECOND_FACTOR: 'staff' });
    const link = (await server.composed.setUpPath()) ?? '';
    const browser = new TestBrowser(server);
    const form = await openForm(browser, link, '/auth/setup');
    const owner = { username: 'owner', email: 'owner@example.org', display_name: '', password: PASSWORD };
    assert.equal((await browser.submit(form, owner)).headers.get('location'), path);
    assert.equal(await countStored(server, 'sessions'), 0);
    nextStep(server);
    const { form: setUp, seed } = await openSetUp(browser);
    assert.equal((await browser.submit(setUp, { code: codeOf(seed, server.now()) })).status, 200);
    assert.ok(await isSignedIn(browser));
  });

  test('does not lose the request of the app that waits, which is named (lesson 44)', async () => {
    const app = await server.registerApp({ name: 'Patient App' });
    const browser = new TestBrowser(server);
    const sent = await browser.get(authorizePath(app, { state: 'kept' }));
    const authorization = authorizationOf(sent.headers.get('location'));
    const step = await browser.signIn('alice', PASSWORD, sent.headers.get('location') ?? '');
    assert.equal(step.headers.get('location'), `${path}?authorization=${authorization}`);
    nextStep(server);
    const first = await openSetUp(browser, step.headers.get('location') ?? '');
    assert.match(textOf(first.html), /Patient App waits/);
    const wrong = await (await browser.submit(first.form, { code: '000000' })).text();
    assert.match(textOf(wrong), /That code does not fit/);
    assert.equal(seedOn(wrong), first.seed, 'the picture that was scanned stays');
    const again = formsOf(wrong).find(({ action }) => action === path);
    assert.ok(again);
    const done = await (await browser.submit(again, { code: codeOf(first.seed, server.now()) })).text();
    const [, next = ''] = /href="([^"]*\/oauth\/authorize\/resume[^"]*)"/.exec(done) ?? [];
    const { approve } = consentForms(await (await browser.open(next.replaceAll('&amp;', '&'))).text());
    const answer = new URL((await browser.submit(approve)).headers.get('location') ?? '');
    assert.equal(answer.searchParams.get('state'), 'kept');
    assert.equal((await redeem(server, app, answer.searchParams.get('code') ?? '')).status, 200);
  });

  test('is set up once: of fifty forms at the same time one signs in, and its codes are those that work', async () => {
    const browser = await halfSignedIn();
    const { form, seed } = await openSetUp(browser);
    const given = codeOf(seed, server.now());
    const answers = await Promise.all(Array.from({ length: 50 }, () => browser.submit(form, { code: given })));
    const done = answers.filter(({ status }) => status === 200);
    assert.equal(done.length, 1);
    assert.equal(await countStored(server, 'sessions'), 1);
    const codes = recoveryCodesOn((await done[0]?.text()) ?? '');
    const other = new TestBrowser(server);
    await other.signIn('alice');
    const forms = formsOf(await (await other.get('/auth/second_factor')).text());
    const recovery = forms.find(({ fields }) => 'recovery_code' in fields);
    assert.ok(recovery);
    assert.equal((await other.submit(recovery, { recovery_code: codes[9] ?? '' })).status, 303);
  });

  test('cannot be set up past one that was set up meanwhile in another browser', async () => {
    const [owner, thief] = [await halfSignedIn(), await halfSignedIn()];
    const waiting = await openSetUp(thief);
    const { form, seed } = await openSetUp(owner);
    assert.equal((await owner.submit(form, { code: codeOf(seed, server.now()) })).status, 200);
    const late = await thief.submit(waiting.form, { code: codeOf(waiting.seed, server.now()) });
    assert.equal(late.status, 422);
    assert.equal(await isSignedIn(thief), false);
    assert.equal((await thief.get(path)).headers.get('location'), '/auth/sign_in');
  });

  test('takes no seed that was offered to somebody else, made up, or an hour ago', async () => {
    await server.addAccount('mallory');
    const mallory = await openSetUp(await halfSignedIn('mallory'));
    const browser = await halfSignedIn();
    const { form } = await openSetUp(browser);
    for (const offer of [mallory.form.fields.offer ?? '', '', 'v1.x.y.z']) {
      const refused = await browser.submit(form, { offer, code: codeOf(mallory.seed, server.now()) });
      assert.equal(refused.status, 422);
      const html = await refused.text();
      assert.match(textOf(html), /That picture was too old/);
      assert.notEqual(seedOn(html), mallory.seed);
    }
    assert.equal(await isSignedIn(browser), false);
  });

  test('shows its seed to people and machines, and carries it sealed', async () => {
    const { html, form, seed } = await openSetUp(await halfSignedIn());
    assert.match(seed, /^[A-Z2-7]{32}$/);
    assert.match(html, /<svg[^>]*role="img"/);
    assert.ok(!JSON.stringify(form.fields).includes(seed));
    const dump = JSON.stringify(await server.store.listMails({ limit: 50 }));
    assert.ok(!dump.includes(seed));
  });

  test('takes no form of another site (CSRF), nor of another browser', async () => {
    const browser = await halfSignedIn();
    const { form, seed } = await openSetUp(browser);
    const code = codeOf(seed, server.now());
    assert.equal((await browser.submit(form, { code }, { 'Sec-Fetch-Site': 'cross-site' })).status, 422);
    assert.equal((await browser.submit(form, { code, authenticity_token: 'x' })).status, 422);
    const stranger = new TestBrowser(server);
    await stranger.get('/auth/sign_in');
    assert.equal((await stranger.submit(form, { code })).status, 422);
    assert.equal(await isSignedIn(browser), false);
  });

  test('is not asked where the account has one already, nor the other way round', async () => {
    const browser = await halfSignedIn();
    assert.equal((await browser.get('/auth/second_factor')).headers.get('location'), path);
    const { form, seed } = await openSetUp(browser);
    await browser.submit(form, { code: codeOf(seed, server.now()) });
    const again = new TestBrowser(server);
    await again.signIn('alice');
    assert.equal((await again.get(path)).headers.get('location'), '/auth/second_factor');
  });
});

describe('an account that lacks a demanded second factor', () => {
  test('has no session any more, and no token that works, until it is set up', async () => {
    await server.close();
    await start('staff');
    const app = await server.registerApp({ scopes: 'read profile' });
    const token = await userToken(server, app, 'alice', 'read profile');
    const browser = await signedIn(server);
    const verify = () => server.get('/api/v1/accounts/verify_credentials', { Authorization: `Bearer ${token}` });
    assert.equal((await verify()).status, 200);
    const account = await server.store.findAccountByUsername('alice');
    await server.store.changeAccount(account?.id ?? '', { role: 'moderator' });

    const refused = await verify();
    assert.equal(refused.status, 403);
    assert.deepEqual(await refused.json(), { error: 'Your login is currently disabled' });
    const userinfo = await server.get('/oauth/userinfo', { Authorization: `Bearer ${token}` });
    assert.equal(userinfo.status, 403);
    assert.equal(await isSignedIn(browser), false);
    assert.equal((await browser.get(home)).headers.get('location'), '/auth/sign_in');

    assert.equal((await browser.signIn('alice')).headers.get('location'), path);
    nextStep(server);
    const { form, seed } = await openSetUp(browser);
    await browser.submit(form, { code: codeOf(seed, server.now()) });
    assert.equal((await verify()).status, 200, 'the app need not sign in again');
    assert.ok(await isSignedIn(browser));
  });

  test('is still shown to others', async () => {
    assert.equal((await server.get('/@alice')).status, 200);
    const account = await server.store.findAccountByUsername('alice');
    assert.equal((await server.get(`/api/v1/accounts/${account?.id}`)).status, 200);
  });

  test('opens nothing by the password grant', async () => {
    await server.addAccount('bot', { allowsPasswordGrant: true });
    const { client_id, client_secret } = await server.registerApp();
    const fields = { grant_type: 'password', username: 'bot', password: PASSWORD, client_id, client_secret };
    const refused = await server.post('/oauth/token', fields);
    assert.equal(refused.status, 400);
    assert.equal(((await refused.json()) as { error: string }).error, 'invalid_grant');
  });

  test('that may not be used anyway is told that first', async () => {
    const account = await server.addAccount('new');
    await server.setState(account, 'pending');
    const browser = new TestBrowser(server);
    assert.equal((await browser.signIn('new')).headers.get('location'), home);
    const app = await server.registerApp();
    assert.equal((await browser.open(authorizePath(app))).status, 403);
  });

  test('of a person is left alone where only staff must', async () => {
    await server.close();
    await start('staff');
    assert.equal((await new TestBrowser(server).signIn('alice')).headers.get('location'), home);
    await server.addAccount('admin_person', { role: 'admin' });
    assert.equal((await new TestBrowser(server).signIn('admin_person')).headers.get('location'), path);
  });
});
