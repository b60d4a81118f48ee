import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import * as oauth from 'oauth4webapi';
import type { Registered } from '../support/register.ts';
import type { Site } from './site.ts';

const plainHttp = { [oauth.allowInsecureRequests]: true };
const redirectUri = 'https://app.example/callback';
const scope = 'read profile';

/** oauth4webapi, which checks every answer by the letter of the RFCs and finds the metadata by RFC 8414 §3.1. */
export function describeOauth4webapi(site: Site): void {
  describe('oauth4webapi', () => {
    let as: oauth.AuthorizationServer;
    let app: Registered;
    let client: oauth.Client;

    before(async () => {
      app = await site.register(redirectUri, 'read profile write');
      client = { client_id: app.client_id };
      const issuer = new URL(site.issuer);
      const response = await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...plainHttp });
      as = await oauth.processDiscoveryResponse(issuer, response);
    });

    /** Through the browser and back: what the app's redirect URI is asked with. */
    async function approve(state: string, verifier: string, more: Readonly<Record<string, string>> = {}): Promise<URL> {
      const url = new URL(as.authorization_endpoint ?? '');
      url.search = String(
        new URLSearchParams({
          client_id: app.client_id,
          redirect_uri: redirectUri,
          response_type: 'code',
          scope,
          state,
          code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
          code_challenge_method: 'S256',
          ...more,
        }),
      );
      return new URL(await site.person('alice').approve(url.href));
    }

    async function redeem(auth: oauth.ClientAuth, callback: URLSearchParams, verifier: string) {
      const response = await oauth.authorizationCodeGrantRequest(
        as,
        client,
        auth,
        callback,
        redirectUri,
        verifier,
        plainHttp,
      );
      return oauth.processAuthorizationCodeResponse(as, client, response);
    }

    test('discovers what the server can do', () => {
      assert.equal(as.issuer, site.issuer);
      assert.equal(as.authorization_response_iss_parameter_supported, true);
      assert.deepEqual(as.code_challenge_methods_supported, ['S256']);
      for (const method of ['client_secret_basic', 'client_secret_post']) {
        assert.ok(as.token_endpoint_auth_methods_supported?.includes(method), method);
      }
    });

    for (const [name, authWith] of [
      ['HTTP Basic', oauth.ClientSecretBasic],
      ['its secret in the body', oauth.ClientSecretPost],
    ] as const) {
      test(`goes the whole way with PKCE, state and iss, authenticated by ${name}`, async () => {
        const auth = authWith(app.client_secret);
        const state = oauth.generateRandomState();
        const verifier = oauth.generateRandomCodeVerifier();
        const callback = oauth.validateAuthResponse(as, client, await approve(state, verifier), state);
        const token = await redeem(auth, callback, verifier);
        assert.equal(token.token_type, 'bearer');
        assert.equal(token.scope, scope);
        assert.equal(token.expires_in, undefined);

        const info = await oauth.processUserInfoResponse(
          as,
          client,
          oauth.skipSubjectCheck,
          await oauth.userInfoRequest(as, client, token.access_token, plainHttp),
        );
        assert.equal(info.iss, as.issuer);
        assert.equal(info.preferred_username, 'alice');
        assert.equal(info.name, 'Alice');
        assert.notEqual(info.sub, '');

        const introspect = async () =>
          oauth.processIntrospectionResponse(
            as,
            client,
            await oauth.introspectionRequest(as, client, auth, token.access_token, plainHttp),
          );
        const alive = await introspect();
        assert.deepEqual([alive.active, alive.scope, alive.client_id], [true, scope, app.client_id]);

        const me = new URL(`${site.issuer}/api/v1/accounts/verify_credentials`);
        const ask = () =>
          oauth.protectedResourceRequest(token.access_token, 'GET', me, new Headers(), undefined, plainHttp);
        assert.equal((await ask()).status, 200);

        for (let round = 0; round < 2; round++) {
          await oauth.processRevocationResponse(
            await oauth.revocationRequest(as, client, auth, token.access_token, plainHttp),
          );
        }
        assert.deepEqual(await introspect(), { active: false });
        await assert.rejects(ask(), (error: unknown) => {
          assert.ok(error instanceof oauth.WWWAuthenticateChallengeError, String(error));
          assert.equal(error.status, 401);
          assert.deepEqual(
            error.cause.map(({ scheme, parameters }) => [scheme, parameters.error]),
            [['bearer', 'invalid_token']],
          );
          return true;
        });
      });
    }

    test('finds the answer in the fragment when it asks for that', async () => {
      const state = oauth.generateRandomState();
      const verifier = oauth.generateRandomCodeVerifier();
      const callback = await approve(state, verifier, { response_mode: 'fragment' });
      assert.equal(callback.search, '');
      const parameters = oauth.validateAuthResponse(as, client, new URLSearchParams(callback.hash.slice(1)), state);
      const token = await redeem(oauth.ClientSecretPost(app.client_secret), parameters, verifier);
      assert.equal(token.scope, scope);
    });

    test('refuses an answer from another issuer or with another state', async () => {
      const state = oauth.generateRandomState();
      const callback = await approve(state, oauth.generateRandomCodeVerifier());
      assert.throws(() => oauth.validateAuthResponse(as, client, callback, 'another'), /state/);
      callback.searchParams.set('iss', 'https://mixed-up.example');
      assert.throws(() => oauth.validateAuthResponse(as, client, callback, state), /iss/);
      callback.searchParams.delete('iss');
      assert.throws(() => oauth.validateAuthResponse(as, client, callback, state), /iss/);
    });

    test('understands a denial', async () => {
      const state = oauth.generateRandomState();
      const query = new URLSearchParams({ client_id: app.client_id, redirect_uri: redirectUri, response_type: 'code' });
      const url = `${as.authorization_endpoint}?${query}&state=${state}`;
      const callback = new URL(await site.person('bob').deny(url));
      assert.throws(
        () => oauth.validateAuthResponse(as, client, callback, state),
        (error: unknown) => error instanceof oauth.AuthorizationResponseError && error.error === 'access_denied',
      );
    });

    test('understands the refusals of the token endpoint', async () => {
      const state = oauth.generateRandomState();
      const verifier = oauth.generateRandomCodeVerifier();
      const callback = oauth.validateAuthResponse(as, client, await approve(state, verifier), state);
      const wrongVerifier = oauth.generateRandomCodeVerifier();
      const auth = oauth.ClientSecretBasic(app.client_secret);
      await assert.rejects(
        redeem(auth, callback, wrongVerifier),
        (error: unknown) => error instanceof oauth.ResponseBodyError && error.error === 'invalid_grant',
      );
      // RFC 6749 §5.2: whoever failed by Basic is challenged for Basic.
      await assert.rejects(redeem(oauth.ClientSecretBasic('wrong'), callback, verifier), (error: unknown) => {
        assert.ok(error instanceof oauth.WWWAuthenticateChallengeError, String(error));
        assert.deepEqual([error.status, error.cause[0]?.scheme], [401, 'basic']);
        return true;
      });
    });

    test('gets access of its own by client credentials', async () => {
      const response = await oauth.clientCredentialsGrantRequest(
        as,
        client,
        oauth.ClientSecretBasic(app.client_secret),
        { scope: 'read write' },
        plainHttp,
      );
      const token = await oauth.processClientCredentialsResponse(as, client, response);
      assert.equal(token.scope, 'read write');
      const url = new URL(`${site.issuer}/api/v1/apps/verify_credentials`);
      const answer = await oauth.protectedResourceRequest(
        token.access_token,
        'GET',
        url,
        new Headers(),
        undefined,
        plainHttp,
      );
      assert.equal(answer.status, 200);
    });
  });
}
