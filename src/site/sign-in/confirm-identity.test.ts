import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { countStored, openForm, signedIn } from '../../../test/support/browsing.ts';
import { textOf } from '../../../test/support/read-page.ts';
import { formsOf, TestBrowser } from '../../../test/support/test-browser.ts';
import { testHttpDeps } from '../../../test/support/test-deps.ts';
import { PASSWORD, TestServer } from '../../../test/support/test-server.ts';
import type { Incoming } from '../../http/incoming.ts';
import { beginVisit, type Visit } from '../../http/visit.ts';
import type { SiteDeps } from '../site-deps.ts';
import { isPageWithProof, requireFreshProof } from './fresh-proof.ts';

const path = '/auth/confirm_identity';
const MINUTE = 60_000;

let server: TestServer;
let browser: TestBrowser;

const start = async (settings: Readonly<Record<string, string>> = {}) => {
  server = await TestServer.start(settings);
  await server.addAccount('alice');
  browser = await signedIn(server);
};

beforeEach(() => start());
afterEach(() => server.close());

const confirm = async (values: Readonly<Record<string, string>>, page = '/settings/account') =>
  browser.submit(await openForm(browser, `${path}?${new URLSearchParams({ page })}`, path), values);

describe('confirming who one is', () => {
  test('by the password renews the session: a new secret, the old one dead, and the page that asked goes on', async () => {
    const before = browser.cookies.get('__Host-mastodoor_session');
    const response = await confirm({ password: PASSWORD });
    assert.equal(response.status, 303);
    assert.equal(response.headers.get('location'), '/settings/account');
    const after = browser.cookies.get('__Host-mastodoor_session');
    assert.notEqual(after, before);
    assert.equal(await countStored(server, 'sessions'), 1);
    browser.cookies.set('__Host-mastodoor_session', before ?? '');
    assert.equal((await browser.get('/oauth/authorized_applications')).status, 302);
    assert.deepEqual(
      server.events.map(({ event }) => event),
      ['signed in', 'identity confirmed'],
    );
  });

  test('keeps the other accounts of the browser signed in, and does not vouch for them', async () => {
    await server.addAccount('bob');
    await browser.signIn('bob', PASSWORD, '/auth/sign_in?another=1');
    server.clockOffset = 16 * MINUTE;
    await confirm({ password: PASSWORD });
    assert.equal(await countStored(server, 'sessions'), 2);
    await browser.submit(await openForm(browser, '/auth/accounts', '/auth/switch'));
    assert.match(textOf(await (await browser.get('/auth/accounts')).text()), /In use now alice/);
    assert.match(textOf(await (await browser.get(`${path}?page=/settings/account`)).text()), /@alice@/);
  });

  test('by a wrong password changes nothing, says so, and never shows what was typed', async () => {
    const before = browser.cookies.get('__Host-mastodoor_session');
    for (const password of ['wrong words', '', PASSWORD.toUpperCase(), 'x'.repeat(100_000)]) {
      const response = await confirm({ password });
      const html = await response.text();
      assert.equal(response.status, 422);
      assert.match(textOf(html), /not the password of this account/);
      assert.ok(!html.includes('wrong words'));
      assert.equal(formsOf(html).find(({ action }) => action === path)?.fields.page, '/settings/account');
    }
    assert.equal(browser.cookies.get('__Host-mastodoor_session'), before);
  });

  test('by the password of somebody else is no proof', async () => {
    await server.addAccount('bob', { password: 'another battery staple horse' });
    assert.equal((await confirm({ password: 'another battery staple horse', username: 'bob' })).status, 422);
  });

  test('leads nowhere but to pages of the account and the administration (open redirects)', async () => {
    for (const page of [
      'https://evil.example/',
      '//evil.example',
      '/\\evil.example',
      '/settings//evil.example',
      '/settings/../auth/sign_out',
      '/settings/%2e%2e',
      '/settings/account?x=1',
      '/settings/account#x',
      '/settingsevil',
      '/admin@evil.example',
      'javascript:alert(1)',
      '/settings/account\n',
      '',
    ]) {
      assert.equal(isPageWithProof(page), false, page);
      assert.equal(
        (await confirm({ password: PASSWORD }, page)).headers.get('location'),
        '/oauth/authorized_applications',
      );
    }
    for (const page of ['/settings/account', '/admin', '/admin/accounts/115000000000000001/role']) {
      assert.equal((await confirm({ password: PASSWORD }, page)).headers.get('location'), page);
    }
    const form = await openForm(browser, path, path);
    const forged = await browser.submit(form, { password: PASSWORD, page: '//evil.example' });
    assert.equal(forged.headers.get('location'), '/oauth/authorized_applications');
  });

  test('is not asked of nobody: they sign in', async () => {
    const stranger = new TestBrowser(server);
    assert.equal((await stranger.get(path)).headers.get('location'), '/auth/sign_in');
    assert.equal((await stranger.request(path, { method: 'POST' })).headers.get('location'), '/auth/sign_in');
  });

  test('takes no form of another site or session (CSRF)', async () => {
    const form = await openForm(browser, path, path);
    const crossSite = await browser.submit(form, { password: PASSWORD }, { 'Sec-Fetch-Site': 'cross-site' });
    assert.equal(crossSite.status, 422);
    assert.equal((await browser.submit(form, { password: PASSWORD, authenticity_token: 'x' })).status, 422);
    await browser.submit(form, { password: PASSWORD });
    assert.equal((await browser.submit(form, { password: PASSWORD })).status, 422, 'the form of an older session');
  });

  test('may be tried ten times in ten minutes, in parallel too, and the page says when again', async () => {
    await server.close();
    await start({ RATE_LIMIT_FACTOR: '1' });
    server.clockOffset = 10 * MINUTE - (Date.now() % (10 * MINUTE)) + MINUTE;
    const form = await openForm(browser, path, path);
    const tries = await Promise.all(Array.from({ length: 12 }, () => browser.submit(form, { password: 'wrong' })));
    assert.equal(tries.filter(({ status }) => status === 422).length, 10);
    const late = await browser.submit(form, { password: PASSWORD });
    assert.equal(late.status, 429);
    assert.match(textOf(await late.text()), /Please try again in \d+ minutes/);
  });
});

describe('requireFreshProof()', () => {
  const ask = async (method: string, page = '/settings/account') => {
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const deps = testHttpDeps(server);
    const request = {
      method,
      query: { all: () => [] },
      header: () => undefined,
      cookie: (name: string) => new RegExp(`${name}=([^;]*)`).exec(cookie)?.[1],
    } as unknown as Incoming;
    const visit: Visit = await beginVisit(deps, request);
    return requireFreshProof({ kit: { http: deps } } as unknown as SiteDeps, request, visit, page);
  };

  test('lets a page be seen for ten minutes after the proof, and its form be sent for fifteen', async () => {
    for (const [minutes, method, asks] of [
      [0, 'GET', false],
      [9, 'GET', false],
      [11, 'GET', true],
      [14, 'POST', false],
      [16, 'POST', true],
    ] as const) {
      server.clockOffset = minutes * MINUTE;
      const reply = await ask(method);
      assert.equal(reply !== undefined, asks, `${method} after ${minutes} minutes`);
      if (asks) {
        assert.equal(reply?.status, 303);
        assert.equal(reply?.headers.Location, '/auth/confirm_identity?page=%2Fsettings%2Faccount');
      }
    }
  });

  test('sends nobody to sign in', async () => {
    browser.cookies.clear();
    assert.equal((await ask('GET'))?.headers.Location, '/auth/sign_in');
  });

  test('refuses a page that nobody could be led back to, when it is written and not when it is used', async () => {
    await assert.rejects(ask('GET', '//evil.example'), TypeError);
  });
});
