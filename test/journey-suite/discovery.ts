import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { assertReadableEverywhere, read } from './answers.ts';
import type { Site } from './site.ts';

export function describeDiscovery(site: Site): void {
  describe('the metadata', () => {
    test('lies where RFC 8414 §3.1 puts it, between host and prefix, and below the prefix as well', async () => {
      const wellKnown = '/.well-known/oauth-authorization-server';
      for (const url of [`${site.origin}${wellKnown}${site.prefix}`, `${site.issuer}${wellKnown}`]) {
        const response = await fetch(url, { redirect: 'manual', headers: { Origin: 'https://app.example' } });
        assertReadableEverywhere(response);
        const metadata = await read(response);
        assert.equal(metadata.issuer, site.issuer, url);
        for (const [endpoint, path] of [
          ['authorization_endpoint', '/oauth/authorize'],
          ['token_endpoint', '/oauth/token'],
          ['revocation_endpoint', '/oauth/revoke'],
          ['userinfo_endpoint', '/oauth/userinfo'],
          ['app_registration_endpoint', '/api/v1/apps'],
        ] as const) {
          assert.equal(metadata[endpoint], site.issuer + path, url);
        }
        assert.deepEqual(metadata.code_challenge_methods_supported, ['S256']);
        assert.equal(metadata.authorization_response_iss_parameter_supported, true);
      }
    });

    test('names the password grant, because it is on here (decisions, Password grant)', async () => {
      const { grant_types_supported } = await read(site.get('/.well-known/oauth-authorization-server'));
      assert.deepEqual(grant_types_supported, ['authorization_code', 'client_credentials', 'password']);
    });

    test('of something else is not there, and says so in JSON or not at all (lesson 39)', async () => {
      const response = await site.get('/.well-known/openid-configuration', { Accept: 'application/json' });
      assert.equal(response.status, 404);
      await response.body?.cancel();
    });
  });
}
