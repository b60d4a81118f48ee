import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openForm, signedIn } from '../../../../test/support/browsing.ts';
import { textOf } from '../../../../test/support/read-page.ts';
import { TestBrowser, userToken } from '../../../../test/support/test-browser.ts';
import { PASSWORD, TestServer } from '../../../../test/support/test-server.ts';
import { createAccount } from '../../../accounts/new-account.ts';
import { MINUTE } from '../../../protocol/lifetimes.ts';

const here = '/settings/delete';

let server: TestServer;
let people = 0;

before(async () => {
  server = await TestServer.start();
});

after(() => server.close());

async function newPerson(options: Parameters<TestServer['addAccount']>[1] = {}) {
  people += 1;
  const account = await server.addAccount(`leaver_${people}`, options);
  return { account, browser: await signedIn(server, account.username) };
}

const found = (id: string) => server.store.findAccount(id);

async function tryName(username: string) {
  return createAccount(
    { store: server.store, passwords: server.passwords, now: () => server.now() },
    { username, email: `again-${username}@example.org`, password: PASSWORD },
  );
}

describe('deleting one’s account', () => {
  test('ends everything at once, says goodbye, and keeps the name for ever (decision 33)', async () => {
    const { account, browser } = await newPerson();
    const fan = await newPerson();
    await server.store.follow(
      { followerId: fan.account.id, followedId: account.id },
      { locked: false, at: server.now() },
    );
    const token = await userToken(server, await server.registerApp(), account.username);
    const other = await signedIn(server, account.username);
    const response = await browser.submit(await openForm(browser, here, here), { username: `@${account.username}` });
    const html = await response.text();
    assert.equal(response.status, 200);
    assert.match(textOf(html), /Your account is deleted/);
    assert.ok(!html.includes('whoami'), 'nobody is named as signed in');
    const api = await server.get('/api/v1/accounts/verify_credentials', { Authorization: `Bearer ${token}` });
    assert.equal(api.status, 401);
    for (const one of [browser, other]) assert.equal((await one.get('/settings/account')).status, 302);
    assert.equal(await found(account.id), undefined);
    assert.equal((await found(fan.account.id))?.followingCount, 0);
    assert.equal((await new TestBrowser(server).signIn(account.username)).status, 422);
    assert.equal((await server.get(`/@${account.username}`)).status, 404);
    const again = await tryName(account.username.toUpperCase());
    assert.ok(again.kind === 'refused' && again.problems.some(({ code }) => code === 'taken'));
    const mail = await server.nextMail(account.email, 'account deleted');
    assert.ok(mail.text.includes(account.username));
    const { at: _, ...event } = server.events.findLast(({ event }) => event === 'account deleted') ?? { at: 0 };
    assert.deepEqual(event, { event: 'account deleted', accountId: account.id, address: '192.0.2.1' });
  });

  test('asks for the username, and shows what was typed instead', async () => {
    const { account, browser } = await newPerson();
    const form = await openForm(browser, here, here);
    for (const username of ['', 'somebody_else', '<script>alert(1)</script>']) {
      const response = await browser.submit(form, { username });
      const html = await response.text();
      assert.equal(response.status, 422);
      assert.match(textOf(html), /not your username/);
      assert.ok(!html.includes('<script'));
    }
    assert.ok(await found(account.id));
  });

  test('asks for a fresh proof', async () => {
    const { account, browser } = await newPerson();
    const form = await openForm(browser, here, here);
    server.clockOffset = 16 * MINUTE;
    try {
      for (const response of [await browser.get(here), await browser.submit(form, { username: account.username })]) {
        assert.equal(response.headers.get('location'), '/auth/confirm_identity?page=%2Fsettings%2Fdelete');
      }
    } finally {
      server.clockOffset = 0;
    }
    assert.ok(await found(account.id));
  });

  test('is no business of forms of other sites', async () => {
    const { account, browser } = await newPerson();
    const form = await openForm(browser, here, here);
    const fields = { username: account.username };
    assert.equal((await browser.submit(form, fields, { 'Sec-Fetch-Site': 'cross-site' })).status, 422);
    assert.equal((await browser.submit(form, { ...fields, authenticity_token: 'x' })).status, 422);
    assert.ok(await found(account.id));
  });

  test('frees the name of an account that was never in use, and writes to no address that was not proven', async () => {
    const { account, browser } = await newPerson({ state: 'unconfirmed' });
    assert.match(textOf(await (await browser.get(here)).text()), /becomes free again/);
    await browser.submit(await openForm(browser, here, here), { username: account.username });
    assert.equal(await found(account.id), undefined);
    assert.equal((await tryName(account.username)).kind, 'created');
    assert.deepEqual(
      (await server.store.listMails({ limit: 100 })).filter(({ to }) => to === account.email),
      [],
    );
  });

  test('is not for a suspended account, and for a disabled one it is', async () => {
    const { account, browser } = await newPerson();
    await server.setState(account, 'suspended');
    assert.equal((await browser.get(here)).status, 403);
    await server.setState(account, 'disabled');
    await browser.submit(await openForm(browser, here, here), { username: account.username });
    assert.equal(await found(account.id), undefined);
    assert.equal((await tryName(account.username)).kind, 'refused');
  });
});

describe('owners who want to go', () => {
  test('cannot while nobody else could run the server, and are told so', async () => {
    const own = await TestServer.start();
    try {
      await own.addAccount('first', { role: 'owner' });
      const disabled = await own.addAccount('second', { role: 'owner' });
      const browser = await signedIn(own, 'first');
      const form = await openForm(browser, here, here);
      await own.setState(disabled, 'disabled');
      assert.match(textOf(await (await browser.get(here)).text()), /only owner of this server/);
      const refused = await browser.submit(form, { username: 'first' });
      assert.equal(refused.status, 409);
      assert.match(textOf(await refused.text()), /only owner of this server/);
      assert.ok(await own.store.findAccountByUsername('first'));
    } finally {
      await own.close();
    }
  });

  test('cannot both go at the same moment', async () => {
    for (let round = 0; round < 5; round += 1) {
      const own = await TestServer.start();
      try {
        const names = ['first', 'second'];
        const browsers = await Promise.all(
          names.map(async (name) => {
            await own.addAccount(name, { role: 'owner' });
            return signedIn(own, name);
          }),
        );
        const forms = await Promise.all(browsers.map((browser) => openForm(browser, here, here)));
        const statuses = await Promise.all(
          browsers.map(async (browser, place) => {
            const form = forms[place];
            assert.ok(form);
            return (await browser.submit(form, { username: names[place] ?? '' })).status;
          }),
        );
        assert.deepEqual(statuses.sort(), [200, 409]);
        assert.equal(await own.store.countAccounts(), 1);
      } finally {
        await own.close();
      }
    }
  });
});
