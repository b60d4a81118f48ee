import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openConsent, openForm, signedIn } from '../../test/support/browsing.ts';
import { languageOf, linksOf } from '../../test/support/read-page.ts';
import { authorizePath, formsOf, redeem, TestBrowser } from '../../test/support/test-browser.ts';
import { PASSWORD, TestServer } from '../../test/support/test-server.ts';

const browserCookie = '__Host-mastodoor_browser';
const list = '/oauth/authorized_applications';

let server: TestServer;

before(async () => {
  server = await TestServer.start();
  await server.addAccount('alice');
});

after(() => server.close());

describe('a browser that lost its own cookie but not its session', () => {
  test('can use the forms of the page that it looks at next', async () => {
    const browser = await signedIn(server);
    const app = await server.registerApp();
    const { approve } = await openConsent(browser, authorizePath(app));
    const location = (await browser.submit(approve)).headers.get('location') ?? '';
    await redeem(server, app, new URL(location).searchParams.get('code') ?? '');
    browser.cookies.delete(browserCookie);
    const revoke = await openForm(browser, list, `${list}/${app.id}`);
    assert.equal((await browser.submit(revoke)).status, 302);
    for (const page of [authorizePath(app), '/auth/sign_out']) {
      browser.cookies.delete(browserCookie);
      const form = formsOf(await (await browser.get(page)).text()).at(-1);
      assert.ok(form);
      assert.equal((await browser.submit(form)).status, 302, page);
    }
  });

  test('keeps its own cookie at least as long as the session that a sign-in gives', async () => {
    const browser = new TestBrowser(server);
    await browser.get('/');
    const lines = (await browser.signIn('alice')).headers.getSetCookie();
    const age = (name: string) =>
      Number(/Max-Age=(\d+)/.exec(lines.find((line) => line.startsWith(`__Host-mastodoor_${name}=`)) ?? '')?.[1]);
    assert.ok(age('browser') >= age('session'));
    assert.ok(age('browser') >= age('device'));
  });
});

test('a sign-in form sent without cookies is answered with one that works at once', async () => {
  const browser = new TestBrowser(server);
  const old = await openForm(browser, '/auth/sign_in', '/auth/sign_in');
  browser.cookies.clear();
  const answered = await browser.submit(old, { 'user[email]': 'alice', 'user[password]': PASSWORD });
  assert.equal(answered.status, 422);
  const [fresh] = formsOf(await answered.text());
  assert.ok(fresh);
  const response = await browser.submit(fresh, { 'user[email]': 'alice', 'user[password]': PASSWORD });
  assert.equal(response.status, 302);
});

describe('the language of a page (contract §1.4)', () => {
  const pages = ['/', '/auth/sign_in', '/auth/sign_out', '/@alice'];
  test('is lang, then what the browser prefers, then English', async () => {
    for (const page of pages) {
      const language = async (query: string, accepts: string) =>
        languageOf(await (await server.get(`${page}${query}`, { 'Accept-Language': accepts })).text());
      assert.equal(await language('?lang=ar', 'de'), 'ar', page);
      assert.equal(await language('', 'fr, de;q=0.8, en;q=0.5'), 'de', page);
      assert.equal(await language('?lang=None', 'de'), 'de', page);
      assert.equal(await language('?lang=ar&lang=de', 'en'), 'ar', page);
      assert.equal(await language('', '%%%'), 'en', page);
    }
  });

  test('of a page that does not exist follows the browser', async () => {
    const response = await server.get('/no/such/page', { 'Accept-Language': 'de' });
    assert.equal(response.status, 404);
    assert.equal(languageOf(await response.text()), 'de');
  });
});

describe('the headers of pages', () => {
  test('let no script run but that of a passkey ceremony, nobody frame or keep them, and the browser follow the way back to the app', async () => {
    const browser = await signedIn(server);
    const app = await server.registerApp();
    const { approve } = await openConsent(browser, authorizePath(app));
    const responses = [
      await server.get('/'),
      await server.get('/auth/sign_in'),
      await server.get('/oauth/authorize'),
      await server.get('/no/such/page'),
      await browser.get(authorizePath(app)),
      await browser.get(list),
      await browser.submit(approve),
      await browser.submit(approve, { authenticity_token: 'x' }),
    ];
    for (const { headers } of responses) {
      const policy = headers.get('content-security-policy') ?? '';
      assert.match(policy, /script-src ('none'|https:\/\/social\.example\/assets\/passkey-[0-9a-f]{12}\.js);/);
      assert.match(policy, /frame-ancestors 'none'/);
      assert.match(policy, /base-uri 'none'/);
      assert.doesNotMatch(policy, /form-action|unsafe/, 'clients §3.7');
      assert.equal(headers.get('cross-origin-opener-policy'), null, 'clients §3.6');
      assert.equal(headers.get('x-frame-options'), 'DENY');
      assert.equal(headers.get('cache-control'), 'private, no-store');
      assert.equal(headers.get('referrer-policy'), 'same-origin');
      assert.match(headers.get('strict-transport-security') ?? '', /max-age=\d{7,}/);
      assert.ok(headers.get('x-request-id'));
      assert.equal(headers.get('access-control-allow-origin'), null, 'contract §1.5');
    }
  });

  test('a preflight of a page is answered without CORS (contract §1.5)', async () => {
    for (const path of ['/oauth/authorize', '/auth/sign_in', list]) {
      const response = await server.request(path, {
        method: 'OPTIONS',
        headers: { Origin: 'https://evil.example', 'Access-Control-Request-Method': 'POST' },
      });
      assert.equal(response.status, 200);
      const names = [...response.headers.keys()].filter((name) => name.startsWith('access-control-'));
      assert.deepEqual(names, [], path);
    }
  });
});

const wishes = ['return_to', 'next', 'redirect_to', 'redirect_uri', 'continue', 'url', 'authorization'];
const elsewhere = [
  'https://evil.example/',
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '/.//evil.example',
  '%2F%2Fevil.example',
  '/%09/evil.example',
  'javascript:alert(1)',
];

describe('nobody is sent where a link wishes (GHSA-xqw8-4j56-5hj6, GHSA-vp58-j275-797x)', () => {
  const isHarmless = (location: string | null) =>
    location === null || location === list || location === '/auth/sign_in' || location === '/auth/sign_out';

  test('not by a page for those who are signed in already, nor by one for those who are not', async () => {
    for (const browser of [new TestBrowser(server), await signedIn(server)]) {
      for (const wish of wishes) {
        for (const target of elsewhere) {
          for (const page of ['/auth/sign_in', '/auth/sign_out', list, '/']) {
            const response = await browser.get(`${page}?${wish}=${encodeURIComponent(target)}`);
            assert.ok(isHarmless(response.headers.get('location')), response.headers.get('location') ?? '');
            const html = await response.text();
            assert.ok(!linksOf(html).some((href) => href.includes('evil')), html);
            assert.ok(!formsOf(html).some(({ action }) => action.includes('evil')));
          }
        }
      }
    }
  });

  test('not by signing in or out with a tampered form', async () => {
    const everything = (target: string) => Object.fromEntries(wishes.map((wish) => [wish, target]));
    for (const target of elsewhere) {
      const browser = new TestBrowser(server);
      const signIn = await openForm(browser, '/auth/sign_in', '/auth/sign_in');
      const values = { ...everything(target), 'user[email]': 'alice', 'user[password]': PASSWORD };
      assert.equal((await browser.submit(signIn, values)).headers.get('location'), list);
      const signOut = await openForm(browser, '/auth/sign_out', '/auth/sign_out');
      assert.ok(isHarmless((await browser.submit(signOut, everything(target))).headers.get('location')));
    }
  });

  test('not by paths that look like another host', async () => {
    for (const path of [
      '//evil.example/%2e%2e',
      '/\\evil.example',
      '/.//evil.example/',
      '/auth/sign_in//evil.example',
    ]) {
      const response = await server.composed.auth.fetch(new Request(`https://social.example${path}`));
      assert.ok(!(response.headers.get('location') ?? '').includes('evil'), path);
    }
  });
});
