import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { openForm } from '../../test/support/browsing.ts';
import { textOf } from '../../test/support/read-page.ts';
import { formsOf, TestBrowser } from '../../test/support/test-browser.ts';
import { PASSWORD, TestServer } from '../../test/support/test-server.ts';

let server: TestServer;
let link: string;

beforeEach(async () => {
  server = await TestServer.start();
  link = (await server.composed.setUpPath()) ?? '';
});

afterEach(() => server.close());

const owner = { username: 'owner', email: 'owner@example.org', display_name: 'The Owner', password: PASSWORD };

describe('the account of the owner', () => {
  test('is made with the link, is the owner’s, and its owner is signed in', async () => {
    const browser = new TestBrowser(server);
    const response = await browser.submit(await openForm(browser, link, '/auth/setup'), owner);
    assert.equal(response.status, 302);
    assert.equal(response.headers.get('location'), '/oauth/authorized_applications');
    assert.equal((await browser.get('/oauth/authorized_applications')).status, 200);
    const account = await server.store.findAccountByUsername('owner');
    assert.equal(account?.role, 'owner');
    assert.equal(account?.displayName, 'The Owner');
    assert.equal((await new TestBrowser(server).signIn('owner@example.org')).status, 302);
  });

  test('may have a name that others may not', async () => {
    const browser = new TestBrowser(server);
    const form = await openForm(browser, link, '/auth/setup');
    assert.equal((await browser.submit(form, { ...owner, username: 'admin' })).status, 302);
  });

  test('cannot be made without the token: there is no such page', async () => {
    const browser = new TestBrowser(server);
    const form = await openForm(browser, link, '/auth/setup');
    for (const token of ['', 'x', 'x'.repeat(43)]) {
      assert.equal((await browser.get(`/auth/setup?token=${token}`)).status, 404);
      assert.equal((await browser.submit(form, { ...owner, token })).status, 404);
    }
    assert.equal((await browser.get('/auth/setup')).status, 404);
    assert.equal(await server.store.countAccounts(), 0);
  });

  test('cannot be made by a form of another site', async () => {
    const browser = new TestBrowser(server);
    const form = await openForm(browser, link, '/auth/setup');
    const forged = await browser.submit(form, owner, { 'Sec-Fetch-Site': 'cross-site' });
    assert.equal(forged.status, 422);
    assert.equal((await browser.submit(form, { ...owner, authenticity_token: 'x' })).status, 422);
    assert.equal(await server.store.countAccounts(), 0);
  });

  test('shows every problem at once, keeps what was typed except the password, and can be put right', async () => {
    const browser = new TestBrowser(server);
    const form = await openForm(browser, link, '/auth/setup');
    const refused = await browser.submit(form, { username: 'no spaces', email: 'nowhere', password: 'short' });
    const html = await refused.text();
    assert.equal(refused.status, 422);
    assert.match(textOf(html), /letters, digits and underscores/);
    assert.match(textOf(html), /does not look like an e-mail address/);
    assert.match(textOf(html), /too short/);
    assert.ok(html.includes('value="no spaces"'));
    assert.ok(!html.includes('value="short"'));
    const [again] = formsOf(html);
    assert.ok(again);
    assert.equal((await browser.submit(again, owner)).status, 302);
  });

  for (const [password, words] of [
    ['Password123', /is known to everybody who guesses passwords/],
    ['owner@example.org', /easy to guess for whoever knows your name or address/],
    ['social.example!', /easy to guess for whoever knows your name or address/],
    ['qwertzuiopasdf', /too easy to guess\. A few more words/],
  ] as const) {
    test(`cannot have the password ${password}, and is told why beside the field`, async () => {
      const browser = new TestBrowser(server);
      const form = await openForm(browser, link, '/auth/setup');
      const refused = await browser.submit(form, { ...owner, password });
      const html = await refused.text();
      assert.equal(refused.status, 422);
      assert.match(textOf(html), words);
      assert.match(html, /<input(?=[^>]* id="password")(?=[^>]* aria-invalid="true")/);
      assert.doesNotMatch(html, /<input(?=[^>]* id="password")[^>]* value=/);
      assert.equal(await server.store.countAccounts(), 0);
    });
  }

  test('what was typed is shown as text', async () => {
    const browser = new TestBrowser(server);
    const form = await openForm(browser, link, '/auth/setup');
    const refused = await browser.submit(form, { ...owner, username: '"><script>alert(1)</script>' });
    assert.ok(!(await refused.text()).includes('<script'));
  });

  test('is made once: the link is spent', async () => {
    const browser = new TestBrowser(server);
    const form = await openForm(browser, link, '/auth/setup');
    await browser.submit(form, owner);
    const late = new TestBrowser(server);
    assert.equal((await late.get(link)).status, 404);
    assert.equal((await browser.submit(form, { ...owner, username: 'second', email: 'b@example.org' })).status, 404);
    assert.equal(await server.store.countAccounts(), 1);
    assert.equal(await server.composed.setUpPath(), undefined, 'no further link is printed');
  });

  test('of two who race exactly one wins, and the other is not signed in', async () => {
    const browsers = [new TestBrowser(server), new TestBrowser(server)];
    const forms = await Promise.all(browsers.map((browser) => openForm(browser, link, '/auth/setup')));
    const answers = await Promise.all(
      browsers.map((browser, index) =>
        browser.submit(forms[index] as (typeof forms)[0], {
          ...owner,
          username: `racer_${index}`,
          email: `racer${index}@example.org`,
        }),
      ),
    );
    assert.deepEqual(answers.map(({ status }) => status).sort(), [302, 404]);
    assert.equal(await server.store.countAccounts(), 1);
    const signedIn = await Promise.all(
      browsers.map(async (browser) => (await browser.get('/oauth/authorized_applications')).status),
    );
    assert.deepEqual(signedIn.sort(), [200, 302]);
  });

  test('is offered as long as there is none, whoever signs up meanwhile, and says when they have the name', async () => {
    await server.addAccount('stranger');
    const browser = new TestBrowser(server);
    const form = await openForm(browser, link, '/auth/setup');
    const taken = await browser.submit(form, { ...owner, username: 'Stranger' });
    assert.equal(taken.status, 422);
    assert.match(textOf(await taken.text()), /This username is taken/);
    assert.equal((await browser.submit(form, owner)).status, 302);
    assert.equal((await server.store.findAccountByUsername('owner'))?.role, 'owner');
    assert.equal((await server.store.findAccountByUsername('stranger'))?.role, 'user');
  });

  test('is not offered any more once one was made elsewhere', async () => {
    const browser = new TestBrowser(server);
    const form = await openForm(browser, link, '/auth/setup');
    await server.addAccount('made_by_the_operator', { role: 'owner' });
    assert.equal((await browser.get(link)).status, 404);
    assert.equal((await browser.submit(form, owner)).status, 404);
    assert.equal(await server.store.countAccounts(), 1);
  });

  test('has the same link after each start', async () => {
    await server.restart();
    assert.equal(await server.composed.setUpPath(), link);
    assert.equal((await server.get(link)).status, 200);
  });

  test('has another link on another server: it follows from the key', async () => {
    const other = await TestServer.start();
    assert.notEqual(await other.composed.setUpPath(), link);
    await other.close();
  });

  test('has a new link when the owner is gone, and the one that was used stays dead', async () => {
    const browser = new TestBrowser(server);
    const form = await openForm(browser, link, '/auth/setup');
    await browser.submit(form, owner);
    const { id = '' } = (await server.store.findAccountByUsername('owner')) ?? {};
    await server.store.changeAccount(id, { role: 'user' });
    assert.equal((await server.get(link)).status, 404);
    assert.equal((await browser.submit(form, { ...owner, username: 'late', email: 'b@example.org' })).status, 404);
    assert.equal((await server.get((await server.composed.setUpPath()) ?? '')).status, 200);
  });
});
