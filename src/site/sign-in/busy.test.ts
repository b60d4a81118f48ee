/** Issue §2: a flood of sign-ins is refused with 503 and costs nothing else. The queue is the real one, and really full. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { openForm, signedIn } from '../../../test/support/browsing.ts';
import { mailedSecret } from '../../../test/support/mailed-link.ts';
import { textOf } from '../../../test/support/read-page.ts';
import { formsOf, TestBrowser, userToken } from '../../../test/support/test-browser.ts';
import { PASSWORD, TestServer } from '../../../test/support/test-server.ts';
import type { Account } from '../../accounts/ports.ts';
import { Overloaded } from '../../flows/ports.ts';

const NEW = 'seventeen wandering teapots';

let server: TestServer;
let alice: Account;

/** Fills the queue to its last place; the function that it gives empties it. */
async function fillQueue(): Promise<() => Promise<void>> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const waiting: Promise<unknown>[] = [];
  let isFull = false;
  while (!isFull) {
    const work = server.passwordQueue.run(() => promise);
    work.catch((error) => {
      assert.ok(error instanceof Overloaded);
      isFull = true;
    });
    waiting.push(work);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return async () => {
    resolve();
    await Promise.allSettled(waiting);
  };
}

function assertComeBackSoon(response: Response): void {
  assert.equal(response.status, 503);
  assert.match(response.headers.get('retry-after') ?? '', /^[1-9]\d*$/);
}

describe('while too many passwords wait to be compared', () => {
  beforeEach(async () => {
    server = await TestServer.start({ REGISTRATIONS: 'open' });
    alice = await server.addAccount('alice');
    await server.addAccount('robot', { bot: true, allowsPasswordGrant: true });
  });
  afterEach(() => server.close());

  test('the sign-in page says so, keeps the name, and tells nobody apart', async () => {
    const empty = await fillQueue();
    const answers: string[] = [];
    for (const [login, password] of [
      ['alice', PASSWORD],
      ['alice', 'wrong words'],
      ['nobody_at_all', PASSWORD],
    ] as const) {
      const response = await new TestBrowser(server).signIn(login, password);
      assertComeBackSoon(response);
      const page = await response.text();
      assert.equal(formsOf(page).find(({ action }) => action === '/auth/sign_in')?.fields['user[email]'], login);
      answers.push(textOf(page).replaceAll(login, ''));
    }
    assert.match(answers[0] ?? '', /Too many people are signing in/);
    assert.equal(new Set(answers).size, 1);
    assert.ok(!server.events.some(({ event }) => event === 'signed in' || event === 'sign-in failed'));
    await empty();
    assert.equal((await new TestBrowser(server).signIn('alice')).status, 302);
  });

  test('the password grant is temporarily_unavailable (RFC 6749 §5.2), and tokens are checked as ever', async () => {
    const app = await server.registerApp();
    const token = await userToken(server, app, 'alice');
    const empty = await fillQueue();
    const { client_id, client_secret } = app;
    const grant = { grant_type: 'password', username: 'robot', password: PASSWORD, client_id, client_secret };
    const refused = await server.post('/oauth/token', grant);
    assertComeBackSoon(refused);
    assert.equal(((await refused.json()) as { error: string }).error, 'temporarily_unavailable');
    const check = () => server.get('/api/v1/accounts/verify_credentials', { Authorization: `Bearer ${token}` });
    assert.equal((await check()).status, 200);
    await empty();
    assert.equal((await server.post('/oauth/token', grant)).status, 200);
  });

  test('who must confirm who they are is asked to try again, and stays signed in', async () => {
    const browser = await signedIn(server);
    const path = '/auth/confirm_identity';
    const form = await openForm(browser, `${path}?page=/settings/account`, path);
    const empty = await fillQueue();
    const refused = await browser.submit(form, { password: PASSWORD });
    assertComeBackSoon(refused);
    assert.match(textOf(await refused.text()), /Too many people are signing in/);
    await empty();
    assert.equal((await browser.submit(form, { password: PASSWORD })).status, 303);
  });

  test('a mailed link for a new password stays good', async () => {
    const browser = new TestBrowser(server);
    const secret = await mailedSecret(server, 'reset password', alice);
    const page = `/auth/password/edit?reset_password_token=${secret}`;
    const form = await openForm(browser, page, '/auth/password/edit');
    const empty = await fillQueue();
    assertComeBackSoon(await browser.submit(form, { password: NEW }));
    await empty();
    assert.equal((await new TestBrowser(server).signIn('alice', NEW)).status, 422);
    assert.ok((await browser.submit(form, { password: NEW })).status < 400);
    assert.equal((await new TestBrowser(server).signIn('alice', NEW)).status, 302);
  });

  test('nobody is signed up halfway through an app', async () => {
    const token = await server.appToken(await server.registerApp(), 'read write');
    const choice = { username: 'carol', email: 'carol@example.org', password: NEW, agreement: 'true', locale: 'en' };
    const signUp = () => server.post('/api/v1/accounts', choice, { Authorization: `Bearer ${token}` });
    const empty = await fillQueue();
    const refused = await signUp();
    assertComeBackSoon(refused);
    assert.match(((await refused.json()) as { error: string }).error, /^There was a temporary problem/);
    assert.equal(await server.store.findAccountByLogin('carol'), undefined);
    await empty();
    assert.equal((await signUp()).status, 200);
  });
});
