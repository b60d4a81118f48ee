import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { consentForms, formsOf, type TestBrowser } from '../../test/support/test-browser.ts';
import { open } from '../http/access.ts';
import { html, redirect, withCookies } from '../http/reply.ts';
import { route } from '../http/route.ts';
import { completeSignIn, findWaitingRequest, pathAfterSignIn } from '../http/sign-in.ts';
import { beginVisit, isTrustedForm } from '../http/visit.ts';
import { OptionsError } from './check-options.ts';
import type { HostSecondStep, ProvenPassword } from './host-second-step.ts';
import { CALLBACK, HOST_PASSWORD, newTestStore, startTestHost, testAccounts } from './test-host.ts';

const requestPath = (clientId: string) =>
  `/oauth/authorize?${new URLSearchParams({ response_type: 'code', client_id: clientId, redirect_uri: CALLBACK })}`;
const locationOf = (response: Response) => response.headers.get('location') ?? '';
const home = '/oauth/authorized_applications';

/** Gives the password on the sign-in page that a path leads to. */
async function signIn(browser: TestBrowser, path = '/auth/sign_in'): Promise<Response> {
  const [form] = formsOf(await (await browser.open(path)).text());
  assert.ok(form);
  return browser.submit(form, { 'user[email]': 'alice', 'user[password]': HOST_PASSWORD });
}

describe('A second step of the host’s own', () => {
  /** A host that asks for the name of a pet. */
  async function startHostWithPet() {
    const proven: ProvenPassword[] = [];
    const host = await startTestHost({
      secondStep: (one) => {
        proven.push(one);
        return {
          url: `/pet?authorization=${encodeURIComponent(one.authorization ?? '')}`,
          cookies: ['pet=asked; HttpOnly'],
        };
      },
      routes: (kit) => [
        route('page', 'GET', '/pet', open, async (request) => {
          const visit = await beginVisit(kit.http, request);
          const waiting = await findWaitingRequest(kit.http, visit, request.query);
          const fields = { authenticity_token: visit.frame.csrfToken, authorization: waiting?.id ?? '' };
          const inputs = Object.entries(fields).map(([name, value]) => `<input name="${name}" value="${value}">`);
          return html(`<form method="post" action="/pet">${inputs.join('')}</form>`);
        }),
        route('page', 'POST', '/pet', open, async (request) => {
          const body = await request.body();
          const visit = await beginVisit(kit.http, request);
          assert.ok(isTrustedForm(kit.http, request, visit, body));
          const waiting = await findWaitingRequest(kit.http, visit, body);
          const cookies = await completeSignIn(kit.http, request, visit, proven.at(-1)?.account.id ?? '');
          return withCookies(redirect(pathAfterSignIn(kit.http.issuer, { authorization: waiting?.id })), cookies);
        }),
      ],
    });
    return { host, proven };
  }

  test('is not left out where the account is not found for a moment, such as in a copy of the database', async () => {
    let isFound = true;
    const host = await startTestHost({
      host: { find: (id) => (isFound ? testAccounts.find(id) : undefined) },
      secondStep: () => ({ url: '/pet' }),
    });
    const browser = host.newBrowser();
    const [form] = formsOf(await (await browser.open('/auth/sign_in')).text());
    assert.ok(form);
    isFound = false;
    const answer = await browser.submit(form, { 'user[email]': 'alice', 'user[password]': HOST_PASSWORD });
    isFound = true;
    assert.equal(answer.status, 422);
    assert.match(locationOf(await browser.get(home)), /^\/auth\/sign_in/, 'nobody is signed in');
  });

  test('is asked after a right password, before there is a session, and the waiting app is not lost', async () => {
    const { host, proven } = await startHostWithPet();
    const app = await host.registerApp();
    const browser = host.newBrowser();
    const step = await signIn(browser, requestPath(app.client_id));
    assert.match(locationOf(step), /^\/pet\?authorization=.{20,}/);
    assert.equal(browser.cookies.get('pet'), 'asked');
    assert.equal(browser.cookies.has('__Host-mastodoor_session'), false);
    assert.equal((await browser.get(home)).status, 302);
    assert.deepEqual(
      host.events.map(({ event }) => event).filter((event) => /sign|step/.test(event)),
      ['second step asked'],
    );
    const [one] = proven;
    assert.equal(one?.account.username, 'alice');
    assert.match(one?.browser ?? '', /^[A-Za-z0-9_-]{43}$/);
    assert.ok(![...browser.cookies.values()].includes(one?.browser ?? ''), 'it is no secret of the browser');
    const [form] = formsOf(await (await browser.get(locationOf(step))).text());
    assert.ok(form);
    const back = await browser.submit(form);
    const consent = consentForms(await (await browser.open(locationOf(back))).text());
    assert.match(locationOf(await browser.submit(consent.approve)), /^https:\/\/app\.example\/callback\?code=/);
  });

  test('is not asked after a wrong password', async () => {
    const { host, proven } = await startHostWithPet();
    const browser = host.newBrowser();
    const [form] = formsOf(await (await browser.get('/auth/sign_in')).text());
    assert.ok(form);
    await browser.submit(form, { 'user[email]': 'alice', 'user[password]': 'wrong' });
    assert.equal(proven.length, 0);
  });

  for (const nothing of [undefined, null]) {
    test(`that answers ${nothing} lets the password be enough`, async () => {
      const host = await startTestHost({ secondStep: () => nothing });
      const browser = host.newBrowser();
      assert.equal(locationOf(await signIn(browser)), home);
      assert.equal((await browser.get(home)).status, 200);
    });
  }

  const failures: Readonly<Record<string, () => unknown>> = {
    'an error': () => {
      throw new Error('second factors are down');
    },
    'nothing ever': () => new Promise(() => {}),
    true: () => true,
    text: () => '/pet',
    'no address': () => ({}),
    'an address of a script': () => ({ url: 'javascript:alert(1)' }),
    'an address without a scheme': () => ({ url: '//elsewhere.example' }),
    'cookies that are no list': () => ({ url: '/pet', cookies: 'a=b' }),
    'a cookie that begins another header': () => ({ url: '/pet', cookies: ['a=b\r\nX-Evil: 1'] }),
  };
  for (const [what, secondStep] of Object.entries(failures)) {
    test(`that answers ${what} is a failure with an incident, and lets nobody in`, async () => {
      const host = await startTestHost({ secondStep: secondStep as HostSecondStep });
      const browser = host.newBrowser();
      const response = await signIn(browser);
      assert.ok(response.status >= 500, String(response.status));
      assert.ok((await response.text()).includes(response.headers.get('x-request-id') ?? '-'));
      assert.equal(browser.cookies.has('__Host-mastodoor_session'), false);
      assert.match(String(host.answered.at(-1)?.error), /secondStep/);
    });
  }

  test('belongs to the built-in sign-in page: beside one of the host’s own it is refused', async () => {
    const signIn = { currentAccount: () => undefined, signInUrl: () => '/welcome' };
    for (const options of [{ secondStep: () => undefined }, { signInScript: '/assets/mine.js' }]) {
      await assert.rejects(startTestHost({ signIn, ...options }), OptionsError);
    }
    for (const options of [{ secondStep: true }, { signInScript: 'mine.js' }, { signInScript: '/a; script-src *' }]) {
      await assert.rejects(startTestHost(options as never), OptionsError);
    }
  });
});

describe('A script of the host’s sign-in page', () => {
  test('is the only one that may run there, and runs nowhere else', async () => {
    const host = await startTestHost({ issuer: 'https://host.example/social', signInScript: '/assets/keys.js' });
    const policy = async (path: string) => (await host.request(path)).headers.get('content-security-policy') ?? '';
    assert.match(
      await policy('/social/auth/sign_in'),
      /script-src https:\/\/host\.example\/social\/assets\/keys\.js; connect-src 'self';/,
    );
    assert.match(await policy('/social/auth/sign_out'), /script-src 'none'/);
  });
});

describe('An account of the host that lacks a demanded second factor', () => {
  test('has neither sessions nor tokens until it is there', async () => {
    let lacking = false;
    const person = () => ({ id: 'ulid-01HZALICE', username: 'alice', lacksSecondFactor: lacking });
    const store = await newTestStore();
    const host = await startTestHost({ store, host: { find: person, authenticate: person } });
    const app = await host.registerApp();
    const browser = host.newBrowser();
    const back = await signIn(browser, requestPath(app.client_id));
    const consent = consentForms(await (await browser.open(locationOf(back))).text());
    const code = new URL(locationOf(await browser.submit(consent.approve))).searchParams.get('code') ?? '';
    const { client_id, client_secret } = app;
    const fields = { grant_type: 'authorization_code', code, redirect_uri: CALLBACK, client_id, client_secret };
    const { access_token } = (await (await host.post('/oauth/token', fields)).json()) as { access_token: string };
    const headers = { Authorization: `Bearer ${access_token}` };
    const verify = () => host.request('/api/v1/accounts/verify_credentials', { headers });
    assert.equal((await verify()).status, 200);
    lacking = true;
    const refused = await verify();
    assert.equal(refused.status, 403);
    assert.deepEqual(await refused.json(), { error: 'Your login is currently disabled' });
    assert.equal((await browser.get(home)).status, 302);
    lacking = false;
    assert.equal((await verify()).status, 200);
    assert.equal((await browser.get(home)).status, 200);
  });
});
