import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { membersOf, openConsent, signedIn } from '../../test/support/browsing.ts';
import { textOf } from '../../test/support/read-page.ts';
import { authorizePath, consentForms, redeem, type TestBrowser } from '../../test/support/test-browser.ts';
import { type RegisteredApp, TestServer } from '../../test/support/test-server.ts';
import { en } from '../pages/messages/en.ts';

let server: TestServer;
let app: RegisteredApp;
let browser: TestBrowser;

before(async () => {
  server = await TestServer.start();
  await server.addAccount('alice');
});

/** Each test has an app of its own, which nobody let in yet. */
beforeEach(async () => {
  app = await server.registerApp({ scopes: 'read write follow push profile' });
  browser = await signedIn(server);
});

after(() => server.close());

type Values = Readonly<Record<string, string | readonly string[]>>;

/** Approves a request with these boxes ticked, or as the page has them. */
async function approve(scope: string, values: Values = {}, client = app): Promise<Response> {
  const { approve: form } = await openConsent(browser, authorizePath(client, { scope }));
  return browser.submit(form, values);
}

/** The scope of the token that an approval leads to, as the app is told it. */
async function scopeOf(response: Response, client = app): Promise<string> {
  const code = membersOf(response.headers.get('location')).get('code') ?? '';
  const redeemed = await redeem(server, client, code);
  const body = (await redeemed.json()) as { scope?: string };
  return body.scope ?? JSON.stringify(body);
}

/** What Mastodon.py does with the answer: it raises unless all that it asked for was given. */
const satisfies = (asked: string, given: string) => asked.split(' ').every((scope) => given.split(' ').includes(scope));

const boxesOf = async (scope: string) => (await openConsent(browser, authorizePath(app, { scope }))).approve.boxes;
const ticksOf = async (scope: string) =>
  (await boxesOf(scope)).filter(({ ticked }) => ticked).map(({ value }) => value);

describe('a person may leave out some of what an app asks for (lessons 28, 29)', () => {
  test('who touches nothing allows all of it, to the letter: clients compare what they get', async () => {
    const asked = 'write read follow push read:lists';
    const given = await scopeOf(await approve(asked));
    assert.equal(given, asked);
    assert.ok(satisfies(asked, given));
  });

  test('what is unticked is not in the token, which says so; a client that compares refuses it, hence the warning', async () => {
    const given = await scopeOf(await approve('read write push', { allow: ['read', 'push'], divided: '' }));
    assert.equal(given, 'read push');
    assert.equal(satisfies('read write push', given), false);
    const { client_id } = app;
    const page = await browser.get(authorizePath(app, { client_id, scope: 'read write push' }));
    assert.ok(textOf(await page.text()).includes(en.consent.chooseWarning));
  });

  test('the token cannot do what was left out, and can do the rest', async () => {
    const response = await approve('read write', { allow: ['read', 'read:lists', 'write'], divided: 'read' });
    const code = membersOf(response.headers.get('location')).get('code') ?? '';
    const token = (await (await redeem(server, app, code)).json()) as { access_token: string; scope: string };
    assert.equal(token.scope, 'read:lists write');
    const headers = { Authorization: `Bearer ${token.access_token}` };
    assert.equal((await server.get('/api/v1/accounts/verify_credentials', headers)).status, 403);
    assert.equal((await server.get('/api/v1/accounts/relationships', headers)).status, 403);
    const introspected = await server.post(
      '/oauth/introspect',
      { token: token.access_token },
      {
        Authorization: `Basic ${btoa(`${app.client_id}:${app.client_secret}`)}`,
      },
    );
    assert.equal(((await introspected.json()) as { scope: string }).scope, 'read:lists write');
  });

  test('an umbrella is narrowed to the parts that stay ticked', async () => {
    const allow = ['read', 'write', 'write:statuses', 'write:media'];
    assert.equal(
      await scopeOf(await approve('read write', { allow, divided: 'write' })),
      'read write:media write:statuses',
    );
  });

  test('nothing that was not asked for can be had, whatever the form says (decision 7)', async () => {
    const allow = [
      'push',
      'read',
      'write',
      'admin:write',
      'read:accounts',
      'write:statuses',
      '__proto__',
      'x'.repeat(5000),
    ];
    for (const divided of ['', 'push', 'read write push', 'admin:write']) {
      assert.equal(await scopeOf(await approve('push write:lists', { allow, divided })), 'push');
    }
  });

  test('values that are no names change nothing and break nothing', async () => {
    const { approve: form } = await openConsent(browser, authorizePath(app, { scope: 'read push' }));
    for (const values of [{ 'allow[x]': 'read' }, { 'allow[x][y]': 'read' }, { allow: 'read push' }]) {
      assert.equal((await browser.submit({ ...form, boxes: [] }, values as Values)).status, 422);
    }
    assert.equal(await scopeOf(await browser.submit({ ...form, boxes: [] }, { 'allow[]': ['push'] })), 'push');
  });

  test('nothing at all is no answer: the page says so, keeps the ticks as they were sent, and the request waits', async () => {
    const asked = 'read write:lists push';
    const { approve: form } = await openConsent(browser, authorizePath(app, { scope: asked, state: 'kept' }));
    const empty = await browser.submit(form, { allow: ['read:lists', 'nonsense'] });
    assert.equal(empty.status, 422);
    assert.equal(empty.headers.get('location'), null);
    const html = await empty.text();
    assert.ok(textOf(html).includes(en.consent.nothingChosen));
    assert.match(html, /<details class="choose" open>/);
    const again = consentForms(html).approve;
    assert.deepEqual(
      again.boxes.filter(({ ticked }) => ticked).map(({ value }) => value),
      ['read:lists'],
    );
    const response = await browser.submit(again, { allow: ['push'] });
    assert.equal(membersOf(response.headers.get('location')).get('state'), 'kept');
    assert.equal(await scopeOf(response), 'push');
  });

  test('also an empty choice can be denied', async () => {
    const { deny } = await openConsent(browser, authorizePath(app));
    const response = await browser.submit(deny, { choosing: '1' });
    assert.equal(membersOf(response.headers.get('location')).get('error'), 'access_denied');
  });

  test('where one single thing is asked for there is nothing to choose', async () => {
    assert.deepEqual(await boxesOf('profile'), []);
    assert.equal(await scopeOf(await approve('profile')), 'profile');
    assert.ok((await boxesOf('read')).length > 1, 'but an umbrella has parts');
  });

  test('the audit is told what was allowed, and not what was asked', async () => {
    await approve('read write push', { allow: ['push'] });
    const told = server.events.filter(({ event }) => event === 'authorized').at(-1);
    assert.deepEqual(told && 'scopes' in told ? told.scopes : undefined, ['push']);
  });
});

describe('an app that asks again (lesson 27)', () => {
  test('that wants nothing new is told apart from one that comes for the first time', async () => {
    const native = await server.registerApp({ redirectUri: 'myapp://callback' });
    const first = textOf(await (await browser.get(authorizePath(native))).text());
    assert.ok(!first.includes(en.consent.nothingNew));
    await approve('read', {}, native);
    const html = await (await browser.get(authorizePath(native))).text();
    const page = textOf(html);
    assert.ok(page.includes(en.consent.nothingNew));
    assert.ok(!page.includes(en.consent.permissions));
    assert.match(html, /<details class="known">/, 'what it can do already is folded away');
  });

  test('for more is asked about what is new, and the rest is folded away', async () => {
    await approve('read');
    const html = await (await browser.get(authorizePath(app, { scope: 'read:lists write push' }))).text();
    const [fresh = '', known = ''] = html.slice(html.indexOf('class="fresh"')).split('<details class="known">');
    assert.ok(textOf(fresh).includes(en.permissions.scopes.push ?? '-'));
    assert.ok(textOf(fresh).includes(en.permissions.scopes.write ?? '-'));
    assert.ok(!textOf(fresh).includes(en.permissions.scopes['read:lists'] ?? '-'));
    assert.ok(textOf(known.split('</details>')[0] ?? '').includes(en.permissions.scopes['read:lists'] ?? '-'));
  });

  test('at another place is looked at as if it came for the first time', async () => {
    const two = await server.registerApp({ redirectUri: 'https://one.example/cb https://two.example/cb' });
    await approve('read', {}, { ...two, redirect_uri: 'https://one.example/cb' });
    const elsewhere = authorizePath({ ...two, redirect_uri: 'https://two.example/cb' });
    assert.ok(textOf(await (await browser.get(elsewhere)).text()).includes(en.consent.permissions));
  });

  test('after all its access was taken back comes for the first time, too', async () => {
    await approve('read');
    const alice = await server.store.findAccountByUsername('alice');
    await server.store.revokeGrantsOfAccount(alice?.id ?? '', server.now(), app.id);
    const page = textOf(await (await browser.get(authorizePath(app, { scope: 'read' }))).text());
    assert.ok(page.includes(en.consent.permissions));
  });

  test('for what was left out asks, and leaves it out again unless the person ticks it', async () => {
    await approve('read write push', { allow: ['read', 'write', 'write:media'], divided: 'write' });
    const html = await (await browser.get(authorizePath(app, { scope: 'read write push' }))).text();
    assert.ok(textOf(html).includes(en.consent.leftOutLastTime));
    assert.match(html, /<details class="choose" open>/, 'what will happen is seen');
    const { approve: form } = consentForms(html);
    assert.equal(await scopeOf(await browser.submit(form)), 'read write:media');
    const ticks = await ticksOf('read write push');
    assert.ok(ticks.includes('write:media') && !ticks.includes('write:lists') && !ticks.includes('push'));
  });

  test('is not asked about what was left out when it asks for what it has', async () => {
    await approve('read write push', { allow: ['read', 'push'], divided: '' });
    assert.equal((await browser.get(authorizePath(app, { scope: 'push read' }))).status, 302, 'decision 28');
    assert.equal((await browser.get(authorizePath(app, { scope: 'read write push' }))).status, 200);
  });

  test('gets what was left out once the person ticks it, and then it is remembered as allowed', async () => {
    await approve('read write push', { allow: ['read'], divided: '' });
    await approve('read write push', { allow: ['read', 'push'], divided: '' });
    const ticks = await ticksOf('read write push');
    assert.ok(ticks.includes('push') && !ticks.includes('write'));
  });

  test('for something new has it ticked: only what was left out before stays out', async () => {
    await approve('read push', { allow: ['read'], divided: '' });
    const ticks = await ticksOf('read push profile');
    assert.ok(ticks.includes('profile') && !ticks.includes('push'));
  });

  test('is another app with another memory', async () => {
    await approve('read push', { allow: ['read'], divided: '' });
    const other = await server.registerApp({ scopes: 'read push' });
    const { approve: form } = await openConsent(browser, authorizePath(other, { scope: 'read push' }));
    assert.ok(form.boxes.every(({ ticked }) => ticked));
  });
});
