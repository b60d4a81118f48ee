import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openForm, signedIn } from '../../../test/support/browsing.ts';
import { linksOf, textOf } from '../../../test/support/read-page.ts';
import { userToken } from '../../../test/support/test-browser.ts';
import { TestServer } from '../../../test/support/test-server.ts';

const apps = '/oauth/authorized_applications';

let server: TestServer;

before(async () => {
  server = await TestServer.start({ INVITES: 'everyone', PASSWORD_GRANT: 'off' });
});

after(() => server.close());

test('the page of authorized apps stands among the other pages of an account, and leads to those that there are', async () => {
  await server.addAccount('alice');
  await server.addAccount('staff', { role: 'moderator' });
  const rooms = async (username: string) => {
    const html = await (await (await signedIn(server, username)).get(apps)).text();
    return linksOf(html).filter((href) => href.startsWith('/settings/') || href === '/admin');
  };
  const alices = await rooms('alice');
  for (const path of ['/settings/account', '/settings/tokens', '/settings/invites'])
    assert.ok(alices.includes(path), path);
  for (const path of ['/admin', '/settings/bot']) assert.ok(!alices.includes(path), path);
  assert.ok((await rooms('staff')).includes('/admin'));
});

test('it still shows each app in plain words, and says that personal tokens end with everything', async () => {
  await server.addAccount('bob');
  await userToken(server, await server.registerApp({ name: 'Tea Timer' }), 'bob');
  const browser = await signedIn(server, 'bob');
  const page = async () => textOf(await (await browser.get(apps)).text());
  assert.match(await page(), /Tea Timer.*see everything that you can see/);
  assert.doesNotMatch(await page(), /personal access tokens? ends? too/i);
  await browser.submit(await openForm(browser, '/settings/tokens/new', '/settings/tokens'), {
    name: 'Mine',
    scopes: 'read',
    days: '7',
  });
  assert.match(await page(), /Your personal access token ends too/);
});

test('password managers are led to the page where the password is changed, behind the sign-in', async () => {
  const response = await server.get('/.well-known/change-password');
  assert.deepEqual([response.status, response.headers.get('location')], [302, '/settings/account']);
  assert.equal((await server.get('/settings/account')).headers.get('location'), '/auth/sign_in');
});
