import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createOAuthAPIClient, createRestAPIClient, MastoHttpError } from 'masto';
import { Person } from '../support/person.ts';
import { RunningServer } from '../support/running-server.ts';

describe('masto.js', () => {
  let server: RunningServer;
  let url: string;
  const scope = 'read write follow push';
  const redirectUri = 'https://app.example/callback';

  before(async () => {
    server = await RunningServer.start({ SERVER_TITLE: 'The Test House' });
    url = server.origin;
    for (const username of ['alice', 'bob', 'carol', 'dave']) await server.addAccount(username);
  });
  after(() => server.dispose());

  const createApp = (redirectUris: string | readonly string[] = redirectUri) =>
    createRestAPIClient({ url }).v1.apps.create({
      clientName: 'Masto test',
      redirectUris,
      scopes: scope,
      website: 'https://app.example',
    });

  function authorizeUrl(clientId: string, more: Readonly<Record<string, string>> = {}): string {
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: clientId,
      redirect_uri: redirectUri,
      scope,
      ...more,
    });
    return `${url}/oauth/authorize?${query}`;
  }

  async function signIn(username: string) {
    const app = await createApp();
    const location = await new Person(server, username).approve(authorizeUrl(app.clientId ?? ''));
    const client = { clientId: app.clientId ?? '', clientSecret: app.clientSecret ?? '' };
    const token = await createOAuthAPIClient({ url }).token.create({
      ...client,
      grantType: 'authorization_code',
      redirectUri,
      code: new URL(location).searchParams.get('code') ?? '',
      scope,
    });
    return { client, token, api: createRestAPIClient({ url, accessToken: token.accessToken }) };
  }

  const httpError = (statusCode: number, message: string) => (error: unknown) => {
    assert.ok(error instanceof MastoHttpError, String(error));
    assert.deepEqual([error.statusCode, error.message], [statusCode, message]);
    return true;
  };

  test('reads the instance before anybody signed in', async () => {
    const instance = await createRestAPIClient({ url }).v2.instance.fetch();
    assert.equal(instance.title, 'The Test House');
    assert.match(instance.version, /^4\.\d+\.\d+/);
    assert.equal(typeof instance.configuration.vapid.publicKey, 'string');
    assert.equal((await createRestAPIClient({ url }).v1.instance.fetch()).title, 'The Test House');
  });

  test('registers with one redirect URI or several', async () => {
    const app = await createApp();
    assert.equal(app.name, 'Masto test');
    assert.deepEqual(app.redirectUris, [redirectUri]);
    assert.equal(app.clientId?.length, 43);
    const several = await createApp([redirectUri, 'myapp://callback']);
    assert.deepEqual(several.redirectUris, [redirectUri, 'myapp://callback']);
  });

  test('signs a person in, acts, and is out after revocation', async () => {
    const { client, token, api } = await signIn('alice');
    assert.equal(token.tokenType, 'Bearer');
    assert.equal(token.scope, scope);
    assert.ok(Number.isInteger(token.createdAt));

    const me = await api.v1.accounts.verifyCredentials();
    assert.equal(me.acct, 'alice');
    assert.equal(me.source.privacy, 'public');
    assert.equal((await api.v1.apps.verifyCredentials()).name, 'Masto test');

    const bob = await api.v1.accounts.lookup({ acct: 'bob' });
    assert.equal((await api.v1.accounts.$select(bob.id).fetch()).username, 'bob');
    assert.equal((await api.v1.accounts.$select(bob.id).follow()).following, true);
    const [relationship] = await api.v1.accounts.relationships.fetch({ id: [bob.id, me.id] });
    assert.deepEqual([relationship?.id, relationship?.following], [bob.id, true]);
    assert.equal((await api.v1.accounts.$select(bob.id).unfollow()).following, false);

    const oauth = createOAuthAPIClient({ url });
    await oauth.revoke({ ...client, token: token.accessToken });
    await assert.rejects(
      Promise.resolve(api.v1.accounts.verifyCredentials()),
      httpError(401, 'The access token was revoked'),
    );
    await oauth.revoke({ ...client, token: token.accessToken });
  });

  test('pages through followers by the Link header', async () => {
    const { api } = await signIn('carol');
    const carol = await api.v1.accounts.verifyCredentials();
    for (const username of ['alice', 'bob', 'dave']) {
      const follower = await signIn(username);
      await follower.api.v1.accounts.$select(carol.id).follow();
    }
    const pages: string[][] = [];
    const paginator = api.v1.accounts.$select(carol.id).followers.list({ limit: 2 });
    for await (const page of paginator) pages.push(page.map((account) => account.acct));
    assert.deepEqual(
      pages.filter((page) => page.length > 0),
      [['dave', 'bob'], ['alice']],
    );
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
