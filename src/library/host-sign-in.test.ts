import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { consentForms } from '../../test/support/test-browser.ts';
import type { SignInRequest } from './host-sign-in.ts';
import { CALLBACK, newTestStore, startTestHost, type TestHost } from './test-host.ts';

/** A host with a page and a session of its own: one browser, in whose place the test speaks. */
class HostPage {
  current: { readonly id: string; readonly authenticatedAt: number | Date } | undefined;
  readonly asked: SignInRequest[] = [];

  get signIn() {
    return {
      currentAccount: () => this.current,
      signInUrl: (to: SignInRequest) => {
        this.asked.push(to);
        return `/welcome?${new URLSearchParams({ to: to.returnTo })}`;
      },
    };
  }

  signInAs(id: string): void {
    this.current = { id, authenticatedAt: Date.now() + 1 };
  }
}

const alice = 'ulid-01HZALICE';
const bot = 'ulid-01HZBOT';
const requestPath = (clientId: string, more: Record<string, string> = {}) =>
  `/oauth/authorize?${new URLSearchParams({ response_type: 'code', client_id: clientId, redirect_uri: CALLBACK, ...more })}`;
const pathOf = (url: string | undefined) => new URL(url ?? '').pathname + new URL(url ?? '').search;
const locationOf = (response: Response) => response.headers.get('location') ?? '';

async function start(changes: Parameters<typeof startTestHost>[0] = {}) {
  const page = new HostPage();
  const host = await startTestHost({ signIn: page.signIn, ...changes });
  return { page, host, browser: host.newBrowser(), app: await host.registerApp() };
}

describe("A host's own sign-in page", () => {
  test('is where somebody unknown is sent, and the request goes on where they come back', async () => {
    const { page, browser, app } = await start();
    const sent = await browser.get(requestPath(app.client_id));
    assert.equal(sent.status, 302);
    assert.match(locationOf(sent), /^\/welcome\?to=https%3A%2F%2Fhost\.example%2Foauth%2Fauthorize%2Fresume/);
    assert.equal(page.asked.at(-1)?.reason, 'nobody');
    page.signInAs(alice);
    const back = page.asked.find(({ returnTo }) => returnTo.includes('resume'))?.returnTo;
    const consent = await browser.get(pathOf(back));
    const location = locationOf(await browser.submit(consentForms(await consent.text()).approve));
    assert.match(location, /^https:\/\/app\.example\/callback\?code=/);
  });

  test('has no rival: the built-in pages below /auth are not there', async () => {
    const { host } = await start();
    for (const path of ['/auth/sign_in', '/auth/sign_out']) assert.equal((await host.request(path)).status, 404);
  });

  test('is asked anew when the app demands it, and a page that does not ask ends in words, not in a loop', async () => {
    const { page, browser, app } = await start();
    page.signInAs(alice);
    page.current = { id: alice, authenticatedAt: new Date(Date.now() - 60_000) };
    await browser.get(requestPath(app.client_id, { force_login: 'true' }));
    const asked = page.asked.find(({ reason }) => reason === 'fresh');
    const stale = await browser.get(pathOf(asked?.returnTo));
    assert.equal(stale.status, 403);
    assert.match(await stale.text(), /did not ask for one/);
    page.signInAs(alice);
    assert.equal((await browser.get(pathOf(asked?.returnTo))).status, 200);
  });

  test('is where another account is chosen, from the consent page', async () => {
    const { page, browser, app } = await start();
    page.signInAs(alice);
    const html = await (await browser.get(requestPath(app.client_id))).text();
    assert.match(html, /href="\/welcome\?to=/);
    assert.ok(page.asked.some(({ reason }) => reason === 'another account'));
  });

  test('binds a form to who is signed in: a page made for one person cannot act for the next', async () => {
    const { page, browser, app } = await start();
    page.signInAs(alice);
    const { approve } = consentForms(await (await browser.get(requestPath(app.client_id))).text());
    page.signInAs(bot);
    assert.equal((await browser.submit(approve)).status, 422);
  });

  test('may restart together with the server while somebody decides', async () => {
    const store = await newTestStore();
    const { page, browser, app } = await start({ store });
    page.signInAs(alice);
    const { approve } = consentForms(await (await browser.get(requestPath(app.client_id))).text());
    const again: TestHost = await startTestHost({ store, signIn: page.signIn });
    const successor = again.newBrowser();
    for (const [name, value] of browser.cookies) successor.cookies.set(name, value);
    assert.match(locationOf(await successor.submit(approve)), /[?&]code=/);
  });

  test('that names somebody who is gone counts as nobody', async () => {
    const { page, browser, app } = await start();
    page.signInAs('ulid-nobody');
    assert.equal((await browser.get(requestPath(app.client_id))).status, 302);
  });

  const answers: Readonly<Record<string, () => unknown>> = {
    'an account without a time': () => ({ id: alice }),
    'a time that is null': () => ({ id: alice, authenticatedAt: null }),
    'a time in words': () => ({ id: alice, authenticatedAt: '5' }),
    'a time that is true': () => ({ id: alice, authenticatedAt: true }),
    'a broken date': () => ({ id: alice, authenticatedAt: new Date('yesterday') }),
    'an id that is a number': () => ({ id: 42, authenticatedAt: Date.now() }),
    'a number': () => 42,
    'an error': () => {
      throw new Error('session store down');
    },
    'nothing ever': () => new Promise(() => {}),
  };
  for (const [what, currentAccount] of Object.entries(answers)) {
    test(`that answers ${what} is a failure with an incident, and lets nobody in`, async () => {
      const { signIn } = new HostPage();
      const host = await startTestHost({ signIn: { ...signIn, currentAccount: currentAccount as never } });
      const app = await host.registerApp();
      const response = await host.newBrowser().get(requestPath(app.client_id));
      assert.ok(response.status >= 500, String(response.status));
      assert.ok((await response.text()).includes(response.headers.get('x-request-id') ?? '-'));
    });
  }

  for (const url of [
    'javascript:alert(1)',
    '',
    undefined,
    null,
    42,
    '//elsewhere.example/',
    'https://',
    'http://a b/',
  ]) {
    test(`cannot be at ${JSON.stringify(url)}, and says so under an incident`, async () => {
      const { signIn } = new HostPage();
      const host = await startTestHost({ signIn: { ...signIn, signInUrl: () => url as string } });
      const app = await host.registerApp();
      const response = await host.newBrowser().get(requestPath(app.client_id));
      assert.equal(response.status, 500);
      assert.ok((await response.text()).includes(response.headers.get('x-request-id') ?? '-'));
      assert.match(String(host.answered.at(-1)?.error), /signIn\.signInUrl/);
    });
  }

  test('whose address throws is a failure with an incident, and the request waits for a better moment', async () => {
    let broken = true;
    const page = new HostPage();
    const signInUrl = (to: SignInRequest) => {
      if (broken) throw new Error('no route by that name');
      return page.signIn.signInUrl(to);
    };
    const { host, browser, app } = await start({ signIn: { ...page.signIn, signInUrl } });
    const failed = await browser.get(requestPath(app.client_id));
    assert.equal(failed.status, 500);
    assert.match(String(host.answered.at(-1)?.error), /signIn\.signInUrl threw/);
    broken = false;
    assert.equal((await browser.get(requestPath(app.client_id))).status, 302);
  });

  for (const [given, location] of [
    ['/вход?a=1#b', '/%D0%B2%D1%85%D0%BE%D0%B4?a=1#b'],
    ['/in\r\nSet-Cookie: a=b', '/inSet-Cookie:%20a=b'],
    ['https://bücher.example/in', 'https://xn--bcher-kva.example/in'],
  ] as const) {
    test(`at ${JSON.stringify(given)} is found, and its address cannot break a header`, async () => {
      const { signIn } = new HostPage();
      const host = await startTestHost({ signIn: { ...signIn, signInUrl: () => given } });
      const app = await host.registerApp();
      const response = await host.newBrowser().get(requestPath(app.client_id));
      assert.deepEqual([response.status, locationOf(response)], [302, location]);
    });
  }
});
