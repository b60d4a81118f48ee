import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { countStored, openForm, signedIn } from '../../test/support/browsing.ts';
import { TestBrowser } from '../../test/support/test-browser.ts';
import { PASSWORD, TestServer } from '../../test/support/test-server.ts';
import { DAY, HOUR } from '../protocol/lifetimes.ts';

const session = '__Host-mastodoor_session';
const browserCookie = '__Host-mastodoor_browser';
const list = '/oauth/authorized_applications';

let server: TestServer;

beforeEach(async () => {
  server = await TestServer.start();
  await server.addAccount('alice');
});

afterEach(() => server.close());

const isSignedIn = async (browser: TestBrowser) => (await browser.get(list)).status === 200;

describe('cookies (contract §4.10)', () => {
  const attributesOf = (line: string) =>
    line
      .split('; ')
      .slice(1)
      .map((part) => part.replace(/^Max-Age=\d+$/, 'Max-Age'))
      .sort();

  test('over https are __Host-, Secure, HttpOnly, SameSite=Lax and for the whole host alone', async () => {
    const browser = new TestBrowser(server);
    const first = (await browser.get('/auth/sign_in')).headers.getSetCookie();
    const later = (await browser.signIn('alice')).headers.getSetCookie();
    const names = [...first, ...later].map((line) => line.slice(0, line.indexOf('=')));
    assert.deepEqual([...new Set(names)].sort(), [browserCookie, '__Host-mastodoor_device', session]);
    for (const line of [...first, ...later]) {
      assert.deepEqual(attributesOf(line), ['HttpOnly', 'Max-Age', 'Path=/', 'SameSite=Lax', 'Secure'], line);
    }
  });

  test('over plain http have neither the prefix nor Secure, or they would not come back', async () => {
    const plain = await TestServer.start({ PUBLIC_URL: 'http://localhost:3000' });
    try {
      await plain.addAccount('alice');
      const browser = new TestBrowser(plain);
      const lines = (await browser.signIn('alice')).headers.getSetCookie();
      assert.ok(lines.some((line) => line.startsWith('mastodoor_session=')));
      for (const line of lines) assert.deepEqual(attributesOf(line), ['HttpOnly', 'Max-Age', 'Path=/', 'SameSite=Lax']);
      assert.ok(await isSignedIn(browser));
    } finally {
      await plain.close();
    }
  });

  test('are small and hold secrets that say nothing', async () => {
    const browser = await signedIn(server);
    assert.match(browser.cookies.get(session) ?? '', /^[A-Za-z0-9_-]{43}$/);
    assert.match(browser.cookies.get(browserCookie) ?? '', /^[A-Za-z0-9_-]{43}$/);
  });

  test('are not set again on each page', async () => {
    const browser = await signedIn(server);
    for (const path of ['/', list, '/auth/sign_out', '/@alice']) {
      assert.deepEqual((await browser.get(path)).headers.getSetCookie(), [], path);
    }
  });

  test('never authenticate /api (decision 18)', async () => {
    const browser = await signedIn(server);
    assert.equal((await browser.get('/api/v1/accounts/verify_credentials')).status, 401);
  });

  test('that are garbage are as good as none, and never an error', async () => {
    for (const garbage of ['', 'x', 'x'.repeat(43), '"', '%00', 'é', 'a'.repeat(4000)]) {
      for (const name of [session, browserCookie, '__Host-mastodoor_device']) {
        const response = await server.get('/auth/sign_in', { Cookie: `${name}=${encodeURI(garbage)}` });
        assert.equal(response.status, 200, `${name}=${garbage}`);
      }
    }
  });
});

describe('a session', () => {
  test('gets a new secret at each sign-in, and the old one is dead (rotation)', async () => {
    const browser = await signedIn(server);
    const old = new Map(browser.cookies);
    const app = await server.registerApp();
    const forced = await browser.get(
      `/oauth/authorize?${new URLSearchParams({ response_type: 'code', client_id: app.client_id, redirect_uri: app.redirect_uri, force_login: 'true' })}`,
    );
    await browser.signIn('alice', PASSWORD, forced.headers.get('location') ?? '');
    assert.notEqual(browser.cookies.get(session), old.get(session));
    assert.ok(await isSignedIn(browser));
    const thief = new TestBrowser(server);
    for (const [name, value] of old) thief.cookies.set(name, value);
    assert.equal(await isSignedIn(thief), false);
    assert.equal(await countStored(server, 'sessions'), 1);
  });

  test('cannot be fixed beforehand: a planted secret never becomes a session', async () => {
    const planted = 'p'.repeat(43);
    const victim = new TestBrowser(server);
    victim.cookies.set(session, planted);
    await victim.signIn('alice');
    assert.notEqual(victim.cookies.get(session), planted);
    const attacker = new TestBrowser(server);
    attacker.cookies.set(session, planted);
    assert.equal(await isSignedIn(attacker), false);
  });

  test('survives a failed sign-in, and is not given by one', async () => {
    const browser = await signedIn(server);
    const before = browser.cookies.get(session);
    const wrong = await new TestBrowser(server).signIn('alice', 'wrong');
    assert.ok(!wrong.headers.getSetCookie().some((line) => line.startsWith(session)));
    assert.equal(browser.cookies.get(session), before);
    assert.ok(await isSignedIn(browser));
  });

  test('ends when the person signs out, on the server and in the browser, and only there', async () => {
    const here = await signedIn(server);
    const there = await signedIn(server);
    const kept = new Map(here.cookies);
    const response = await here.submit(await openForm(here, '/auth/sign_out', '/auth/sign_out'));
    assert.ok(response.headers.getSetCookie().some((line) => line.startsWith(`${session}=; Max-Age=0`)));
    assert.equal(await isSignedIn(here), false);
    const thief = new TestBrowser(server);
    for (const [name, value] of kept) thief.cookies.set(name, value);
    assert.equal(await isSignedIn(thief), false, 'the copied secret is dead');
    assert.ok(await isSignedIn(there), 'the other browser stays signed in');
  });

  test('ends after fourteen idle days', async () => {
    const browser = await signedIn(server);
    server.clockOffset = 14 * DAY + HOUR;
    assert.equal(await isSignedIn(browser), false);
  });

  test('lives on while it is used, and ends for good ninety days after the sign-in', async () => {
    const browser = await signedIn(server);
    for (let day = 10; day < 90; day += 10) {
      server.clockOffset = day * DAY;
      assert.ok(await isSignedIn(browser), `day ${day}`);
    }
    server.clockOffset = 90 * DAY + HOUR;
    assert.equal(await isSignedIn(browser), false);
  });

  test('ends when all sessions of its account are ended (decision 19)', async () => {
    const browser = await signedIn(server);
    const alice = await server.store.findAccountByUsername('alice');
    await server.store.endSessionsOfAccount(alice?.id ?? '');
    assert.equal(await isSignedIn(browser), false);
  });
});
