import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { OOB } from '../../src/protocol/redirect-uri.ts';
import { assertApp, assertToken, bearer, read } from './answers.ts';
import type { Site } from './site.ts';

/** As curl's `-F` sends it. */
function multipart(fields: Readonly<Record<string, string>>): RequestInit {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  return { method: 'POST', body };
}

/** Journey 1, and 2 as the README walks it: multipart, as curl's `-F` sends it, with a code that is copied. */
export function describeAppAccess(site: Site): void {
  describe('the walk of the README', () => {
    const registration = {
      client_name: 'Test Application',
      redirect_uris: OOB,
      scopes: 'read write push',
      website: 'https://myapp.example',
    };
    let client: { readonly client_id: string; readonly client_secret: string };

    before(async () => {
      const { client_id, client_secret } = await read(site.request('/api/v1/apps', multipart(registration)));
      client = { client_id: String(client_id), client_secret: String(client_secret) };
    });

    test('registers an app by each kind of body, with one redirect URI or several', async () => {
      const several = `${OOB}\nhttps://myapp.example/callback`;
      const asForm = await read(site.post('/api/v1/apps', { ...registration, redirect_uris: several }));
      const asJson = await read(site.postJson('/api/v1/apps', { ...registration, redirect_uris: several.split('\n') }));
      const asMultipart = await read(site.request('/api/v1/apps', multipart(registration)));
      for (const [app, uris] of [
        [asForm, several.split('\n')],
        [asJson, several.split('\n')],
        [asMultipart, [OOB]],
      ] as const) {
        assertApp(app);
        assert.deepEqual(app.redirect_uris, uris);
        assert.deepEqual(app.scopes, ['read', 'write', 'push']);
        assert.deepEqual([app.name, app.website], ['Test Application', 'https://myapp.example']);
        assert.equal(app.client_secret_expires_at, 0);
      }
      assert.notEqual(asForm.client_id, asJson.client_id);
    });

    test('lets a person in by a copied code, which works once', async () => {
      const url = `${site.issuer}/oauth/authorize?client_id=${client.client_id}&scope=read+write+push&redirect_uri=${OOB}&response_type=code`;
      const code = await site.person('alice').approveAndCopyCode(url);
      const redemption = { ...client, redirect_uri: OOB, grant_type: 'authorization_code', code };
      const token = await read(site.request('/oauth/token', multipart({ ...redemption, scope: 'read write push' })));
      assertToken(token, 'read write push');
      const me = await read(site.verifyCredentials(token.access_token));
      assert.deepEqual([me.username, me.acct, me.display_name], ['alice', 'alice', 'Alice']);
      assert.equal((me.source as { privacy: unknown }).privacy, 'public');
      const revocation = multipart({ ...client, token: String(token.access_token) });
      assert.deepEqual(await read(site.request('/oauth/revoke', revocation)), {});
      await read(site.verifyCredentials(token.access_token), 401);
    });

    test('gives an app a token of its own, for reading itself and who follows whom', async () => {
      const own = { ...client, redirect_uri: OOB, grant_type: 'client_credentials' };
      const token = await read(site.request('/oauth/token', multipart(own)));
      assertToken(token, 'read');
      const authorization = bearer(token.access_token);
      const app = await read(site.get('/api/v1/apps/verify_credentials', authorization));
      assert.deepEqual([app.name, app.website], ['Test Application', 'https://myapp.example']);
      assert.equal('client_secret' in app, false);
      const { id } = await read(site.get('/api/v1/accounts/lookup?acct=alice', authorization));
      for (const list of ['followers', 'following']) {
        const accounts: unknown = await read(site.get(`/api/v1/accounts/${id}/${list}`, authorization));
        assert.deepEqual(
          (accounts as { acct: string }[]).map(({ acct }) => acct),
          ['bob'],
          list,
        );
        const page = await site.get(`/api/v1/accounts/${id}/${list}?limit=1`, authorization);
        const next = /(\/api\/[^>]+)>; rel="next"/.exec(page.headers.get('link') ?? '')?.[1] ?? '';
        assert.deepEqual(await read(site.get(next, authorization)), [], `a walk through ${list} ends`);
      }
      // It is nobody, so what is a person's is closed to it.
      assert.deepEqual(await read(site.verifyCredentials(token.access_token), 422), {
        error: 'This method requires an authenticated user',
      });
    });
  });
}
