import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createRestAPIClient, MastoHttpError } from 'masto';
import generator from 'megalodon';
import { Mailbox } from '../support/mailbox.ts';
import { register } from '../support/register.ts';
import { RunningServer } from '../support/running-server.ts';
import { formsOf, TestBrowser } from '../support/test-browser.ts';
import { PASSWORD } from '../support/test-server.ts';

/** Signing up through the clients that apps are made of, with the mail read from the mail server (contract §12.2). */
describe('an app signs somebody up', () => {
  let server: RunningServer;
  let mailbox: Mailbox;

  before(async () => {
    mailbox = await Mailbox.start();
    server = await RunningServer.start({ REGISTRATIONS: 'open', SMTP_URL: mailbox.url });
  });
  after(async () => {
    await server?.dispose();
    await mailbox?.close();
  });

  async function appToken(): Promise<string> {
    const app = await register(server, { redirect_uris: 'https://app.example/callback', scopes: 'read write follow' });
    const { client_id, client_secret } = app;
    const grant = { grant_type: 'client_credentials', client_id, client_secret, scope: 'read write' };
    return ((await (await server.post('/oauth/token', grant)).json()) as { access_token: string }).access_token;
  }

  /** Opens the link in the mail, and presses the button behind it. */
  async function confirm(address: string): Promise<void> {
    const mail = await mailbox.next(address);
    const link = mail.links.find((url) => url.includes('confirmation_token=')) ?? '';
    const browser = new TestBrowser(server);
    const form = formsOf(await (await browser.get(link)).text()).find(({ action }) => action.endsWith('/confirm'));
    assert.ok(form, mail.text);
    assert.equal((await browser.submit(form)).status, 200);
  }

  test('by masto.js, which sends multipart/form-data', async () => {
    const api = createRestAPIClient({ url: server.origin, accessToken: await appToken() });
    const person = { username: 'ada', email: 'ada@mail.example', password: PASSWORD, agreement: true, locale: 'de' };
    const token = await api.v1.accounts.create(person);
    assert.equal(token.scope, 'read write');
    const mine = createRestAPIClient({ url: server.origin, accessToken: token.accessToken });
    await assert.rejects(mine.v1.accounts.verifyCredentials(), (error) => {
      assert.ok(error instanceof MastoHttpError);
      assert.equal(error.statusCode, 403);
      assert.equal(error.message, 'Your login is missing a confirmed e-mail address');
      return true;
    });
    await mine.v1.emails.confirmations.create();
    await confirm('ada@mail.example');
    assert.equal((await mine.v1.accounts.verifyCredentials()).acct, 'ada');
  });

  test('by masto.js, which understands what is wrong', async () => {
    const api = createRestAPIClient({ url: server.origin, accessToken: await appToken() });
    const wrong = { username: 'not good', email: 'nowhere', password: 'short', agreement: true, locale: 'en' };
    await assert.rejects(api.v1.accounts.create(wrong), (error) => {
      assert.ok(error instanceof MastoHttpError);
      assert.equal(error.statusCode, 422);
      assert.match(error.message, /^Validation failed: Username /);
      assert.deepEqual(Object.keys(error.details ?? {}), ['username', 'email', 'password']);
      return true;
    });
  });

  test('by megalodon, which sends JSON', async () => {
    const client = generator('mastodon', server.origin, await appToken());
    const { data } = await client.registerAccount('grace', 'grace@mail.example', PASSWORD, true, 'en');
    assert.equal(data.token_type, 'Bearer');
    const mine = generator('mastodon', server.origin, data.access_token);
    await assert.rejects(mine.verifyAccountCredentials());
    await confirm('grace@mail.example');
    assert.equal((await mine.verifyAccountCredentials()).data.acct, 'grace');
  });

  test('counts by the connection, and believes no forged X-Forwarded-For', async () => {
    const limited = await RunningServer.start({
      REGISTRATIONS: 'open',
      SMTP_URL: mailbox.url,
      RATE_LIMIT_FACTOR: '1',
    });
    try {
      const app = await register(limited, { redirect_uris: 'https://app.example/callback', scopes: 'write' });
      const { client_id, client_secret } = app;
      const grant = { grant_type: 'client_credentials', client_id, client_secret, scope: 'write' };
      const { access_token } = (await (await limited.post('/oauth/token', grant)).json()) as { access_token: string };
      const statuses: number[] = [];
      for (let count = 0; count < 6; count += 1) {
        const headers = { Authorization: `Bearer ${access_token}`, 'X-Forwarded-For': `198.51.100.${count}` };
        statuses.push((await limited.post('/api/v1/accounts', {}, headers)).status);
      }
      assert.deepEqual(statuses, [422, 422, 422, 422, 422, 429]);
    } finally {
      await limited.dispose();
    }
  });
});
