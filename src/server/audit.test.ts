import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { openForm, signedIn } from '../../test/support/browsing.ts';
import { authorize, redeem, TestBrowser } from '../../test/support/test-browser.ts';
import { PASSWORD, TestServer } from '../../test/support/test-server.ts';

let server: TestServer;
afterEach(() => server.close());

/** What the log holds once the server has stopped, oldest first. */
async function written() {
  await server.composed.close();
  return (await server.store.listAuditEntries({ limit: 99 })).toReversed();
}

test('the life of an access is in the audit log: who did what, when, from where, to whom', async () => {
  server = await TestServer.start();
  const alice = await server.addAccount('alice', { allowsPasswordGrant: true });
  const before = server.now();
  await new TestBrowser(server).signIn('alice', 'wrong');
  await new TestBrowser(server).signIn('nobody', 'typed into the wrong field');
  server.address = '2001:db8::7';
  const app = await server.registerApp();
  const browser = await signedIn(server);
  const code = (await authorize(browser, app, { scope: 'read' })).get('code') ?? '';
  await redeem(server, app, code);
  await redeem(server, app, code);
  const { client_id, client_secret } = app;
  const grant = { grant_type: 'password', client_id, client_secret, username: 'alice' };
  const token = await server.post('/oauth/token', { ...grant, password: PASSWORD });
  const { access_token } = (await token.json()) as { access_token: string };
  await server.post('/oauth/token', { ...grant, password: 'wrong' });
  await server.post('/oauth/revoke', { client_id, client_secret, token: access_token });
  await server.appToken(app);
  await browser.submit(await openForm(browser, '/auth/sign_out', '/auth/sign_out'));

  const entries = await written();
  const from = { address: '2001:db8::7' };
  const person = { actor: 'person', actorId: alice.id, accountId: alice.id };
  const ofApp = { actor: 'app', actorId: undefined, appId: app.id };
  const detail = (index: number, name: string) => ({ [name]: entries[index]?.details[name] });
  assert.deepEqual(
    entries.map(({ id: _, at, ...entry }) => {
      assert.ok(at >= before && at <= server.now());
      return entry;
    }),
    [
      {
        event: 'sign-in failed',
        actor: 'nobody',
        actorId: undefined,
        accountId: alice.id,
        appId: undefined,
        address: '192.0.2.1',
        details: {},
      },
      { event: 'app registered', ...ofApp, accountId: undefined, ...from, details: {} },
      { event: 'signed in', ...person, appId: undefined, ...from, details: {} },
      { event: 'authorized', ...person, appId: app.id, ...from, details: { scopes: ['read'], asked: true } },
      { event: 'code replayed', ...ofApp, accountId: undefined, ...from, details: detail(4, 'grantId') },
      {
        event: 'token issued',
        ...ofApp,
        accountId: alice.id,
        address: undefined,
        details: { grantType: 'password', ...detail(5, 'tokenId') },
      },
      { event: 'token refused', ...ofApp, accountId: alice.id, ...from, details: { grantType: 'password' } },
      { event: 'token revoked', ...ofApp, accountId: alice.id, address: undefined, details: detail(7, 'tokenId') },
      { event: 'signed out', ...person, appId: undefined, ...from, details: {} },
    ],
  );
  const text = JSON.stringify(entries);
  for (const secret of [PASSWORD, 'wrong', access_token, code, client_secret, client_id, 'alice', 'example.org']) {
    assert.ok(!text.includes(secret), secret);
  }
});

test('a request is answered though its entry cannot be written, and the entry follows when it can', async () => {
  server = await TestServer.start();
  const { store } = server;
  const { addAuditEntry } = store;
  const { StoreUnavailable } = await import('../flows/ports.ts');
  let refused = 0;
  Object.assign(store, {
    addAuditEntry: async () => {
      refused += 1;
      throw new StoreUnavailable('The database is full');
    },
  });
  const app = await server.registerApp();
  await new Promise((resolve) => setTimeout(resolve, 200));
  assert.ok(refused > 0);
  Object.assign(store, { addAuditEntry });
  const entries = await written();
  assert.deepEqual(
    entries.map(({ event, appId }) => [event, appId]),
    [['app registered', app.id]],
  );
});
