/**
 * Session fixation: whatever secrets a stranger plants in a browser before, every way of becoming somebody gives new ones,
 * and the planted ones open nothing, before and after (OWASP ASVS 3.2.1).
 */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { openForm, signedIn } from '../support/browsing.ts';
import { mailedSecret } from '../support/mailed-link.ts';
import { addApp, codeOf } from '../support/second-factors.ts';
import { TestBrowser } from '../support/test-browser.ts';
import { PASSWORD, TestServer } from '../support/test-server.ts';

const SESSION = '__Host-mastodoor_session';
const list = '/oauth/authorized_applications';
const NEW_PASSWORD = 'an ostrich counts violet umbrellas';

let server: TestServer;
beforeEach(async () => {
  server = await TestServer.start({ REGISTRATIONS: 'open' });
});
afterEach(() => server.close());

/** Whether a session secret opens anything. */
async function opens(secret: string | undefined): Promise<boolean> {
  const thief = new TestBrowser(server);
  if (secret !== undefined) thief.cookies.set(SESSION, secret);
  return (await thief.get(list)).status === 200;
}

/** A way of becoming somebody, in a browser that may hold anything. */
interface Way {
  /** Who has to be there, and how the browser has to stand, before. */
  readonly before: (browser: TestBrowser) => Promise<Record<string, string>>;
  readonly enter: (browser: TestBrowser, made: Record<string, string>) => Promise<Response>;
  /** The person was signed in before already, so the session from before ends. */
  readonly renews?: true;
}

const nothing = async () => ({});

const ways: Readonly<Record<string, Way>> = {
  'signing in': {
    async before() {
      await server.addAccount('alice');
      return {};
    },
    enter: (browser) => browser.signIn('alice'),
  },
  'signing in with a code of an app': {
    async before() {
      await server.addAccount('alice');
      return { ...(await addApp(server, await signedIn(server))), codes: '' };
    },
    async enter(browser, { seed = '' }) {
      await browser.signIn('alice');
      const form = await openForm(browser, '/auth/second_factor', '/auth/second_factor');
      return browser.submit(form, { code: codeOf(seed, server.now()) });
    },
  },
  'signing in with a recovery code': {
    async before() {
      await server.addAccount('alice');
      const { codes } = await addApp(server, await signedIn(server));
      return { code: codes[0] ?? '' };
    },
    async enter(browser, { code = '' }) {
      await browser.signIn('alice');
      const form = await openForm(browser, '/auth/second_factor', '/auth/second_factor');
      return browser.submit(form, { recovery_code: code });
    },
  },
  'signing up': {
    before: nothing,
    async enter(browser) {
      const form = await openForm(browser, '/auth/sign_up', '/auth');
      const fields = { username: 'alice', email: 'alice@example.org', password: NEW_PASSWORD, agreement: '1' };
      return browser.submit(form, fields);
    },
  },
  'making the account of the owner': {
    async before() {
      return { link: (await server.composed.setUpPath()) ?? '' };
    },
    async enter(browser, { link = '' }) {
      const owner = { username: 'owner', email: 'owner@example.org', display_name: 'O', password: PASSWORD };
      return browser.submit(await openForm(browser, link, '/auth/setup'), owner);
    },
  },
  'signing in as another beside oneself': {
    async before(browser) {
      await server.addAccount('alice');
      await server.addAccount('bob');
      await browser.signIn('bob');
      return {};
    },
    enter: (browser) => browser.signIn('alice', PASSWORD, '/auth/sign_in?another=1'),
  },
  'confirming who one is': {
    async before(browser) {
      await server.addAccount('alice');
      await browser.signIn('alice');
      return {};
    },
    async enter(browser) {
      const path = '/auth/confirm_identity';
      const form = await openForm(browser, `${path}?page=%2Fsettings%2Faccount`, path);
      return browser.submit(form, { password: PASSWORD });
    },
    renews: true,
  },
  'changing the password': {
    async before(browser) {
      await server.addAccount('alice');
      await browser.signIn('alice');
      return {};
    },
    async enter(browser) {
      const path = '/settings/account/password';
      return browser.submit(await openForm(browser, path, path), { password: NEW_PASSWORD });
    },
    renews: true,
  },
};

const planted = () => server.world.randomSecret();

for (const [name, way] of Object.entries(ways)) {
  describe(name, () => {
    test('takes no session secret from the browser: the planted one is replaced and opens nothing', async () => {
      const browser = new TestBrowser(server);
      const made = await way.before(browser);
      const earlier = browser.cookies.get(SESSION);
      const secrets = { session: planted(), others: planted(), browser: planted() };
      if (!way.renews && earlier === undefined) {
        for (const [cookie, secret] of Object.entries(secrets))
          browser.cookies.set(`__Host-mastodoor_${cookie}`, secret);
      }
      const response = await way.enter(browser, made);
      assert.ok(response.status === 302 || response.status === 303, String(response.status));
      const now = browser.cookies.get(SESSION);
      assert.notEqual(now, secrets.session);
      assert.notEqual(now, earlier);
      assert.ok(await opensSomething(now));
      for (const secret of Object.values(secrets)) assert.equal(await opens(secret), false);
      if (way.renews) assert.equal(await opens(earlier), false, 'the session from before lives on');
    });

    test('gives a secret that nobody can foresee, in a cookie that scripts and other sites do not get', async () => {
      const browser = new TestBrowser(server);
      const made = await way.before(browser);
      const response = await way.enter(browser, made);
      const lines = response.headers.getSetCookie().filter((line) => line.startsWith(`${SESSION}=`));
      assert.equal(lines.length, 1);
      assert.match(lines[0] ?? '', /^__Host-mastodoor_session=[A-Za-z0-9_-]{43};/);
      for (const part of ['HttpOnly', 'Secure', 'SameSite=Lax', 'Path=/']) assert.ok(lines[0]?.includes(part), part);
      assert.doesNotMatch(lines[0] ?? '', /Domain=/i);
    });
  });
}

/** Accounts that wait for their mail have no list of apps, but they are somebody: they are led to what they wait for. */
async function opensSomething(secret: string | undefined): Promise<boolean> {
  const again = new TestBrowser(server);
  again.cookies.set(SESSION, secret ?? '');
  const { status, headers } = await again.get(list);
  return status === 200 || headers.get('location') === '/auth/confirmation';
}

describe('a half-finished sign-in', () => {
  test('opens nothing, whatever cookie it is put into', async () => {
    await server.addAccount('alice');
    await addApp(server, await signedIn(server));
    const browser = new TestBrowser(server);
    const { status } = await browser.signIn('alice');
    assert.ok(status === 302 || status === 303);
    assert.equal(browser.cookies.has(SESSION), false);
    for (const value of browser.cookies.values()) assert.equal(await opens(value), false);
  });

  test('of another browser cannot be finished here', async () => {
    await server.addAccount('alice');
    await addApp(server, await signedIn(server));
    const victim = new TestBrowser(server);
    await victim.signIn('alice');
    const thief = new TestBrowser(server);
    await thief.get('/auth/sign_in');
    const own = new Map(thief.cookies);
    for (const [name, value] of victim.cookies) if (!own.has(name)) thief.cookies.set(name, value);
    const response = await thief.get('/auth/second_factor');
    assert.doesNotMatch(await response.text(), /name="code"/);
  });
});

describe('setting a new password by mail', () => {
  test('signs nobody in, and ends every session that there was', async () => {
    const alice = await server.addAccount('alice');
    const elsewhere = await signedIn(server);
    const token = await mailedSecret(server, 'reset password', alice);
    const browser = new TestBrowser(server);
    browser.cookies.set(SESSION, planted());
    const page = `/auth/password/edit?reset_password_token=${token}`;
    const response = await browser.submit(await openForm(browser, page, '/auth/password/edit'), {
      password: NEW_PASSWORD,
    });
    assert.equal(response.status, 200);
    assert.equal(await opens(browser.cookies.get(SESSION)), false);
    assert.equal(await opens(elsewhere.cookies.get(SESSION)), false);
  });
});
