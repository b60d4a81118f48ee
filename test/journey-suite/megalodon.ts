import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import generator, { detector, type MegalodonInterface, type OAuth } from 'megalodon';
import type { Site } from './site.ts';

/**
 * megalodon. It keeps a prefix in all its requests, but makes the authorization URL for a host alone; below a prefix,
 * which is for embedders and not for Mastodon's apps, the path of the link is mended.
 */
export function describeMegalodon(site: Site): void {
  describe('megalodon', () => {
    const scopes = ['read', 'write', 'follow'];

    const linkOf = ({ url }: OAuth.AppData): string => {
      assert.ok(url, 'the application names no redirect URI');
      return url.replace(`${site.origin}/oauth/`, `${site.issuer}/oauth/`);
    };
    const client = (token?: string): MegalodonInterface => generator('mastodon', site.issuer, token);

    test('takes the server for Mastodon', async () => {
      assert.equal(await detector(site.issuer), 'mastodon');
    });

    test('reads the instance', async () => {
      const { data } = await client().getInstance();
      assert.equal(data.uri, new URL(site.origin).host);
      assert.match(data.version, /^4\.\d+\.\d+/);
      assert.equal(typeof data.urls?.streaming_api, 'string');
    });

    for (const [name, options] of [
      ['without a redirect URI, by a copied code', {}],
      ['with a redirect URI', { redirect_uris: 'https://app.example/callback' }],
    ] as const) {
      test(`signs a person in ${name}, and is out after revocation`, async () => {
        const app = await client().registerApp('Megalodon test', { scopes, ...options });
        const person = site.person('alice');
        const redirectUri = 'redirect_uris' in options ? options.redirect_uris : undefined;
        const code =
          redirectUri === undefined
            ? await person.approveAndCopyCode(linkOf(app))
            : (new URL(await person.approve(linkOf(app))).searchParams.get('code') ?? '');

        const token = await client().fetchAccessToken(app.client_id, app.client_secret, code, redirectUri);
        assert.equal(token.token_type, 'Bearer');
        assert.equal(token.scope, 'read write follow');

        const signedIn = client(token.access_token);
        const { data: me } = await signedIn.verifyAccountCredentials();
        assert.equal(me.acct, 'alice');
        assert.equal((await signedIn.verifyAppCredentials()).data.name, 'Megalodon test');

        // It sends the token that it revokes as its Bearer as well.
        for (let round = 0; round < 2; round++) {
          const revoked = await signedIn.revokeToken(app.client_id, app.client_secret, token.access_token);
          assert.equal(revoked.status, 200);
        }
        await assert.rejects(signedIn.verifyAccountCredentials(), isHttpError(401));
      });
    }

    test('is refused a code that was used', async () => {
      const app = await client().registerApp('Megalodon test', { scopes });
      const code = await site.person('alice').approveAndCopyCode(linkOf(app));
      const token = await client().fetchAccessToken(app.client_id, app.client_secret, code);
      await assert.rejects(client().fetchAccessToken(app.client_id, app.client_secret, code), isHttpError(400));
      await assert.rejects(client(token.access_token).verifyAccountCredentials(), isHttpError(401));
    });
  });
}

/** What megalodon throws is axios's error. */
function isHttpError(status: number): (error: unknown) => boolean {
  return (error) => {
    assert.equal((error as { response?: { status: number } }).response?.status, status, String(error));
    return true;
  };
}
