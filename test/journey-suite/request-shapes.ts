import assert from 'node:assert/strict';
import { hash, randomBytes, randomUUID } from 'node:crypto';
import { beforeEach, describe, test } from 'node:test';
import type { Person } from '../support/person.ts';
import { type RawAnswer, sendRaw } from '../support/raw-http.ts';
import { assertApp, assertReadableEverywhere, assertToken, bearer, codeIn, type Members, read } from './answers.ts';
import type { Site } from './site.ts';

const OOB = 'urn:ietf:wg:oauth:2.0:oob';

/** Clients that are no packages of Node: the very requests that they send, and what they read of the answers. */
export function describeRequestShapes(site: Site): void {
  describe('the requests of', () => {
    let alice: Person;

    beforeEach(() => {
      alice = site.person('alice');
    });

    const form = (text: string, headers: Readonly<Record<string, string>> = {}) => ({
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
      body: text,
    });
    const json = (value: unknown, headers: Readonly<Record<string, string>> = {}) => ({
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify(value),
    });

    const send = async (path: string, init: RequestInit, status = 200) => read(site.request(path, init), status);
    const me = async (token: unknown, status = 200) => read(site.verifyCredentials(token), status);

    /** Asks what a browser asks before it lets a web app send this. */
    async function assertPreflight(path: string, method: string, headers: string): Promise<void> {
      const response = await site.request(path, {
        method: 'OPTIONS',
        headers: {
          Origin: 'https://app.example',
          'Access-Control-Request-Method': method,
          'Access-Control-Request-Headers': headers,
        },
      });
      assert.equal(response.status, 200);
      assertReadableEverywhere(response);
      assert.match(response.headers.get('access-control-allow-methods') ?? '', new RegExp(`\\b${method}\\b`));
      const allowed = (response.headers.get('access-control-allow-headers') ?? '').toLowerCase().split(/, ?/);
      for (const header of headers.split(',')) assert.ok(allowed.includes(header), header);
    }

    /** The person ends the access, which for clients that never revoke is the real log-out. */
    async function assertEndsWithTakingBack(app: Members, token: unknown): Promise<void> {
      await alice.takeBack(String(app.id));
      assert.deepEqual(await me(token, 401), { error: 'The access token was revoked' });
    }

    test('toot', async () => {
      const instance = await read(await site.get('/api/v1/instance'));
      assert.equal(typeof instance.title, 'string');
      assert.match(String(instance.version), /^4\.\d+\.\d+/);
      const app = await send(
        '/api/v1/apps',
        json({
          client_name: 'toot - a Mastodon CLI client',
          redirect_uris: OOB,
          scopes: 'read write follow',
          website: 'https://github.com/ihabunek/toot',
        }),
      );
      assertApp(app);
      const code = await alice.approveAndCopyCode(
        `${site.issuer}/oauth/authorize/?response_type=code&redirect_uri=urn%3Aietf%3Awg%3Aoauth%3A2.0%3Aoob&scope=read+write+follow&client_id=${app.client_id}`,
      );
      const token = await send(
        '/oauth/token',
        form(
          `grant_type=authorization_code&client_id=${app.client_id}&client_secret=${app.client_secret}&code=${code}&redirect_uri=urn%3Aietf%3Awg%3Aoauth%3A2.0%3Aoob`,
        ),
      );
      assertToken(token, 'read write follow');
      const account = await me(token.access_token);
      assert.equal(account.username, 'alice');
      for (const name of ['acct', 'display_name', 'note', 'id', 'created_at', 'url']) {
        assert.equal(typeof account[name], 'string', name);
      }
      for (const name of ['followers_count', 'following_count', 'statuses_count']) {
        assert.equal(typeof account[name], 'number', name);
      }
      assert.ok(Array.isArray(account.fields));
      await assertEndsWithTakingBack(app, token.access_token);
    });

    test("toot's login by password, which prints the words of the refusal", async () => {
      const app = await send(
        '/api/v1/apps',
        json({ client_name: 'toot', redirect_uris: OOB, scopes: 'read write follow' }),
      );
      const refusal = await send(
        '/oauth/token',
        form(
          `grant_type=password&client_id=${app.client_id}&client_secret=${app.client_secret}&username=alice%40example.org&password=wrong&scope=read+write+follow`,
        ),
        400,
      );
      assert.equal(refusal.error, 'invalid_grant');
      assert.equal(typeof refusal.error_description, 'string');
    });

    test('Mastodon.py', async () => {
      const redirectUri = 'https://app.example/login';
      const app = await send(
        '/api/v1/apps',
        form(
          `client_name=pytooter&scopes=read+write+follow+push&redirect_uris=${encodeURIComponent(OOB)}%0A${encodeURIComponent(redirectUri)}&website=https%3A%2F%2Fapp.example`,
        ),
      );
      assertApp(app);
      assert.deepEqual(app.redirect_uris, [OOB, redirectUri]);
      const response = await site.get('/api/v1/instance/');
      assert.match(String((await read(response)).version), /^\d+\.\d+\.\d+/);
      const location = await alice.approve(
        `${site.issuer}/oauth/authorize?client_id=${app.client_id}&response_type=code&redirect_uri=${encodeURIComponent(redirectUri)}&scope=read+write+follow+push&force_login=False&state=None&lang=None`,
      );
      const answer = new URL(location).searchParams;
      assert.equal(answer.get('state'), 'None');
      const token = await send(
        '/oauth/token',
        form(
          `code=${answer.get('code')}&grant_type=authorization_code&redirect_uri=${encodeURIComponent(redirectUri)}&scope=read+write+follow+push&client_id=${app.client_id}&client_secret=${app.client_secret}`,
        ),
      );
      assertToken(token, 'read write follow push');
      const account = await me(token.access_token);
      assert.ok(!Number.isNaN(Date.parse(String(account.created_at))));
      const revoke = form(
        `client_id=${app.client_id}&client_secret=${app.client_secret}&token=${token.access_token}`,
        bearer(token.access_token),
      );
      for (let round = 0; round < 2; round++) assert.deepEqual(await send('/oauth/revoke', revoke), {});
      await me(token.access_token, 401);
    });

    test('mastodon.el', async () => {
      const app = await send(
        '/api/v1/apps',
        form(
          `client_name=mastodon.el&redirect_uris=${OOB}&scopes=read%20write%20follow&website=https%3A%2F%2Fcodeberg.org%2Fmartianh%2Fmastodon.el`,
        ),
      );
      assertApp(app);
      const code = await alice.approveAndCopyCode(
        `${site.issuer}/oauth/authorize/?client_id=${app.client_id}&redirect_uri=${encodeURIComponent(OOB)}&response_type=code&scope=read%20write%20follow`,
      );
      const redeem = `grant_type=authorization_code&client_secret=${app.client_secret}&client_id=${app.client_id}&code=${code}&redirect_uri=${OOB}`;
      const token = await send('/oauth/token', form(redeem));
      assertToken(token, 'read write follow');
      assert.equal((await me(token.access_token)).acct, 'alice');
      await assertEndsWithTakingBack(app, token.access_token);
      const refusal = await send('/oauth/token', form(redeem), 400);
      assert.deepEqual(Object.keys(refusal), ['error', 'error_description']);
    });

    test('bitlbee, with a Bearer of (null), no port in Host and bare colons', async () => {
      /** As its own HTTP client writes it. */
      const raw = async (method: string, path: string, headers: readonly string[], body = ''): Promise<Members> => {
        const lines = [`${method} ${site.prefix}${path} HTTP/1.1`, 'Host: 127.0.0.1', ...headers, 'Connection: close'];
        const answer: RawAnswer = await sendRaw(
          Number(new URL(site.issuer).port),
          `${lines.join('\r\n')}\r\n\r\n${body}`,
        );
        assert.equal(answer.status, 200, answer.body);
        assert.match(answer.headers.get('content-type') ?? '', /^application\/json/);
        return JSON.parse(answer.body) as Members;
      };
      const ofForm = (body: string) => [
        'Content-Type: application/x-www-form-urlencoded',
        `Content-Length: ${body.length}`,
      ];
      const registration = `client_name=bitlbee&redirect_uris=urn:ietf:wg:oauth:2.0:oob&scopes=read%20write%20follow&website=https%3a%2f%2fwww.bitlbee.org%2f`;
      const app = await raw(
        'POST',
        '/api/v1/apps',
        ['User-Agent: BitlBee 3.6', 'Authorization: Bearer (null)', ...ofForm(registration)],
        registration,
      );
      assertApp(app);
      const code = await alice.approveAndCopyCode(
        `${site.issuer}/oauth/authorize?scope=read+write+follow&response_type=code&redirect_uri=urn:ietf:wg:oauth:2.0:oob&client_id=${app.client_id}`,
      );
      const redeem = `client_id=${app.client_id}&client_secret=${app.client_secret}&code=${code}&grant_type=authorization_code&redirect_uri=urn:ietf:wg:oauth:2.0:oob`;
      const token = await raw('POST', '/oauth/token', ofForm(redeem), redeem);
      assertToken(token, 'read write follow');
      const authorization = `Authorization: Bearer ${token.access_token}`;
      const account = await raw('GET', '/api/v1/accounts/verify_credentials', [authorization]);
      assert.ok(Array.isArray(await raw('GET', `/api/v1/accounts/${account.id}/following`, [authorization])));
      await assertEndsWithTakingBack(app, token.access_token);
    });

    test('Phanpy, all from a web page', async () => {
      const redirectUri = 'https://phanpy.example/';
      const origin = { Origin: 'https://phanpy.example' };
      const hostMeta = await site.get('/.well-known/host-meta', origin);
      assertReadableEverywhere(hostMeta);
      const template = /template="([^"]*)"/.exec(await hostMeta.text())?.[1] ?? '';
      assert.equal(new URL(template).origin, site.origin);

      const registered = await site.request(
        '/api/v1/apps',
        form(
          `client_name=Phanpy&redirect_uris=${encodeURIComponent(redirectUri)}&scopes=read%20write%20follow%20push&website=https%3A%2F%2Fphanpy.example`,
          origin,
        ),
      );
      assertReadableEverywhere(registered);
      const app = await read(registered);
      assertApp(app);
      const metadata = await site.get('/.well-known/oauth-authorization-server', origin);
      assertReadableEverywhere(metadata);
      assert.deepEqual((await read(metadata)).code_challenge_methods_supported, ['S256']);

      const verifier = randomBytes(42).toString('base64url');
      assert.equal(verifier.length, 56);
      const challenge = hash('sha256', verifier, 'base64url');
      const authorize = `${site.issuer}/oauth/authorize?client_id=${app.client_id}&code_challenge_method=S256&code_challenge=${challenge}&redirect_uri=${encodeURIComponent(redirectUri)}&response_type=code&scope=read+write+follow+push`;
      const signInPage = await alice.browser.open(authorize);
      for (const header of ['cross-origin-opener-policy', 'access-control-allow-origin']) {
        assert.equal(signInPage.headers.get(header), null, header);
      }
      assert.doesNotMatch(signInPage.headers.get('content-security-policy') ?? '', /form-action/);
      const location = await alice.approve(authorize);
      assert.ok(location.startsWith(`${redirectUri}?`), location);
      const code = new URL(location).searchParams.get('code');

      const redeemed = await site.request(
        '/oauth/token',
        form(
          `client_id=${app.client_id}&redirect_uri=${encodeURIComponent(redirectUri)}&grant_type=authorization_code&code=${code}&client_secret=${app.client_secret}&code_verifier=${verifier}`,
          origin,
        ),
      );
      assertReadableEverywhere(redeemed);
      const token = await read(redeemed);
      assertToken(token, 'read write follow push');

      await assertPreflight('/api/v1/accounts/verify_credentials', 'GET', 'authorization');
      const account = await site.get('/api/v1/accounts/verify_credentials', {
        ...bearer(token.access_token),
        ...origin,
      });
      assertReadableEverywhere(account);
      const exposed = account.headers.get('access-control-expose-headers') ?? '';
      for (const header of ['Link', 'X-RateLimit-Limit', 'X-RateLimit-Remaining', 'X-RateLimit-Reset']) {
        assert.ok(exposed.includes(header), header);
      }
      assert.equal((await read(account)).username, 'alice');
      // What is not offered is still readable for a web page, in whichever words the host says so.
      const missing = await site.get('/api/v1/followed_tags?limit=200', { ...bearer(token.access_token), ...origin });
      assertReadableEverywhere(missing);
      assert.equal(missing.status, 404);
      await missing.body?.cancel();

      const logOut = await site.request(
        '/oauth/revoke',
        form(`client_id=undefined&client_secret=undefined&token=${token.access_token}`, origin),
      );
      assertReadableEverywhere(logOut);
      assert.equal((await read(logOut, 403)).error, 'unauthorized_client');
      await me(token.access_token);

      const again = await alice.browser.open(`${authorize}&force_login=true`);
      assert.match(await again.text(), /type="password"/);
      await assertEndsWithTakingBack(app, token.access_token);
    });

    test('Elk, whose redirect URI has escapes in its path', async () => {
      const redirectUri = 'http://elk.example/api/127.0.0.1:3000/oauth/http%3A%2F%2Felk.example';
      const app = await send(
        '/api/v1/apps',
        json({
          client_name: 'Elk',
          website: 'http://elk.example',
          redirect_uris: redirectUri,
          scopes: 'read write follow push',
        }),
      );
      assertApp(app);
      assert.equal(app.redirect_uri, redirectUri);
      const instance = await read(await site.get('/api/v2/instance'));
      const configuration = instance.configuration as { vapid: { public_key: unknown } };
      assert.equal(typeof configuration.vapid.public_key, 'string');
      assert.equal(instance.domain, new URL(site.origin).host);
      const location = await alice.approve(
        `${site.issuer}/oauth/authorize?client_id=${app.client_id}&force_login=false&scope=read+write+follow+push&response_type=code&lang=en-US&redirect_uri=${encodeURIComponent(redirectUri)}`,
      );
      assert.ok(location.startsWith(`${redirectUri}?code=`), location);
      const redeem = {
        client_id: app.client_id,
        client_secret: app.client_secret,
        redirect_uri: redirectUri,
        grant_type: 'authorization_code',
        code: new URL(location).searchParams.get('code'),
        scope: 'read write follow push',
      };
      const token = await send('/oauth/token', json(redeem));
      assertToken(token, 'read write follow push');
      assert.equal((await me(token.access_token)).acct, 'alice');
      // It registers anew when its app is gone.
      const refusal = await send('/oauth/token', json({ ...redeem, client_id: 'gone' }), 401);
      assert.equal(refusal.error, 'invalid_client');
      assert.match(String(refusal.error_description), /Client authentication failed/);
      await assertEndsWithTakingBack(app, token.access_token);
    });

    test('Pinafore, which redeems the code in the browser', async () => {
      const redirectUri = 'https://pinafore.example/settings/instances/add';
      const origin = { Origin: 'https://pinafore.example' };
      await assertPreflight('/api/v1/apps', 'POST', 'content-type');
      const registered = await site.request(
        '/api/v1/apps',
        json(
          {
            client_name: 'Pinafore',
            redirect_uris: redirectUri,
            scopes: 'read write follow push',
            website: 'https://pinafore.example',
          },
          origin,
        ),
      );
      assertReadableEverywhere(registered);
      const app = await read(registered);
      assertApp(app);
      const instance = await read(await site.get('/api/v1/instance', origin));
      assert.match(String((instance.urls as Members).streaming_api), /^wss?:\/\//);
      const location = await alice.approve(
        `${site.issuer}/oauth/authorize?client_id=${app.client_id}&redirect_uri=${encodeURIComponent(redirectUri)}&response_type=code&scope=read%20write%20follow%20push`,
      );
      const code = new URL(location).searchParams.get('code');
      const redeemed = await site.request(
        '/oauth/token',
        form(
          `client_id=${app.client_id}&client_secret=${app.client_secret}&redirect_uri=${encodeURIComponent(redirectUri)}&grant_type=authorization_code&code=${code}`,
          origin,
        ),
      );
      assertReadableEverywhere(redeemed);
      const token = await read(redeemed);
      assertToken(token, 'read write follow push');
      await me(token.access_token);
      await alice.takeBack(String(app.id));
      // It signs itself out when it can read this.
      const dead = await site.get('/api/v1/accounts/verify_credentials', { ...bearer(token.access_token), ...origin });
      assertReadableEverywhere(dead);
      await read(dead, 401);
    });

    test('Sengi, which says everything twice', async () => {
      const redirectUri = 'http://localhost:4200/register';
      const registration = new FormData();
      registration.append('client_name', 'Sengi');
      registration.append('redirect_uris', redirectUri);
      registration.append('scopes', 'read write follow');
      registration.append('website', 'https://nicolasconstant.github.io/sengi/');
      const app = await send('/api/v1/apps', { method: 'POST', body: registration });
      assertApp(app);
      assert.equal(app.redirect_uri, redirectUri);
      const location = await alice.approve(
        `${site.issuer}/oauth/authorize?scope=read%20write%20follow&response_type=code&redirect_uri=${redirectUri}&client_id=${app.client_id}&force_login=true`,
      );
      const code = new URL(location).searchParams.get('code');
      const fields = {
        client_id: app.client_id,
        client_secret: app.client_secret,
        grant_type: 'authorization_code',
        redirect_uri: redirectUri,
        code,
      };
      const query = Object.entries(fields).map(([name, value]) => `${name}=${value}`);
      const token = await send(`/oauth/token?${query.join('&')}`, json(fields));
      assertToken(token, 'read write follow');
      assert.equal((await me(token.access_token)).acct, 'alice');
      await assertEndsWithTakingBack(app, token.access_token);
    });

    test('Ivory, which asks for access of its own first and registers an address anew for each sign-in', async () => {
      const redirectUri = `com.tapbots.Ivory.10217:/request_token/${randomUUID()}`;
      const app = await send(
        '/api/v1/apps',
        form(`client_name=Ivory&redirect_uris=${encodeURIComponent(redirectUri)}&scopes=read+write+follow+push`),
      );
      const client = `client_id=${app.client_id}&client_secret=${app.client_secret}`;
      const redirect = `redirect_uri=${encodeURIComponent(redirectUri)}`;
      const own = await send('/oauth/token', form(`grant_type=client_credentials&${client}&${redirect}`));
      const itself = await read(site.get('/api/v1/apps/verify_credentials', bearer(own.access_token)));
      assert.equal(itself.name, 'Ivory');
      const location = await alice.approve(
        `${site.issuer}/oauth/authorize?client_id=${app.client_id}&${redirect}&response_type=code&scope=read+write+follow+push`,
      );
      assert.ok(location.startsWith(`${redirectUri}?code=`), location);
      const redeem = `grant_type=authorization_code&code=${codeIn(location)}&${client}&${redirect}`;
      assertToken(await send('/oauth/token', form(redeem)), 'read write follow push');
    });

    test('Tokodon, which asks everybody for the scopes of administrators', async () => {
      const redirectUri = 'https://kde.org/callback';
      const scope = 'read write follow admin:read admin:write';
      const app = await send(
        '/api/v1/apps',
        form(
          `client_name=Tokodon&redirect_uris[]=${encodeURIComponent('tokodon://oauth')}&redirect_uris[]=${encodeURIComponent(redirectUri)}&scopes=${encodeURIComponent(scope)}`,
        ),
      );
      assert.deepEqual(app.redirect_uris, ['tokodon://oauth', redirectUri]);
      const query = new URLSearchParams({
        client_id: String(app.client_id),
        response_type: 'code',
        redirect_uri: redirectUri,
        scope,
      });
      const location = await alice.approve(`${site.issuer}/oauth/authorize?${query}`);
      const redeem = { grant_type: 'authorization_code', code: codeIn(location), redirect_uri: redirectUri };
      const { client_id, client_secret } = app;
      assertToken(await send('/oauth/token', json({ ...redeem, client_id, client_secret })), scope);
    });

    test('tooot, which says in two ways who it is, and a client that names no type of its body', async () => {
      const app = await send('/api/v1/apps', json({ client_name: 'Twice', redirect_uris: OOB, scopes: 'read' }));
      const basic = Buffer.from(`${app.client_id}:${app.client_secret}`).toString('base64');
      const own = `grant_type=client_credentials&client_id=${app.client_id}&client_secret=${app.client_secret}`;
      assertToken(await send('/oauth/token', form(own, { Authorization: `Basic ${basic}` })), 'read');
      // Bytes have no type of their own, so fetch adds none.
      assertToken(await send('/oauth/token', { method: 'POST', body: new TextEncoder().encode(own) }), 'read');
    });

    test('an app with a scheme of its own, on a phone', async () => {
      for (const redirectUri of ['mastodon-android-auth://callback', 'icecubesapp://', 'com.example.app:/done']) {
        const app = await send(
          '/api/v1/apps',
          json({ client_name: 'Phone', redirect_uris: redirectUri, scopes: 'read write follow push' }),
        );
        const location = await alice.approve(
          `${site.issuer}/oauth/authorize?response_type=code&client_id=${app.client_id}&redirect_uri=${encodeURIComponent(redirectUri)}&scope=read%20write%20follow%20push`,
        );
        assert.ok(location.startsWith(`${redirectUri}?code=`), location);
      }
    });
  });
}
