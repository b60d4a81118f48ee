/** Issue §2: a flood of sign-ins cannot starve token checks. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Registered, register } from '../support/register.ts';
import { RunningServer } from '../support/running-server.ts';
import { formsOf, TestBrowser } from '../support/test-browser.ts';
import { PASSWORD } from '../support/test-server.ts';

/** More than run and wait at once, on any machine with fewer than four cores for them; three are the most by default. */
const FLOOD = 200;

describe('a flood of sign-ins', () => {
  let server: RunningServer;
  let app: Registered;

  before(async () => {
    server = await RunningServer.start();
    await server.addAccount('alice');
    await server.addAccount('robot', { bot: true, allowsPasswordGrant: true });
    app = await register(server, { redirect_uris: 'https://app.example/callback', scopes: 'read write' });
  });
  after(() => server.dispose());

  async function token(fields: Readonly<Record<string, string>>): Promise<Response> {
    return server.post('/oauth/token', { client_id: app.client_id, client_secret: app.client_secret, ...fields });
  }

  test('is answered whole, with 503 for what is too much, while every token check is answered', async (context) => {
    const issued = await token({ grant_type: 'client_credentials' });
    const { access_token } = (await issued.json()) as { access_token: string };
    const browser = new TestBrowser(server);
    const [form] = formsOf(await (await browser.open('/auth/sign_in')).text());
    assert.ok(form);

    let isOver = false;
    const statuses = new Map<number, number>();
    const flood = Promise.all(
      Array.from({ length: FLOOD }, async (_, number) => {
        const response =
          number % 2 === 0
            ? await token({ grant_type: 'password', username: 'robot', password: PASSWORD })
            : await browser.submit(form, { 'user[email]': 'alice', 'user[password]': 'wrong words' });
        if (response.status === 503) assert.match(response.headers.get('retry-after') ?? '', /^[1-9]\d*$/);
        await response.text();
        statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
      }),
    ).finally(() => {
      isOver = true;
    });

    let checks = 0;
    while (!isOver) {
      const check = await server.get('/api/v1/apps/verify_credentials', { Authorization: `Bearer ${access_token}` });
      assert.equal(check.status, 200);
      await check.text();
      checks += 1;
    }
    await flood;
    context.diagnostic(`${JSON.stringify(Object.fromEntries(statuses))} while ${checks} tokens were checked`);
    assert.deepEqual(
      [...statuses.keys()].filter((status) => ![200, 422, 503].includes(status)),
      [],
    );
    for (const status of [200, 422, 503]) assert.ok((statuses.get(status) ?? 0) > 0, `none was answered ${status}`);
    // Right away there is room again.
    assert.equal((await new TestBrowser(server).signIn('alice')).status, 302);
    assert.equal((await token({ grant_type: 'password', username: 'robot', password: PASSWORD })).status, 200);
  });
});
