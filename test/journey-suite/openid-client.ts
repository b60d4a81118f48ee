import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import * as client from 'openid-client';
import type { Registered } from '../support/register.ts';
import type { Site } from './site.ts';

const redirectUri = 'https://app.example/callback';
const scope = 'profile read:follows';

/** openid-client, which finds everything out from the issuer alone. */
export function describeOpenidClient(site: Site): void {
  describe('openid-client', () => {
    let app: Registered;

    before(async () => {
      app = await site.register(redirectUri, 'profile read');
    });

    const discover = (auth: client.ClientAuth) =>
      client.discovery(new URL(site.issuer), app.client_id, undefined, auth, {
        algorithm: 'oauth2',
        execute: [client.allowInsecureRequests],
      });

    async function begin(config: client.Configuration) {
      const pkceCodeVerifier = client.randomPKCECodeVerifier();
      const expectedState = client.randomState();
      const url = client.buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope,
        state: expectedState,
        code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
        code_challenge_method: 'S256',
      });
      return { url, checks: { pkceCodeVerifier, expectedState } };
    }

    for (const [name, authWith] of [
      ['HTTP Basic', client.ClientSecretBasic],
      ['its secret in the body', client.ClientSecretPost],
    ] as const) {
      test(`goes the whole way, authenticated by ${name}`, async () => {
        const config = await discover(authWith(app.client_secret));
        assert.equal(config.serverMetadata().supportsPKCE(), true);
        const { url, checks } = await begin(config);
        const callback = new URL(await site.person('alice').approve(url.href));
        assert.equal(callback.searchParams.get('iss'), config.serverMetadata().issuer);

        const token = await client.authorizationCodeGrant(config, callback, checks);
        assert.equal(token.scope, scope);
        assert.equal(token.expiresIn(), undefined);

        const info = await client.fetchUserInfo(config, token.access_token, client.skipSubjectCheck);
        assert.equal(info.preferred_username, 'alice');
        const again = await client.fetchUserInfo(config, token.access_token, info.sub);
        assert.equal(again.sub, info.sub);

        const alive = await client.tokenIntrospection(config, token.access_token);
        assert.deepEqual([alive.active, alive.client_id], [true, app.client_id]);

        await client.tokenRevocation(config, token.access_token);
        await client.tokenRevocation(config, token.access_token, { token_type_hint: 'refresh_token' });
        assert.equal((await client.tokenIntrospection(config, token.access_token)).active, false);
        await assert.rejects(
          client.fetchUserInfo(config, token.access_token, info.sub),
          (error: unknown) => error instanceof client.WWWAuthenticateChallengeError && error.status === 401,
        );
      });
    }

    test('refuses a mixed-up answer and a code that was used', async () => {
      const config = await discover(client.ClientSecretPost(app.client_secret));
      const { url, checks } = await begin(config);
      const callback = new URL(await site.person('alice').approve(url.href));
      const elsewhere = new URL(callback);
      elsewhere.searchParams.set('iss', 'https://mixed-up.example');
      await assert.rejects(
        client.authorizationCodeGrant(config, elsewhere, checks),
        (error: unknown) => error instanceof Error && /"iss"/.test(String(error.cause)),
      );
      const { access_token } = await client.authorizationCodeGrant(config, callback, checks);
      await assert.rejects(
        client.authorizationCodeGrant(config, callback, checks),
        (error: unknown) => error instanceof client.ResponseBodyError && error.error === 'invalid_grant',
      );
      // Decision 3: whoever replays a code ends what came of it.
      assert.equal((await client.tokenIntrospection(config, access_token)).active, false);
    });

    test('understands a denial', async () => {
      const config = await discover(client.ClientSecretPost(app.client_secret));
      const { url, checks } = await begin(config);
      const callback = new URL(await site.person('bob').deny(url.href));
      await assert.rejects(
        client.authorizationCodeGrant(config, callback, checks),
        (error: unknown) => error instanceof client.AuthorizationResponseError && error.error === 'access_denied',
      );
    });

    test('gets access of its own by client credentials', async () => {
      const config = await discover(client.ClientSecretBasic(app.client_secret));
      const token = await client.clientCredentialsGrant(config, { scope: 'read' });
      assert.equal(token.scope, 'read');
      const url = new URL(`${site.issuer}/api/v1/apps/verify_credentials`);
      const answer = await client.fetchProtectedResource(config, token.access_token, url, 'GET');
      assert.equal(((await answer.json()) as { name: string }).name, 'Client test');
      await assert.rejects(
        client.clientCredentialsGrant(config, { scope: 'write' }),
        (error: unknown) => error instanceof client.ResponseBodyError && error.error === 'invalid_scope',
      );
    });
  });
}
