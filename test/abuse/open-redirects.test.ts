/** Open redirects and foreign links, in every answer of every page and form that the route tables have (RFC 9700 §4.11). */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openForm, signedIn } from '../support/browsing.ts';
import type { TestBrowser } from '../support/test-browser.ts';
import { PASSWORD } from '../support/test-server.ts';
import { FurnishedServer, formTargets, pageTargets } from './furnished-server.ts';
import { parameterNames } from './parameter-names.ts';

/** Spellings of another site that browsers, or careless checks of a beginning, take for a path of this one. */
const elsewhere = [
  'https://evil.example/',
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/.//evil.example',
  '/..//evil.example',
  '/%2f/evil.example',
  '/%5cevil.example',
  '%2f%2fevil.example',
  'https:evil.example',
  'https:/evil.example',
  '/\t/evil.example',
  '/%09/evil.example',
  '\t//evil.example',
  ' //evil.example',
  '/settings/../..//evil.example',
  '/settings/account//evil.example',
  '/settings/account@evil.example',
  'https://social.example@evil.example/',
  'https://social.example.evil.example/',
  '//evil.example/settings/account',
  'javascript:alert(1)//evil.example',
  'data:text/html,evil.example',
  '/settings/account\r\nLocation: https://evil.example',
] as const;

/** Names under which servers are asked to lead on, beside all that this one knows. */
const usualNames = [
  'next return return_to returnTo redirect redirect_to redirectTo continue url uri to target dest destination goto back',
  'path from referer referrer callback service RelayState ReturnUrl forward origin view page',
]
  .join(' ')
  .split(' ');

/** `redirect_uri` and the like are an app's own, checked against its registration: their tests stand beside them. */
const names = [...new Set([...usualNames, ...parameterNames])].filter(
  (name) => !['redirect_uri', 'redirect_uris', 'authenticity_token', '_method', 'user[password]'].includes(name),
);

let house: FurnishedServer;
before(async () => {
  house = await FurnishedServer.start();
});
after(() => house.close());

/** What a browser would follow by itself, or on a press: all of it must stay on this server. */
async function assertStaysHere(response: Response, sent: string): Promise<void> {
  assert.ok(response.status < 500, `${sent}: ${response.status}`);
  const { origin } = house.server;
  const location = response.headers.get('location');
  if (location !== null) assert.equal(new URL(location, origin).origin, origin, `${sent} led to ${location}`);
  assert.equal(response.headers.get('refresh'), null);
  const html = await response.text();
  for (const [, , link = ''] of html.matchAll(/\s(href|action|formaction|src|srcset|data|ping)="([^"]*)"/g)) {
    const url = URL.parse(link.replaceAll('&amp;', '&'), origin);
    assert.ok(url !== null && !url.host.endsWith('evil.example'), `${sent} links to ${link}`);
    assert.match(url.protocol, /^(?:https?|data):$/, `${sent} links to ${link}`);
    if (url.protocol === 'data:') assert.doesNotMatch(link, /evil/, sent);
  }
  assert.doesNotMatch(html, /http-equiv="refresh"/i, sent);
}

let people = 0;

/** Somebody new, before a browser. */
async function newcomer(): Promise<TestBrowser> {
  people += 1;
  const { username } = await house.server.addAccount(`newcomer_${people}`);
  return signedIn(house.server, username);
}

const query = (value: string) => new URLSearchParams(Object.fromEntries(names.map((name) => [name, value])));

describe('no page leads to another site, whatever its query says', () => {
  for (const { path } of pageTargets) {
    test(`GET ${path}`, async () => {
      const filled = house.fill(path).slice(0, 3);
      for (const value of elsewhere) {
        for (const browser of [house.owner, house.stranger()]) {
          for (const at of filled) await assertStaysHere(await browser.get(`${at}?${query(value)}`), `${at} ${value}`);
        }
      }
    });
  }
});

describe('no form leads to another site, whatever it says', () => {
  for (const { method, path } of formTargets) {
    test(`${method} ${path}`, async () => {
      let browser: TestBrowser = await newcomer();
      for (const value of elsewhere) {
        // It may have signed itself out, or changed its password.
        if (!browser.cookies.has('__Host-mastodoor_session')) browser = await newcomer();
        const body = query(value);
        body.set('authenticity_token', await house.tokenOf(browser));
        const headers = { 'Sec-Fetch-Site': 'same-origin', Referer: 'https://evil.example/' };
        for (const at of house.fill(path).slice(0, 3)) {
          const response = await browser.request(`${at}?${query(value)}`, { method, body, headers });
          await assertStaysHere(response, `${at} ${value}`);
        }
      }
    });
  }
});

/** What succeeds leads on, and that is where a return path counts. */
const successes: Readonly<Record<string, (evil: Readonly<Record<string, string>>) => Promise<Response>>> = {
  'signing in': async (evil) => {
    people += 1;
    const { username } = await house.server.addAccount(`newcomer_${people}`);
    const browser = house.stranger();
    const form = await openForm(browser, `/auth/sign_in?${new URLSearchParams(evil)}`, '/auth/sign_in');
    return browser.submit(form, { ...evil, 'user[email]': username, 'user[password]': PASSWORD });
  },
  'signing up': async (evil) => {
    people += 1;
    const browser = house.stranger();
    const form = await openForm(browser, `/auth/sign_up?${new URLSearchParams(evil)}`, '/auth');
    const username = `newcomer_${people}`;
    const choice = { username, email: `${username}@example.org`, password: PASSWORD, agreement: '1' };
    return browser.submit(form, { ...evil, ...choice, invite: '', date_of_birth: '', reason: '' });
  },
  'confirming who one is': async (evil) => {
    const browser = await newcomer();
    const path = '/auth/confirm_identity';
    const form = await openForm(browser, `${path}?page=%2Fsettings%2Faccount`, path);
    return browser.submit(form, { ...evil, password: PASSWORD });
  },
  'signing out': async (evil) => {
    const browser = await newcomer();
    return browser.submit(await openForm(browser, '/auth/sign_out', '/auth/sign_out'), { ...evil, accounts: '' });
  },
  'changing the language': async (evil) => {
    const browser = await newcomer();
    const path = '/settings/account/language';
    return browser.submit(await openForm(browser, '/settings/account', path), { ...evil, locale: 'de' });
  },
};

describe('what succeeds leads nowhere else', () => {
  for (const [name, succeed] of Object.entries(successes)) {
    test(name, async () => {
      let led = 0;
      for (const value of elsewhere) {
        const evil = Object.fromEntries(names.filter((other) => other !== 'password').map((other) => [other, value]));
        const response = await succeed(evil);
        if (response.status === 302 || response.status === 303) led += 1;
        await assertStaysHere(response, `${name} ${value}`);
      }
      assert.ok(led > 0, 'it never succeeded');
    });
  }
});

describe('no host of the request’s own choosing comes back', () => {
  // The other one has accounts by now that wrote such hosts into their profiles.
  let untouched: FurnishedServer;
  before(async () => {
    untouched = await FurnishedServer.start();
  });
  after(() => untouched.close());

  test('in links, redirects or mails, whatever Host and its like say', async () => {
    const forged = {
      Host: 'evil.example',
      'X-Forwarded-Host': 'evil.example',
      'X-Original-URL': 'https://evil.example/',
      'X-Rewrite-URL': '//evil.example/',
      Forwarded: 'host=evil.example;proto=http',
      'X-Forwarded-Proto': 'http',
    };
    for (const { path } of pageTargets) {
      for (const browser of [untouched.owner, untouched.stranger()]) {
        const [at = path] = untouched.fill(path);
        const response = await browser.get(at, forged);
        assert.doesNotMatch(response.headers.get('location') ?? '', /evil/, at);
        assert.doesNotMatch(await response.text(), /evil\.example/, at);
      }
    }
  });
});
