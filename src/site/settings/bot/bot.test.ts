import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openForm, signedIn } from '../../../../test/support/browsing.ts';
import { linksOf, textOf } from '../../../../test/support/read-page.ts';
import type { RegisteredApp } from '../../../../test/support/test-server.ts';
import { PASSWORD, TestServer } from '../../../../test/support/test-server.ts';
import { MINUTE } from '../../../protocol/lifetimes.ts';
import { digestOf } from '../../../protocol/secret.ts';

const here = '/settings/bot';
const allow = `${here}/allow`;

let server: TestServer;
let app: RegisteredApp;
let people = 0;

before(async () => {
  server = await TestServer.start();
  app = await server.registerApp();
});

after(() => server.close());

async function newPerson() {
  people += 1;
  const account = await server.addAccount(`automaton_${people}`);
  return { account, browser: await signedIn(server, account.username) };
}

const passwordGrant = async (username: string) => {
  const { client_id, client_secret } = app;
  const fields = { grant_type: 'password', username, password: PASSWORD, client_id, client_secret };
  return (await server.post('/oauth/token', fields)).status;
};

describe('the switch for the password grant', () => {
  test('is off, warns, and lets apps sign in once it is on, until it is off again', async () => {
    const { account, browser } = await newPerson();
    assert.equal(await passwordGrant(account.username), 400);
    const form = await openForm(browser, allow, allow);
    assert.match(textOf(await (await browser.get(allow)).text()), /only for an account that is a bot/);
    assert.equal((await browser.submit(form)).headers.get('location'), `${here}?done=on`);
    assert.equal(await passwordGrant(account.username), 200);
    await browser.submit(await openForm(browser, here, `${here}/forbid`));
    assert.equal(await passwordGrant(account.username), 400);
    const told = server.events.filter((event) => event.event === 'password grant switched');
    assert.deepEqual(
      told.map((event) => 'on' in event && event.on),
      [true, false],
    );
  });

  test('needs a fresh proof to be switched on, and none to be switched off', async () => {
    const { account, browser } = await newPerson();
    const form = await openForm(browser, allow, allow);
    await server.store.changeAccount(account.id, { allowsPasswordGrant: true });
    const off = await openForm(browser, here, `${here}/forbid`);
    server.clockOffset = 16 * MINUTE;
    try {
      for (const response of [await browser.get(allow), await browser.submit(form)]) {
        assert.match(response.headers.get('location') ?? '', /^\/auth\/confirm_identity/);
      }
      assert.equal((await browser.submit(off)).headers.get('location'), `${here}?done=off`);
    } finally {
      server.clockOffset = 0;
    }
  });

  test('is refused to an account with a second factor, with the reason, and a factor that comes later wins', async () => {
    const { account, browser } = await newPerson();
    const form = await openForm(browser, allow, allow);
    await server.store.setTotp(account.id, { sealedSeed: 'sealed', lastStep: 0, createdAt: server.now() }, [
      digestOf('recovery'),
    ]);
    assert.equal((await browser.get(allow)).headers.get('location'), here);
    const refused = await browser.submit(form);
    assert.equal(refused.status, 409);
    assert.match(textOf(await refused.text()), /has a second factor/);
    assert.equal((await server.store.findAccount(account.id))?.allowsPasswordGrant, false);
    await server.store.changeAccount(account.id, { allowsPasswordGrant: true });
    assert.equal(await passwordGrant(account.username), 400);
  });

  test('is no business of forms of other sites', async () => {
    const { account, browser } = await newPerson();
    const form = await openForm(browser, allow, allow);
    assert.equal((await browser.submit(form, {}, { 'Sec-Fetch-Site': 'cross-site' })).status, 422);
    assert.equal((await browser.submit(form, { authenticity_token: 'x' })).status, 422);
    const forged = { ...form, action: `${here}/forbid` };
    assert.equal((await browser.submit(forged, { authenticity_token: 'x' })).status, 422);
    assert.equal((await server.store.findAccount(account.id))?.allowsPasswordGrant, false);
  });

  test('is explained and not offered where the operator switched it off', async () => {
    const strict = await TestServer.start({ PASSWORD_GRANT: 'off' });
    try {
      await strict.addAccount('automaton');
      const browser = await signedIn(strict, 'automaton');
      const html = await (await browser.get(here)).text();
      assert.match(textOf(html), /switched this way of signing in off/);
      assert.ok(!linksOf(html).includes(allow) && !linksOf(html).includes(here));
      assert.equal((await browser.get(allow)).status, 302);
    } finally {
      await strict.close();
    }
  });
});
