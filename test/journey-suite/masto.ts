import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { createOAuthAPIClient, createRestAPIClient, MastoHttpError } from 'masto';
import type { Site } from './site.ts';

/**
 * masto.js. It resolves its paths against the host (`new URL('/api/…', url)`), as every Mastodon app knows hosts only; a
 * prefix is for embedders. Below a prefix it is therefore given a host of its own, whose requests all go there.
 */
export function describeMasto(site: Site): void {
  describe('masto.js', () => {
    let host: Server | undefined;
    let url: string;
    const scope = 'read write follow push';
    const redirectUri = 'https://app.example/callback';

    before(async () => {
      url = site.issuer;
      if (site.prefix === '') return;
      host = hostInFrontOf(site.issuer);
      await once(host.listen(0, '127.0.0.1'), 'listening');
      url = `http://127.0.0.1:${(host.address() as AddressInfo).port}`;
    });
    after(() => {
      host?.close();
      host?.closeAllConnections();
    });

    const createApp = (redirectUris: string | readonly string[] = redirectUri) =>
      createRestAPIClient({ url }).v1.apps.create({
        clientName: 'Masto test',
        redirectUris,
        scopes: scope,
        website: 'https://app.example',
      });

    test('reads the instance before anybody signed in', async () => {
      const instance = await createRestAPIClient({ url }).v2.instance.fetch();
      assert.match(instance.version, /^4\.\d+\.\d+/);
      assert.equal(typeof instance.configuration.vapid.publicKey, 'string');
      assert.equal((await createRestAPIClient({ url }).v1.instance.fetch()).title, instance.title);
    });

    test('registers with one redirect URI or several', async () => {
      const app = await createApp();
      assert.equal(app.name, 'Masto test');
      assert.deepEqual(app.redirectUris, [redirectUri]);
      assert.equal(app.clientId?.length, 43);
      const several = await createApp([redirectUri, 'myapp://callback']);
      assert.deepEqual(several.redirectUris, [redirectUri, 'myapp://callback']);
    });

    test('signs a person in, and is out after revocation', async () => {
      const app = await createApp();
      const client = { clientId: app.clientId ?? '', clientSecret: app.clientSecret ?? '' };
      const query = { response_type: 'code', client_id: client.clientId, redirect_uri: redirectUri, scope };
      const location = await site
        .person('alice')
        .approve(`${site.issuer}/oauth/authorize?${new URLSearchParams(query)}`);
      const oauth = createOAuthAPIClient({ url });
      const token = await oauth.token.create({
        ...client,
        grantType: 'authorization_code',
        redirectUri,
        code: new URL(location).searchParams.get('code') ?? '',
        scope,
      });
      assert.equal(token.tokenType, 'Bearer');
      assert.equal(token.scope, scope);
      assert.ok(Number.isInteger(token.createdAt));

      const api = createRestAPIClient({ url, accessToken: token.accessToken });
      const me = await api.v1.accounts.verifyCredentials();
      assert.equal(me.acct, 'alice');
      assert.equal(me.source.privacy, 'public');
      assert.equal((await api.v1.apps.verifyCredentials()).name, 'Masto test');
      assert.equal((await api.v1.accounts.$select(me.id).fetch()).username, 'alice');

      await oauth.revoke({ ...client, token: token.accessToken });
      await assert.rejects(
        Promise.resolve(api.v1.accounts.verifyCredentials()),
        httpError(401, 'The access token was revoked'),
      );
      await oauth.revoke({ ...client, token: token.accessToken });
    });

    test('gets its own access without a person', async () => {
      const app = await createApp();
      const token = await createOAuthAPIClient({ url }).token.create({
        grantType: 'client_credentials',
        clientId: app.clientId ?? '',
        clientSecret: app.clientSecret ?? '',
        redirectUri,
      });
      assert.equal(token.scope, 'read');
      const api = createRestAPIClient({ url, accessToken: token.accessToken });
      assert.equal((await api.v1.apps.verifyCredentials()).name, 'Masto test');
      await assert.rejects(
        Promise.resolve(api.v1.accounts.verifyCredentials()),
        httpError(422, 'This method requires an authenticated user'),
      );
    });

    test('has errors of its own type, with words', async () => {
      const app = await createApp();
      const client = { clientId: app.clientId ?? '', clientSecret: app.clientSecret ?? '' };
      const oauth = createOAuthAPIClient({ url });
      const redeem = { ...client, grantType: 'authorization_code' as const, redirectUri, code: 'wrong' };
      await assert.rejects(oauth.token.create(redeem), (error: unknown) => {
        assert.ok(error instanceof MastoHttpError);
        assert.deepEqual([error.statusCode, error.message], [400, 'invalid_grant']);
        assert.match(error.description ?? '', /^The provided authorization grant is invalid/);
        return true;
      });
      await assert.rejects(oauth.token.create({ ...redeem, clientSecret: 'wrong' }), httpError(401, 'invalid_client'));
      await assert.rejects(
        oauth.revoke({ ...client, clientSecret: 'wrong', token: 'x' }),
        httpError(403, 'unauthorized_client'),
      );
      await assert.rejects(
        Promise.resolve(createRestAPIClient({ url }).v1.accounts.lookup({ acct: 'nobody' })),
        httpError(404, 'Record not found'),
      );
    });
  });
}

const httpError = (statusCode: number, message: string) => (error: unknown) => {
  assert.ok(error instanceof MastoHttpError, String(error));
  assert.deepEqual([error.statusCode, error.message], [statusCode, message]);
  return true;
};

/** A host whose paths are those below an address. */
function hostInFrontOf(address: string): Server {
  const { host } = new URL(address);
  return createServer((incoming, answer) => {
    const { method, headers } = incoming;
    const onward = request(address + incoming.url, { method, headers: { ...headers, host } }, (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(answer);
    });
    onward.on('error', () => answer.destroy());
    incoming.pipe(onward);
  });
}
