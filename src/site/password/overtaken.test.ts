import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { openForm, signedIn } from '../../../test/support/browsing.ts';
import { mailedSecret } from '../../../test/support/mailed-link.ts';
import { formsOf, TestBrowser } from '../../../test/support/test-browser.ts';
import { PASSWORD, TestServer } from '../../../test/support/test-server.ts';
import type { Account } from '../../accounts/ports.ts';
import { MINUTE } from '../../protocol/lifetimes.ts';

const NEW = 'seventeen wandering teapots';

let server: TestServer;
let account: Account;

beforeEach(async () => {
  server = await TestServer.start();
  account = await server.addAccount('alice');
});

afterEach(() => server.close());

/**
 * Lets a reset happen from beginning to end in the moment in which something is about to be stored that the old password
 * opens: the worst moment, which no amount of trying would hit.
 */
function resetBefore(method: 'addSession' | 'addGrantWithToken'): void {
  const { store } = server;
  const original = store[method].bind(store) as (...parts: readonly unknown[]) => Promise<unknown>;
  Object.assign(store, {
    [method]: async (...parts: readonly unknown[]) => {
      Object.assign(store, { [method]: original });
      const secret = await mailedSecret(server, 'reset password', account);
      const page = `/auth/password/edit?reset_password_token=${secret}`;
      const browser = new TestBrowser(server);
      const done = await browser.submit(await openForm(browser, page, '/auth/password/edit'), { password: NEW });
      assert.equal(done.status, 200);
      return original(...parts);
    },
  });
}

const sessions = () => server.store.listSessions(account.id);

describe('what the old password opens in the moment of a reset comes to nothing (decision 19)', () => {
  test('a sign-in', async () => {
    const browser = new TestBrowser(server);
    const [form] = formsOf(await (await browser.get('/auth/sign_in')).text());
    assert.ok(form);
    resetBefore('addSession');
    const response = await browser.submit(form, { 'user[email]': 'alice', 'user[password]': PASSWORD });
    assert.equal(response.status, 422);
    assert.deepEqual(await sessions(), []);
    assert.equal((await browser.get('/settings/account')).status, 302);
    assert.ok(!server.events.some(({ event }) => event === 'signed in'));
    assert.equal((await browser.signIn('alice', NEW)).status, 302);
  });

  test('a password that is given again to confirm who it is', async () => {
    const browser = await signedIn(server, 'alice');
    server.clockOffset = 16 * MINUTE;
    const proof = await openForm(browser, '/settings/account/password', '/auth/confirm_identity');
    resetBefore('addSession');
    assert.equal((await browser.submit(proof, { password: PASSWORD })).status, 422);
    assert.deepEqual(await sessions(), []);
  });

  test('a change of the password that was under way', async () => {
    const browser = await signedIn(server, 'alice');
    const path = '/settings/account/password';
    const form = await openForm(browser, path, path);
    resetBefore('addSession');
    const response = await browser.submit(form, { password: `${NEW} of a thief` });
    assert.equal(response.status, 422);
    assert.deepEqual(await sessions(), []);
    assert.equal((await new TestBrowser(server).signIn('alice', NEW)).status, 302);
  });

  test('a token of the password grant', async () => {
    await server.store.changeAccount(account.id, { allowsPasswordGrant: true });
    const { client_id, client_secret } = await server.registerApp();
    const fields = { grant_type: 'password', username: 'alice', client_id, client_secret };
    resetBefore('addGrantWithToken');
    const refused = await server.post('/oauth/token', { ...fields, password: PASSWORD });
    assert.equal(refused.status, 400);
    assert.equal(((await refused.json()) as { error: string }).error, 'invalid_grant');
    assert.deepEqual(await server.store.listTokens({ limit: 9, accountId: account.id }), []);
    assert.equal((await server.post('/oauth/token', { ...fields, password: NEW })).status, 200);
  });
});
