import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { countStored, membersOf, openConsent, openForm, signedIn } from '../../test/support/browsing.ts';
import { linksOf, outwardLinksOf, textOf } from '../../test/support/read-page.ts';
import { authorizePath, consentForms, redeem, TestBrowser } from '../../test/support/test-browser.ts';
import { type RegisteredApp, TestServer } from '../../test/support/test-server.ts';
import type { Account } from '../accounts/ports.ts';
import { DAY, HOUR } from '../protocol/lifetimes.ts';
import { OOB } from '../protocol/redirect-uri.ts';

let server: TestServer;
let alice: Account;
let app: RegisteredApp;

before(async () => {
  server = await TestServer.start();
  alice = await server.addAccount('alice');
  await server.addAccount('bob');
});

/** Each test has an app of its own, which nobody let in yet. */
beforeEach(async () => {
  app = await server.registerApp();
});

after(() => server.close());

const grantsOf = async (account: Account, client = app) => {
  const grants = await server.store.listGrantsForApp(account.id, client.id);
  return grants.length;
};

describe('the consent page (contract §4.6, decision 14)', () => {
  test('says who asks, for whom, for what, and where the answer goes', async () => {
    const browser = await signedIn(server);
    const client = await server.registerApp({ name: 'Ivory Tower', redirectUri: 'https://real.example:8443/cb' });
    const text = textOf(await (await browser.get(authorizePath(client, { scope: 'read write:lists' }))).text());
    assert.match(text, /Authorization required/);
    assert.match(text, /Ivory Tower/);
    assert.match(text, /@alice@social\.example/);
    assert.match(text, /real\.example:8443/, 'the real redirect host, with its port');
    assert.match(text, /app\.example/, 'the website');
    assert.match(text, /Registered here/);
  });

  test('shows the scheme of an app on the device, and warns of plain http', async () => {
    const browser = await signedIn(server);
    const scheme = await server.registerApp({ redirectUri: 'com.example.app:/cb' });
    assert.match(textOf(await (await browser.get(authorizePath(scheme))).text()), /com\.example\.app:/);
    const plain = await server.registerApp({ redirectUri: 'http://plain.example/cb' });
    assert.match(textOf(await (await browser.get(authorizePath(plain))).text()), /not encrypted/);
  });

  test('vouches for the place of this very request alone, whatever else the app registered (engram#1204)', async () => {
    const browser = await signedIn(server);
    const redirectUri = 'https://famous.example/cb https://elsewhere.example/cb';
    const poser = { ...(await server.registerApp({ redirectUri })), redirect_uri: 'https://elsewhere.example/cb' };
    const text = textOf(await (await browser.get(authorizePath(poser))).text());
    assert.match(text, /elsewhere\.example/);
    assert.doesNotMatch(text, /famous\.example/);
  });

  test('carries the id, the token and what may be left out, and nothing else of the request (decision 7)', async () => {
    const browser = await signedIn(server);
    const { approve, deny } = await openConsent(browser, authorizePath(app, { state: 's', scope: 'push write:lists' }));
    assert.deepEqual(Object.keys(approve.fields).sort(), [
      'authenticity_token',
      'authorization',
      'choosing',
      'divided',
    ]);
    assert.deepEqual(approve.boxes, [
      { name: 'allow', value: 'push', ticked: true },
      { name: 'allow', value: 'write:lists', ticked: true },
    ]);
    const single = await openConsent(browser, authorizePath(app, { state: 's', scope: 'push' }));
    assert.deepEqual(Object.keys(single.approve.fields).sort(), ['authenticity_token', 'authorization']);
    assert.deepEqual(Object.keys(deny.fields).sort(), ['_method', 'authenticity_token', 'authorization']);
  });

  const hostileNames = {
    'a script': '<script>alert(1)</script>',
    'an attribute': '" onmouseover="alert(1)',
    'a picture': '<img src=x onerror=alert(1)>',
    'an entity': '&lt;b&gt;&#x202e;',
    'a template': '$' + '{alert(1)}',
    'a right-to-left override': 'evil\u202egnp.exe',
  };
  for (const [kind, name] of Object.entries(hostileNames)) {
    test(`an app named like ${kind} stays text (CVE-2018-1000088)`, async () => {
      const browser = await signedIn(server);
      const client = await server.registerApp({ name });
      for (const path of [authorizePath(client), authorizePath(client, { scope: 'fly' })]) {
        const html = await (await browser.get(path)).text();
        assert.ok(!/<script|<img src=x|<b>|onmouseover="/.test(html), html);
        assert.ok(!html.includes('\u202e'));
      }
      const signIn = await new TestBrowser(server).open(authorizePath(client));
      // The script of the passkey sign-in is this server's own, and there is no other.
      const page = (await signIn.text()).replace(/<script type="module" src="\/assets\/[\w.-]+"><\/script>/, '');
      assert.ok(!/<script|<img src=x|onmouseover="/.test(page), page);
    });
  }
});

interface Row {
  readonly asks: boolean;
  readonly what: string;
  readonly registered: string;
  readonly granted?: Readonly<Record<string, string>>;
  readonly asked?: Readonly<Record<string, string>>;
}

const https = 'https://app.example/one';
const two = `${https} https://app.example/two`;
const rows: readonly Row[] = [
  { asks: false, what: 'the same place and scopes', registered: https },
  { asks: false, what: 'the same scopes in another order', registered: https, asked: { scope: 'write read' } },
  { asks: false, what: 'fewer scopes', registered: https, asked: { scope: 'read' } },
  { asks: false, what: 'a narrower scope', registered: https, asked: { scope: 'read:accounts' } },
  { asks: false, what: 'another response mode', registered: https, asked: { response_mode: 'fragment' } },
  { asks: true, what: 'one scope more', registered: https, asked: { scope: 'read write follow' } },
  {
    asks: true,
    what: 'an umbrella where a narrower scope was granted',
    registered: https,
    granted: { scope: 'read:accounts' },
    asked: { scope: 'read' },
  },
  {
    asks: true,
    what: 'another registered redirect URI',
    registered: two,
    asked: { redirect_uri: 'https://app.example/two' },
  },
  { asks: true, what: 'plain http', registered: 'http://app.example/cb' },
  { asks: true, what: 'a loopback address', registered: 'http://127.0.0.1:8080/cb' },
  { asks: true, what: 'a loopback name, also over https', registered: 'https://localhost/cb' },
  { asks: true, what: 'a custom scheme', registered: 'myapp://cb' },
  { asks: true, what: 'out of band', registered: OOB },
];

describe('consent is skipped only for what was granted to the very same place (decision 28)', () => {
  for (const { asks, what, registered, granted, asked } of rows) {
    test(`${what}: ${asks ? 'asks' : 'skips'}`, async () => {
      const browser = await signedIn(server);
      const client = await server.registerApp({ redirectUri: registered });
      const defaults = { redirect_uri: client.redirect_uris[0] ?? '', scope: 'read write', ...granted };
      await browser.submit((await openConsent(browser, authorizePath(client, defaults))).approve);
      const again = await browser.get(authorizePath(client, { ...defaults, ...asked, state: 'again' }));
      if (asks) {
        assert.equal(again.status, 200);
        consentForms(await again.text());
        return;
      }
      assert.equal(again.status, 302);
      const location = again.headers.get('location') ?? '';
      assert.ok(location.startsWith(https), location);
      const members = membersOf(location, location.includes('#') ? '#' : '?');
      assert.equal(members.get('state'), 'again');
      assert.equal(members.get('iss'), server.origin);
      const redeemed = await redeem(server, client, members.get('code') ?? '');
      assert.equal(redeemed.status, 200, 'a new code that works');
      const { scope } = (await redeemed.json()) as { scope: string };
      assert.equal(scope, asked?.scope ?? defaults.scope, 'and never grants more than was asked');
    });
  }

  const approveFirst = async () => {
    const browser = await signedIn(server);
    const members = membersOf(
      (await browser.submit((await openConsent(browser, authorizePath(app))).approve)).headers.get('location'),
    );
    return { browser, code: members.get('code') ?? '' };
  };

  test('force_login: asks, after the password', async () => {
    const { browser } = await approveFirst();
    const signIn = (await browser.get(authorizePath(app, { force_login: 'true' }))).headers.get('location') ?? '';
    const back = (await browser.signIn('alice', undefined, signIn)).headers.get('location') ?? '';
    consentForms(await (await browser.get(back)).text());
  });

  test('a grant that was revoked: asks', async () => {
    const { browser } = await approveFirst();
    await server.store.revokeGrantsOfAccount(alice.id, server.now(), app.id);
    await openConsent(browser, authorizePath(app));
  });

  test('a grant whose only token the app revoked: asks', async () => {
    const { browser, code } = await approveFirst();
    const { access_token } = (await (await redeem(server, app, code)).json()) as { access_token: string };
    const { client_id, client_secret } = app;
    await server.post('/oauth/revoke', { client_id, client_secret, token: access_token });
    await openConsent(browser, authorizePath(app));
  });

  test('a grant whose code was replayed: asks', async () => {
    const { browser, code } = await approveFirst();
    await redeem(server, app, code);
    await redeem(server, app, code);
    await openConsent(browser, authorizePath(app));
  });

  test('another account: asks', async () => {
    await approveFirst();
    await openConsent(await signedIn(server, 'bob'), authorizePath(app));
  });

  test('another app with the same redirect URI: asks', async () => {
    const { browser } = await approveFirst();
    await openConsent(browser, authorizePath(await server.registerApp()));
  });

  test('two grants that cover the request only together: asks', async () => {
    const { browser } = await approveFirst();
    await browser.submit((await openConsent(browser, authorizePath(app, { scope: 'write' }))).approve);
    await openConsent(browser, authorizePath(app, { scope: 'read write' }));
  });

  test('what was denied: asks', async () => {
    const browser = await signedIn(server);
    await browser.submit((await openConsent(browser, authorizePath(app))).deny);
    await openConsent(browser, authorizePath(app));
  });

  test('is also skipped after a sign-in on the way, once for each request', async () => {
    await approveFirst();
    const browser = new TestBrowser(server);
    const signIn = (await browser.get(authorizePath(app))).headers.get('location') ?? '';
    const resume = (await browser.signIn('alice', undefined, signIn)).headers.get('location') ?? '';
    assert.ok(membersOf((await browser.get(resume)).headers.get('location')).has('code'));
    const again = await browser.get(resume);
    assert.equal(again.status, 409);
    assert.equal(again.headers.get('location'), null);
  });

  for (const state of ['disabled', 'suspended', 'pending', 'unconfirmed'] as const) {
    test(`an account that is ${state} is never waved through`, async () => {
      const carol = await server.addAccount(`carol_${state}`);
      const browser = await signedIn(server, carol.username);
      await browser.submit((await openConsent(browser, authorizePath(app))).approve);
      await server.setState(carol, state);
      const response = await browser.get(authorizePath(app));
      assert.equal(response.status, 403);
      assert.equal(response.headers.get('location'), null);
    });
  }
});

describe('POST /oauth/authorize reads the id, the token and what was left out, and nothing else (decision 7)', () => {
  test('what else the form says changes nothing', async () => {
    const browser = await signedIn(server);
    const other = await server.registerApp({ redirectUri: 'https://evil.example/' });
    const { approve } = await openConsent(browser, authorizePath(app, { scope: 'read', state: 'mine' }));
    const response = await browser.submit(approve, {
      scope: 'read write follow push',
      redirect_uri: 'https://evil.example/',
      client_id: other.client_id,
      response_type: 'token',
      response_mode: 'fragment',
      state: 'theirs',
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
      code_challenge_method: 'S256',
      account_id: '1',
    });
    const location = response.headers.get('location') ?? '';
    assert.ok(location.startsWith('https://app.example/callback?'), location);
    assert.equal(membersOf(location).get('state'), 'mine');
    const redeemed = await redeem(server, app, membersOf(location).get('code') ?? '');
    assert.equal(redeemed.status, 200, 'no challenge was slipped in');
    assert.equal(((await redeemed.json()) as { scope: string }).scope, 'read');
  });

  test('a tampered denial goes where the checked request says', async () => {
    const browser = await signedIn(server);
    const { deny } = await openConsent(browser, authorizePath(app, { state: 'mine' }));
    const response = await browser.submit(deny, { redirect_uri: 'https://evil.example/', client_id: 'x', state: 'y' });
    const location = response.headers.get('location') ?? '';
    assert.ok(location.startsWith('https://app.example/callback?error=access_denied'), location);
    assert.equal(membersOf(location).get('state'), 'mine');
    assert.equal(await grantsOf(alice), 0);
  });

  test('parameters in the query do not count (decision 31)', async () => {
    const browser = await signedIn(server);
    const { approve } = await openConsent(browser, authorizePath(app));
    const query = new URLSearchParams(approve.fields);
    const response = await browser.submit({ ...approve, action: `/oauth/authorize?${query}`, fields: {} });
    assert.equal(response.status, 422);
    assert.equal(await grantsOf(alice), 0);
  });

  test('DELETE denies (contract §4.7)', async () => {
    const browser = await signedIn(server);
    const { approve } = await openConsent(browser, authorizePath(app, { state: 's' }));
    const response = await browser.submit({ ...approve, method: 'DELETE' });
    const members = membersOf(response.headers.get('location'));
    assert.equal(members.get('error'), 'access_denied');
    assert.equal(members.get('state'), 's');
    assert.equal(await grantsOf(alice), 0);
    assert.equal((await browser.submit(approve)).status, 409);
  });
});

describe('a request is answered once', () => {
  test('a double click gives exactly one code, and both clicks lead to it, because browsers show the second answer', async () => {
    const browser = await signedIn(server);
    const { approve } = await openConsent(browser, authorizePath(app));
    const first = await browser.submit(approve);
    const second = await browser.submit(approve);
    assert.equal(first.status, 302);
    assert.equal(second.headers.get('location'), first.headers.get('location'));
    assert.equal(await grantsOf(alice), 1);
    const code = membersOf(first.headers.get('location')).get('code') ?? '';
    assert.equal((await redeem(server, app, code)).status, 200, 'the first answer stays good');
  });

  test('a second click gets no code that was used, because the app would replay it (decision 3)', async () => {
    const browser = await signedIn(server);
    const { approve } = await openConsent(browser, authorizePath(app));
    const code = membersOf((await browser.submit(approve)).headers.get('location')).get('code') ?? '';
    await redeem(server, app, code);
    assert.equal((await browser.submit(approve)).status, 409);
  });

  test('a second click on Deny leads to the same refusal, and on the out-of-band page to the same words', async () => {
    const browser = await signedIn(server);
    const { approve, deny } = await openConsent(browser, authorizePath(app, { state: 's' }));
    const first = await browser.submit(deny);
    assert.equal(membersOf(first.headers.get('location')).get('error'), 'access_denied');
    assert.equal((await browser.submit(deny)).headers.get('location'), first.headers.get('location'));
    assert.equal((await browser.submit(approve)).status, 409, 'what was denied is not approved by a second click');
    const byHand = await openConsent(browser, authorizePath(await server.registerApp({ redirectUri: OOB })));
    const pages = [await browser.submit(byHand.deny), await browser.submit(byHand.deny)];
    assert.deepEqual(
      pages.map(({ status }) => status),
      [200, 200],
    );
    assert.equal(textOf(await (pages[1] as Response).text()), textOf(await (pages[0] as Response).text()));
  });

  test('a second click gets the same answer from a process that did not give the first', async () => {
    const browser = await signedIn(server);
    for (const click of ['approve', 'deny'] as const) {
      const forms = await openConsent(browser, authorizePath(await server.registerApp(), { state: click }));
      const first = await browser.submit(forms[click]);
      await server.restart();
      const second = await browser.submit(forms[click]);
      assert.equal(second.status, 302);
      assert.equal(second.headers.get('location'), first.headers.get('location'));
    }
  });

  test('a second click by another account of the same browser gets no code of the first', async () => {
    const browser = await signedIn(server, 'alice');
    const { approve } = await openConsent(browser, authorizePath(app));
    await browser.submit(approve);
    await browser.submit(await openForm(browser, '/auth/sign_out', '/auth/sign_out'));
    await browser.signIn('bob');
    const own = await openConsent(browser, authorizePath(await server.registerApp()));
    const { authorization = '' } = approve.fields;
    const second = await browser.submit(own.approve, { authorization });
    assert.equal(second.status, 409);
    assert.equal(second.headers.get('location'), null);
  });

  test('a request that went on without a page was approved: no click makes a refusal of it', async () => {
    const browser = await signedIn(server);
    const { approve, deny } = await openConsent(browser, authorizePath(app));
    // The same app is let in by another request meanwhile, so this one needs no page any more.
    await browser.submit((await openConsent(browser, authorizePath(app, { state: 'other' }))).approve);
    const resume = `/oauth/authorize/resume?authorization=${approve.fields.authorization}`;
    assert.ok(membersOf((await browser.get(resume)).headers.get('location')).has('code'));
    assert.equal((await browser.submit(deny)).status, 409);
  });

  test('a click that comes later is told that the request was answered', async (t) => {
    const browser = await signedIn(server);
    const { approve, deny } = await openConsent(browser, authorizePath(app));
    await browser.submit(approve);
    assert.equal((await browser.submit(deny)).status, 409, 'nor does the other answer win later');
    const denied = await openConsent(browser, authorizePath(await server.registerApp()));
    await browser.submit(denied.deny);
    server.clockOffset = 11_000;
    t.after(() => {
      server.clockOffset = 0;
    });
    assert.equal((await browser.submit(approve)).status, 409);
    assert.equal((await browser.submit(denied.deny)).status, 409);
  });

  test('of twenty parallel approvals exactly one gets a code', async () => {
    const browser = await signedIn(server);
    const { approve } = await openConsent(browser, authorizePath(app));
    const before = await countStored(server, 'codes');
    const answers = await Promise.all(Array.from({ length: 20 }, () => browser.submit(approve)));
    assert.equal(new Set(answers.map(({ headers }) => headers.get('location'))).size, 1);
    assert.equal(await countStored(server, 'codes'), before + 1);
    assert.equal(await grantsOf(alice), 1);
  });

  test('of approvals and denials at once exactly one wins', async () => {
    const browser = await signedIn(server);
    const { approve, deny } = await openConsent(browser, authorizePath(app));
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => browser.submit(index % 2 === 0 ? approve : deny)),
    );
    const winners = new Set(answers.flatMap(({ headers }) => headers.get('location') ?? []));
    assert.equal(winners.size, 1);
    const approved = membersOf([...winners][0] ?? null).has('code');
    assert.equal(await grantsOf(alice), approved ? 1 : 0);
  });

  test('the page of an answered request says so and shows no form', async () => {
    const browser = await signedIn(server);
    const { approve } = await openConsent(browser, authorizePath(app));
    await browser.submit(approve);
    const page = await browser.get(`/oauth/authorize/resume?authorization=${approve.fields.authorization}`);
    assert.equal(page.status, 409);
    assert.deepEqual(outwardLinksOf(await page.text()), []);
  });

  test('two tabs hold two requests, each with its own answer (lesson 20)', async () => {
    const browser = await signedIn(server);
    const one = await openConsent(browser, authorizePath(app, { state: 'one', scope: 'read' }));
    const other = await openConsent(browser, authorizePath(app, { state: 'other', scope: 'write' }));
    const otherAnswer = membersOf((await browser.submit(other.approve)).headers.get('location'));
    const oneAnswer = membersOf((await browser.submit(one.deny)).headers.get('location'));
    assert.equal(otherAnswer.get('state'), 'other');
    assert.ok(otherAnswer.has('code'));
    assert.equal(oneAnswer.get('state'), 'one');
    assert.equal(oneAnswer.get('error'), 'access_denied');
  });

  test('two tabs may both wait at the sign-in; one sign-in serves both', async () => {
    const browser = new TestBrowser(server);
    const one = (await browser.get(authorizePath(app, { state: 'one' }))).headers.get('location') ?? '';
    const other = (await browser.get(authorizePath(app, { state: 'other' }))).headers.get('location') ?? '';
    assert.notEqual(one, other);
    const back = (await browser.signIn('alice', undefined, one)).headers.get('location') ?? '';
    const first = consentForms(await (await browser.get(back)).text());
    const second = await openConsent(browser, other);
    for (const [answers, state] of [
      [first, 'one'],
      [second, 'other'],
    ] as const) {
      const members = membersOf((await browser.submit(answers.deny)).headers.get('location'));
      assert.equal(members.get('state'), state);
    }
  });
});

describe('what happened while the person was deciding (decisions, Settled)', () => {
  test('the session ended: 422, nothing is issued, and the way back through sign-in works', async () => {
    const browser = await signedIn(server);
    const { approve } = await openConsent(browser, authorizePath(app, { state: 'kept' }));
    await server.store.endSessionsOfAccount(alice.id);
    const refused = await browser.submit(approve);
    assert.equal(refused.status, 422);
    assert.equal(refused.headers.get('location'), null);
    assert.equal(await grantsOf(alice), 0);
    const back = linksOf(await refused.text()).find((href) => href.includes('authorization='));
    assert.ok(back, 'the page leads back to the request');
    const signIn = (await browser.get(back)).headers.get('location') ?? '';
    const resumed = (await browser.signIn('alice', undefined, signIn)).headers.get('location') ?? '';
    const page = consentForms(await (await browser.get(resumed)).text());
    const members = membersOf((await browser.submit(page.approve)).headers.get('location'));
    assert.equal(members.get('state'), 'kept');
    assert.ok(members.has('code'));
  });

  test('another account signed in in another tab: the old page approves for nobody, the way back asks anew', async () => {
    const browser = await signedIn(server, 'alice');
    const { approve } = await openConsent(browser, authorizePath(app));
    await browser.submit(await openForm(browser, '/auth/sign_out', '/auth/sign_out'));
    await browser.signIn('bob');
    const refused = await browser.submit(approve);
    assert.equal(refused.status, 422);
    const bob = await server.store.findAccountByUsername('bob');
    assert.ok(bob);
    assert.equal((await grantsOf(alice)) + (await grantsOf(bob)), 0);
    const back = linksOf(await refused.text()).find((href) => href.includes('authorization=')) ?? '';
    const html = await (await browser.open(back)).text();
    consentForms(html);
    assert.match(textOf(html), /@bob@social\.example/);
  });

  test('the same account signed in again in another tab: the old page is refused, and its way back works', async () => {
    const browser = await signedIn(server);
    const { approve } = await openConsent(browser, authorizePath(app));
    await browser.submit(await openForm(browser, '/auth/sign_out', '/auth/sign_out'));
    await browser.signIn('alice');
    const refused = await browser.submit(approve);
    assert.equal(refused.status, 422);
    const back = linksOf(await refused.text()).find((href) => href.includes('authorization=')) ?? '';
    await openConsent(browser, back);
  });

  for (const state of ['disabled', 'suspended', 'pending', 'unconfirmed'] as const) {
    test(`the account became ${state}: nothing is issued, approved or denied`, async () => {
      const carol = await server.addAccount(`dora_${state}`);
      const browser = await signedIn(server, carol.username);
      const { approve, deny } = await openConsent(browser, authorizePath(app));
      await server.setState(carol, state);
      for (const form of [approve, deny]) {
        const response = await browser.submit(form);
        assert.equal(response.status, 403);
        assert.equal(response.headers.get('location'), null);
      }
      assert.equal(await grantsOf(carol), 0);
      await server.setState(carol, 'active');
      assert.equal((await browser.submit(approve)).status, 302, 'and the request still waits');
    });
  }

  test('the app was deleted: the request is gone', async () => {
    const browser = await signedIn(server);
    const { approve } = await openConsent(browser, authorizePath(app));
    await server.store.deleteApp(app.id, server.now());
    const response = await browser.submit(approve);
    assert.equal(response.status, 410);
    assert.equal(await grantsOf(alice), 0);
  });

  test('twenty-three hours went by: still good; twenty-five: expired, with nothing issued', async () => {
    const other = await TestServer.start();
    try {
      await other.addAccount('alice');
      const client = await other.registerApp();
      const browser = await signedIn(other);
      const slow = await openConsent(browser, authorizePath(client));
      const slower = await openConsent(browser, authorizePath(client));
      other.clockOffset = 23 * HOUR;
      assert.equal((await browser.submit(slow.approve)).status, 302);
      other.clockOffset = DAY + HOUR;
      const before = await countStored(other, 'codes');
      const response = await browser.submit(slower.approve);
      assert.equal(response.status, 410);
      assert.equal(response.headers.get('location'), null);
      assert.equal(await countStored(other, 'codes'), before);
    } finally {
      await other.close();
    }
  });
});

describe('a request belongs to the browser that began it (hydra#770)', () => {
  test('the pending id of another browser is refused, approved or denied', async () => {
    const attacker = await signedIn(server, 'bob');
    const theirs = await openConsent(attacker, authorizePath(app));
    const victim = await signedIn(server, 'alice');
    const own = await openConsent(victim, authorizePath(await server.registerApp()));
    for (const form of [own.approve, own.deny]) {
      const response = await victim.submit(form, { authorization: theirs.approve.fields.authorization ?? '' });
      assert.equal(response.status, 403);
      assert.equal(response.headers.get('location'), null);
    }
    assert.equal(await grantsOf(alice), 0);
    assert.equal((await attacker.submit(theirs.approve)).status, 302, 'and it is still its own browser’s to answer');
  });

  test('a signed-out POST is a 422 page that issues nothing (decision 26)', async () => {
    const browser = await signedIn(server);
    const { approve } = await openConsent(browser, authorizePath(app));
    const stranger = new TestBrowser(server);
    const response = await stranger.submit(approve);
    assert.equal(response.status, 422);
    assert.equal(response.headers.get('location'), null);
    assert.ok(!linksOf(await response.text()).some((href) => href.includes('authorization=')));
    assert.equal(await grantsOf(alice), 0);
  });
});
