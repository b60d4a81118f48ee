import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { signedIn } from '../../test/support/browsing.ts';
import { linksOf, outwardLinksOf, textOf } from '../../test/support/read-page.ts';
import { TestServer } from '../../test/support/test-server.ts';

let server: TestServer;

before(async () => {
  server = await TestServer.start({
    SERVER_TITLE: '<b>Tusks</b> & more',
    SERVER_DESCRIPTION: 'Hello <script>alert(1)</script>',
  });
});

after(() => server.close());

describe('the start page', () => {
  test('leads to the sign-in, and those who are signed in to their apps', async () => {
    await server.addAccount('visitor');
    assert.ok(linksOf(await (await server.get('/')).text()).includes('/auth/sign_in'));
    const browser = await signedIn(server, 'visitor');
    const html = await (await browser.get('/')).text();
    assert.ok(linksOf(html).includes('/oauth/authorized_applications'));
    assert.match(textOf(html), /@visitor@social\.example/);
  });

  test('shows the operator’s words as text', async () => {
    const html = await (await server.get('/')).text();
    assert.ok(!/<script|<b>Tusks/.test(html));
    assert.ok(textOf(html).includes('<b>Tusks</b> & more'));
    assert.ok(textOf(html).includes('<script>alert(1)</script>'));
  });
});

describe('the profile page /@name', () => {
  test('shows the person, in any letter case of the name', async () => {
    await server.addAccount('alice', {
      displayName: 'Alice in Wonderland',
      note: 'Down the hole\n\nhttps://example.org',
    });
    for (const path of ['/@alice', '/@ALICE', '/@alice/']) {
      const response = await server.get(path);
      assert.equal(response.status, 200, path);
      const html = await response.text();
      assert.match(textOf(html), /Alice in Wonderland/);
      assert.match(textOf(html), /@alice@social\.example/);
      assert.deepEqual(outwardLinksOf(html), ['https://example.org']);
    }
  });

  test('shows everything that people wrote as text', async () => {
    const hostile = '"><script>alert(1)</script><img src=x onerror=alert(1)>';
    const account = await server.addAccount('mallory', { displayName: '<b onclick=x>', note: hostile });
    await server.store.changeAccount(account.id, {
      fields: [
        { name: '<script>', value: 'javascript:alert(1)' },
        { name: 'link', value: 'https://example.org/"onmouseover="alert(1)' },
      ],
    });
    const html = await (await server.get('/@mallory')).text();
    assert.ok(!/<script|<img src=x|<b onclick|"onmouseover="/.test(html), html);
    assert.ok(!linksOf(html).some((href) => href.startsWith('javascript:')));
  });

  test('is not there for unknown, suspended, unconfirmed and pending people', async () => {
    assert.equal((await server.get('/@nobody')).status, 404);
    for (const state of ['suspended', 'unconfirmed', 'pending'] as const) {
      const account = await server.addAccount(`hidden_${state}`);
      await server.setState(account, state);
      assert.equal((await server.get(`/@hidden_${state}`)).status, 404, state);
    }
  });

  test('shows no counters of an account that hides them', async () => {
    const account = await server.addAccount('shy');
    assert.match(textOf(await (await server.get('/@shy')).text()), /0 followers/);
    await server.store.changeAccount(account.id, { hideCollections: true });
    assert.doesNotMatch(textOf(await (await server.get('/@shy')).text()), /followers/);
  });
});
