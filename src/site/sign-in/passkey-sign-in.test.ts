import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { Authenticator } from '../../../test/support/authenticator.ts';
import { authorizationOf, countStored, openForm, signedIn } from '../../../test/support/browsing.ts';
import { textOf } from '../../../test/support/read-page.ts';
import { redeem } from '../../../test/support/register.ts';
import { addPasskey, answerOf, ceremony } from '../../../test/support/second-factors.ts';
import { authorizePath, consentForms, TestBrowser } from '../../../test/support/test-browser.ts';
import { TestServer } from '../../../test/support/test-server.ts';

const home = '/oauth/authorized_applications';
const page = { path: '/auth/sign_in', action: '/auth/passkey' };

let server: TestServer;
let authenticator: Authenticator;

const start = async (settings: Readonly<Record<string, string>> = {}) => {
  server = await TestServer.start(settings);
  await server.addAccount('alice');
  authenticator = new Authenticator(server.origin);
  assert.equal((await addPasskey(await signedIn(server), authenticator)).status, 200);
  server.events.length = 0;
};

beforeEach(() => start());
afterEach(() => server.close());

const isSignedIn = async (browser: TestBrowser) => (await browser.get(home)).status === 200;

describe('a sign-in without a password', () => {
  test('needs a passkey and nothing else: it counts as both factors', async () => {
    const browser = new TestBrowser(server);
    const response = await ceremony(browser, page, authenticator);
    assert.deepEqual([response.status, response.headers.get('location')], [303, home]);
    assert.match(textOf(await (await browser.get(home)).text()), /@alice@social\.example/);
    assert.deepEqual(
      server.events.map(({ event }) => event),
      ['second factor used', 'signed in'],
    );
  });

  test('asks no authenticator for anybody in particular: nobody learns who has a passkey', async () => {
    const browser = new TestBrowser(server);
    const form = await openForm(browser, page.path, page.action);
    const { authenticity_token = '' } = form.fields;
    const ask = async () => {
      const fields = { authenticity_token, 'user[email]': 'alice' };
      const asked = await browser.submit({ ...form, action: `${page.action}/options`, fields });
      return (await asked.json()) as Record<string, unknown>;
    };
    const [one, other] = [await ask(), await ask()];
    assert.notEqual(one.challenge, other.challenge);
    assert.match(String(one.challenge), /^[A-Za-z0-9_-]{43}$/);
    assert.deepEqual(
      { ...one, challenge: '' },
      { rpId: 'social.example', challenge: '', allowCredentials: [], timeout: 300_000, userVerification: 'required' },
    );
  });

  for (const [what, faults] of Object.entries({
    'that asked for no PIN or finger: whoever holds the key is not known': { userVerified: false },
    'of another site (phishing)': { origin: 'https://socia1.example' },
    'for another relying party': { rpId: 'evil.example' },
    'that does not say whose passkey it is (WebAuthn §7.2 step 6)': { userHandle: undefined },
    'that says somebody else’s': { userHandle: Buffer.from('1').toString('base64url') },
    'of an unknown credential': { credentialId: 'AAAA' },
    'to a challenge that was never asked': { challenge: 'y'.repeat(43) },
  })) {
    test(`refuses an answer ${what}, in words, and with a way back`, async () => {
      const browser = new TestBrowser(server);
      const response = await ceremony(browser, page, authenticator, faults);
      const html = await response.text();
      assert.equal(response.status, 422);
      assert.match(textOf(html), /That passkey does not fit/);
      assert.match(html, /href="\/auth\/sign_in"/);
      assert.equal(await isSignedIn(browser), false);
      assert.equal(server.events.filter(({ event }) => event === 'sign-in failed').length, 1);
    });
  }

  test('takes one answer once, also fifty times at the same time: one session', async () => {
    const browser = new TestBrowser(server);
    const form = await openForm(browser, page.path, page.action);
    const credential = await answerOf(browser, form, authenticator);
    const before = await countStored(server, 'sessions');
    const answers = await Promise.all(Array.from({ length: 50 }, () => browser.submit(form, { credential })));
    assert.equal(answers.filter(({ status }) => status === 303).length, 1);
    assert.equal(await countStored(server, 'sessions'), before + 1);
  });

  test('notices a copied authenticator: of two answers with one counter the second is refused (WebAuthn §6.1.1)', async () => {
    assert.equal((await ceremony(new TestBrowser(server), page, authenticator, { counter: 7 })).status, 303);
    for (const counter of [7, 6, 1, 0]) {
      assert.equal((await ceremony(new TestBrowser(server), page, authenticator, { counter })).status, 422);
    }
    assert.equal((await ceremony(new TestBrowser(server), page, authenticator, { counter: 8 })).status, 303);
  });

  test('works with authenticators that count nothing', async () => {
    const bob = await server.addAccount('bob');
    const copied = new Authenticator(server.origin, { counts: false });
    await addPasskey(await signedIn(server, 'bob'), copied);
    for (let round = 0; round < 3; round += 1) {
      assert.equal((await ceremony(new TestBrowser(server), page, copied)).status, 303);
    }
    const [passkey] = (await server.store.findSecondFactors(bob.id)).passkeys;
    assert.equal(passkey?.counter, 0);
    assert.ok(passkey?.lastUsedAt);
  });

  test('takes no form of another site (CSRF), and no answer of another browser', async () => {
    const browser = new TestBrowser(server);
    const form = await openForm(browser, page.path, page.action);
    const crossSite = { 'Sec-Fetch-Site': 'cross-site' };
    const options = { ...form, action: `${page.action}/options` };
    assert.equal((await browser.submit(options, {}, crossSite)).status, 422);
    const credential = await answerOf(browser, form, authenticator);
    assert.equal((await browser.submit(form, { credential }, crossSite)).status, 422);
    assert.equal((await browser.submit(form, { credential, authenticity_token: 'x' })).status, 422);
    const thief = new TestBrowser(server);
    const own = await openForm(thief, page.path, page.action);
    assert.equal((await thief.submit(own, { credential })).status, 422);
    assert.equal(await isSignedIn(thief), false);
  });

  test('goes on with the app that waits, also where it demands a fresh proof (lessons 16, 18)', async () => {
    const app = await server.registerApp();
    for (const force_login of ['false', 'true']) {
      const browser = new TestBrowser(server);
      const sent = await browser.get(authorizePath(app, { state: 'kept', force_login }));
      const location = sent.headers.get('location') ?? '';
      const back = await ceremony(browser, { ...page, path: location }, authenticator);
      assert.equal(back.headers.get('location'), `/oauth/authorize/resume?authorization=${authorizationOf(location)}`);
      const { approve } = consentForms(await (await browser.open(back.headers.get('location') ?? '')).text());
      const answer = new URL((await browser.submit(approve)).headers.get('location') ?? '');
      assert.equal(answer.searchParams.get('state'), 'kept');
      assert.equal((await redeem(server, app, answer.searchParams.get('code') ?? '')).status, 200);
    }
  });

  test('keeps the way back to the waiting app when it is refused, and leads nowhere else', async () => {
    const app = await server.registerApp();
    const browser = new TestBrowser(server);
    const sent = await browser.get(authorizePath(app, { lang: 'de' }));
    const location = sent.headers.get('location') ?? '';
    const refused = await ceremony(browser, { ...page, path: location }, authenticator, {
      origin: 'https://evil.example',
    });
    const html = await refused.text();
    assert.match(html, /<html lang="de"/);
    assert.ok(html.includes(`href="/auth/sign_in?authorization=${authorizationOf(location)}"`));
    const form = await openForm(browser, page.path, page.action);
    const credential = await answerOf(browser, form, authenticator);
    const answer = await browser.submit(form, { credential, authorization: '//evil.example' });
    assert.equal(answer.headers.get('location'), home);
  });

  test('ends with a new session secret, whatever a stranger planted (fixation)', async () => {
    const browser = new TestBrowser(server);
    await browser.get(page.path);
    browser.cookies.set('__Host-mastodoor_session', 'x'.repeat(43));
    await ceremony(browser, page, authenticator);
    assert.notEqual(browser.cookies.get('__Host-mastodoor_session'), 'x'.repeat(43));
    assert.ok(await isSignedIn(browser));
  });

  test('is not possible any more once the passkey was removed, or its account is gone', async () => {
    const account = await server.store.findAccountByUsername('alice');
    assert.ok(account);
    const browser = new TestBrowser(server);
    const form = await openForm(browser, page.path, page.action);
    const credential = await answerOf(browser, form, authenticator);
    await server.store.deleteAccount(account.id, server.now());
    assert.equal((await browser.submit(form, { credential })).status, 422);
  });

  test('asks at most 25 times in five minutes for one address', async () => {
    await server.close();
    await start({ RATE_LIMIT_FACTOR: '1' });
    server.clockOffset += 300_000 - (server.now() % 300_000) + 1000;
    server.address = '198.51.100.9';
    const browser = new TestBrowser(server);
    const form = await openForm(browser, page.path, page.action);
    const { authenticity_token = '' } = form.fields;
    const options = { ...form, action: `${page.action}/options`, fields: { authenticity_token } };
    const asked = await Promise.all(Array.from({ length: 30 }, () => browser.submit(options)));
    assert.equal(asked.filter(({ status }) => status === 200).length, 25);
    assert.equal(asked.filter(({ status }) => status === 429).length, 5);
    const tries = await Promise.all(Array.from({ length: 30 }, () => browser.submit(form, { credential: '{}' })));
    assert.equal(tries.filter(({ status }) => status === 422).length, 25);
    assert.match(textOf((await tries.find(({ status }) => status === 429)?.text()) ?? ''), /too many attempts/);
  });
});
