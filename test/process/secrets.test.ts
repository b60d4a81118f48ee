import assert from 'node:assert/strict';
import { hash, randomBytes } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { Person } from '../support/person.ts';
import { RunningServer } from '../support/running-server.ts';
import { formsOf } from '../support/test-browser.ts';
import { PASSWORD } from '../support/test-server.ts';

type Members = Readonly<Record<string, string>>;

const fresh = () => randomBytes(32).toString('base64url');

describe('standard output and standard error', () => {
  let server: RunningServer;

  before(async () => {
    server = await RunningServer.start({ LOG_LEVEL: 'debug', SECRET_KEY: fresh() });
    for (const username of ['alice', 'bob']) await server.addAccount(username);
    await server.addAccount('robot', { bot: true, allowsPasswordGrant: true });
    // From here on there is an account, so that no link to the first one is shown.
    await server.restart();
  });
  after(() => server.dispose());

  test('hold no secret, whatever people and apps do', async () => {
    const secrets = new Map<string, string>([
      ['secret key', server.settings.SECRET_KEY ?? ''],
      ['password', PASSWORD],
      ['password in a form', encodeURIComponent(PASSWORD)],
    ]);
    const redirectUri = 'https://app.example/callback';
    const members = async (response: Response) => (await response.json()) as Members;
    const register = async () =>
      members(
        await server.postJson('/api/v1/apps', {
          client_name: 'Secret test',
          redirect_uris: redirectUri,
          scopes: 'read profile write',
        }),
      );
    const app = await register();
    const other = await register();
    const client = { client_id: app.client_id ?? '', client_secret: app.client_secret ?? '' };
    const basic = Buffer.from(`${client.client_id}:${client.client_secret}`).toString('base64');
    secrets.set('client secret', client.client_secret);
    secrets.set("another app's secret", other.client_secret ?? '');
    secrets.set('Basic credentials', basic);

    // A person who mistypes, then signs in and approves.
    const verifier = fresh();
    secrets.set('code verifier', verifier);
    const state = fresh();
    secrets.set('state', state);
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: client.client_id,
      redirect_uri: redirectUri,
      scope: 'read profile',
      state,
      code_challenge: hash('sha256', verifier, 'base64url'),
      code_challenge_method: 'S256',
    });
    const alice = new Person(server, 'alice');
    const { browser } = alice;
    const wrongPassword = fresh();
    secrets.set('wrong password', wrongPassword);
    await browser.signIn('alice', wrongPassword);
    await browser.signIn(wrongPassword, 'the password is in the wrong field');
    const location = await alice.approve(`/oauth/authorize?${query}`);
    for (const [name, value] of browser.cookies) secrets.set(`cookie ${name}`, value);
    const [signOut] = formsOf(await (await browser.open('/auth/sign_out')).text());
    secrets.set('CSRF token', signOut?.fields.authenticity_token ?? '');
    const code = new URL(location).searchParams.get('code') ?? '';
    secrets.set('code', code);

    // The app's mistakes, then the token; then again, which is a replay.
    const redeem = { grant_type: 'authorization_code', redirect_uri: redirectUri, code };
    const wrongSecret = fresh();
    secrets.set('wrong secret', wrongSecret);
    await server.post('/oauth/token', { ...redeem, ...client, client_secret: wrongSecret });
    await server.post('/oauth/token', { ...redeem, client_id: client.client_secret, client_secret: client.client_id });
    await server.post('/oauth/token', { ...redeem, ...client, grant_type: code });
    await server.post(`/oauth/token?${new URLSearchParams({ ...redeem, ...client })}`, {});
    const right = { ...redeem, code_verifier: verifier };
    const token = await members(await server.post('/oauth/token', right, { Authorization: `Basic ${basic}` }));
    const accessToken = token.access_token ?? '';
    secrets.set('access token', accessToken);

    const bearer = { Authorization: `Bearer ${accessToken}` };
    const aliceReads = await server.get('/api/v1/accounts/verify_credentials', bearer);
    assert.equal(aliceReads.status, 200);
    await server.get('/oauth/userinfo', bearer);
    await server.get('/api/v1/accounts/relationships', bearer);
    await server.request('/api/v1/accounts/1/follow', { method: 'POST', headers: bearer });
    await server.post('/oauth/introspect', { ...client, token: accessToken });

    // Secrets where they do not belong.
    for (const secret of [accessToken, code, client.client_secret]) {
      await server.get(`/api/v1/accounts/verify_credentials?access_token=${secret}`);
      await server.get(`/api/v1/${secret}`);
      await server.get(`/${secret}`, { Cookie: `mastodoor_session=${secret}`, 'X-Request-Id': secret });
      await server.get(`/oauth/authorize/native?code=${secret}`);
      await server.get(`/oauth/authorize?client_id=${secret}&redirect_uri=https://${secret}.example`);
      await server.get(`/auth/sign_in?authorization=${secret}`, { 'User-Agent': secret, 'X-Forwarded-For': secret });
      await server.request('/oauth/token', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: `{"code":"${secret}"`,
      });
      await server.request('/oauth/token', { method: 'POST', headers: { 'Content-Type': secret }, body: secret });
      await server.request(`/oauth/token/${secret}`, { method: 'POST', body: secret });
    }

    // A bot, an app by itself, a denial, two revocations, a replay.
    const robot = { grant_type: 'password', username: 'robot', ...client };
    const botToken = await members(await server.post('/oauth/token', { ...robot, password: PASSWORD }));
    secrets.set("bot's token", botToken.access_token ?? '');
    await server.post('/oauth/token', { ...robot, password: wrongPassword });
    await server.post('/oauth/token', { ...robot, username: 'alice', password: PASSWORD });
    const appToken = await members(await server.post('/oauth/token', { grant_type: 'client_credentials', ...client }));
    secrets.set("app's token", appToken.access_token ?? '');
    await new Person(server, 'bob').deny(`/oauth/authorize?${query}`);
    assert.equal((await server.post('/oauth/token', { ...right, ...client })).status, 400);
    for (let round = 0; round < 2; round++) {
      assert.equal((await server.post('/oauth/revoke', { ...client, token: accessToken })).status, 200);
    }
    const foreign = { client_id: other.client_id ?? '', client_secret: other.client_secret ?? '' };
    await server.post('/oauth/revoke', { ...foreign, token: appToken.access_token ?? '' });
    const again = new URL(await alice.approve(`/oauth/authorize?${query}`)).searchParams.get('code') ?? '';
    secrets.set('second code', again);
    const second = await members(await server.post('/oauth/token', { ...right, ...client, code: again }));
    secrets.set('second token', second.access_token ?? '');
    await alice.takeBack(app.id ?? '');
    await alice.browser.submit(signOut ?? { action: '/auth/sign_out', method: 'POST', fields: {} });

    assert.deepEqual(await server.stop(), { code: 0, signal: null });
    const events = new Set(server.log.map((line) => line.event));
    for (const event of ['app registered', 'sign-in failed', 'authorized', 'token issued', 'code replayed', 'denied']) {
      assert.ok(events.has(event), event);
    }
    assert.ok(!server.log.some((line) => line.err !== undefined), 'something failed unexpectedly');
    const output = `${server.stdout}\n${server.stderr}`;
    for (const [name, secret] of secrets) {
      assert.ok(secret.length >= 16, `${name} is missing`);
      const at = output.indexOf(secret);
      assert.equal(at, -1, `${name} in: ${output.slice(Math.max(0, at - 200), at + 100)}`);
    }
  });
});
