import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openConsent, signedIn } from '../../test/support/browsing.ts';
import { authorizePath, formsOf, TestBrowser } from '../../test/support/test-browser.ts';
import { PASSWORD, TestServer } from '../../test/support/test-server.ts';
import { createNotifier } from '../accounts/mail/notify.ts';
import { testAccount } from '../accounts/test-account.ts';
import { DAY } from '../protocol/lifetimes.ts';

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0';

let server: TestServer;
let people = 0;

before(async () => {
  server = await TestServer.start();
});

after(() => server.close());

/** Somebody whose account is older than the moment in which it was made. */
async function settledPerson(options: Parameters<TestServer['addAccount']>[1] = {}) {
  people += 1;
  server.clockOffset = -30 * DAY;
  const account = await server.addAccount(`settled_${people}`, options);
  server.clockOffset = 0;
  return account;
}

async function signIn(browser: TestBrowser, username: string, userAgent = firefox): Promise<Response> {
  const form = formsOf(await (await browser.get('/auth/sign_in?another=1')).text()).find(({ signIn }) => signIn);
  assert.ok(form);
  const fields = { 'user[email]': username, 'user[password]': PASSWORD };
  return browser.submit(form, fields, { 'User-Agent': userAgent });
}

/** The kinds of mails that were queued for an address, once all that was heard is queued. */
async function kindsFor(email: string): Promise<readonly string[]> {
  await new Promise((resolve) => setTimeout(resolve, 50));
  return (await server.store.listMails({ limit: 1000 })).filter(({ to }) => to === email).map(({ kind }) => kind);
}

describe('a mail about a new sign-in', () => {
  test('names browser and address, and comes only from browsers that were not used before', async () => {
    const account = await settledPerson();
    const browser = new TestBrowser(server);
    server.address = '198.51.100.23';
    await signIn(browser, account.username);
    server.address = '192.0.2.1';
    const mail = await server.nextMail(account.email, 'new sign-in');
    assert.match(mail.text, /Firefox on Linux/);
    assert.match(mail.text, /198\.51\.100\.23/);
    const [out] = formsOf(await (await browser.get('/auth/sign_out')).text());
    assert.ok(out);
    await browser.submit(out);
    assert.equal((await signIn(browser, account.username)).status, 302);
    assert.deepEqual(await kindsFor(account.email), [], 'the same browser again');
    await signIn(new TestBrowser(server), account.username);
    await server.nextMail(account.email, 'new sign-in');
  });

  test('is in the language of the account', async () => {
    const account = await settledPerson({ locale: 'de' });
    await signIn(new TestBrowser(server), account.username);
    assert.match((await server.nextMail(account.email, 'new sign-in')).text, /Firefox unter Linux/);
  });

  test('carries nothing that a stranger wrote into a header', async () => {
    const account = await settledPerson();
    await signIn(new TestBrowser(server), account.username, 'Call-555-0100/1.0 <b>');
    const mail = await server.nextMail(account.email, 'new sign-in');
    assert.ok(!mail.text.includes('555'));
    assert.match(mail.text, /Unknown browser/);
  });

  test('does not come right after the account was made, nor to an address that nobody proved', async () => {
    const fresh = await server.addAccount('just_made');
    await signIn(new TestBrowser(server), fresh.username);
    const unproven = await settledPerson({ state: 'unconfirmed' });
    await signIn(new TestBrowser(server), unproven.username);
    assert.deepEqual([await kindsFor(fresh.email), await kindsFor(unproven.email)], [[], []]);
  });
});

describe('a mail about an app', () => {
  test('comes when the person was asked and let it in, and not when it asks again unasked', async () => {
    const account = await settledPerson();
    const app = await server.registerApp({ name: 'Tea Timer' });
    const browser = await signedIn(server, account.username);
    await server.nextMail(account.email, 'new sign-in');
    await browser.submit((await openConsent(browser, authorizePath(app, { scope: 'read write' }))).approve);
    const mail = await server.nextMail(account.email, 'app authorized');
    assert.match(mail.text, /Tea Timer/);
    const again = await browser.open(authorizePath(app, { scope: 'read' }));
    assert.match(again.headers.get('location') ?? '', /[?&]code=/, 'the app is let through without a question');
    assert.deepEqual(await kindsFor(account.email), []);
  });

  test('does not come when it was denied', async () => {
    const account = await settledPerson();
    const browser = await signedIn(server, account.username);
    await server.nextMail(account.email, 'new sign-in');
    await browser.submit((await openConsent(browser, authorizePath(await server.registerApp()))).deny);
    assert.deepEqual(await kindsFor(account.email), []);
  });
});

test('What was heard before the server closes is queued, and trouble with the storage never reaches who acted', async () => {
  const account = testAccount();
  const queued: string[] = [];
  const troubles: unknown[] = [];
  let fails = false;
  const notifier = createNotifier({
    store: {
      findAccount: async () => {
        await new Promise((resolve) => setTimeout(resolve, 20));
        if (fails) throw new Error('out of reach');
        return account;
      },
      findApp: async () => undefined,
    },
    mails: { add: async ({ kind }) => void queued.push(kind) },
    nameBrowser: () => 'Firefox',
    onTrouble: (error) => troubles.push(error),
  });
  const event = { event: 'signed in', accountId: account.id, address: '::1', knownBrowser: false } as const;
  notifier.hear({ ...event, at: account.createdAt + DAY });
  assert.deepEqual(queued, []);
  await notifier.close();
  assert.deepEqual(queued, ['new sign-in']);
  fails = true;
  notifier.hear({ ...event, at: account.createdAt + DAY });
  await notifier.close();
  assert.equal(troubles.length, 1);
});
