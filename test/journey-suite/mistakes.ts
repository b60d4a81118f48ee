import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { OOB } from '../../src/protocol/redirect-uri.ts';
import { textOf } from '../support/read-page.ts';
import type { Registered } from '../support/register.ts';
import { assertRefused, assertToken, read, refusals } from './answers.ts';
import type { Site } from './site.ts';

/** Journey 5: each refusal has the standard code and says what to mend. */
export function describeMistakes(site: Site): void {
  describe('a newcomer', () => {
    let app: Registered;

    before(async () => {
      app = await site.register('https://app.example/callback', 'write');
    });

    const own = (more: Readonly<Record<string, string>>) => {
      const { client_id, client_secret } = app;
      return site.post('/oauth/token', { grant_type: 'client_credentials', client_id, client_secret, ...more });
    };

    /** A page that explains, and never a redirect (decision 8). */
    async function assertExplains(parameters: Readonly<Record<string, string>>, words: string, status = 400) {
      const response = await site
        .person('alice')
        .browser.open(`${site.issuer}/oauth/authorize?${new URLSearchParams(parameters)}`);
      assert.equal(response.headers.get('location'), null);
      assert.equal(response.status, status);
      assert.match(response.headers.get('content-type') ?? '', /^text\/html/);
      const text = textOf(await response.text());
      assert.ok(text.includes(words), text);
    }
    const asked = () => ({
      response_type: 'code',
      client_id: app.client_id,
      redirect_uri: app.redirect_uri,
      scope: 'write',
    });

    test('may say scope and redirect_uri when registering, and is understood', async () => {
      const fields = { client_name: 'Newcomer', redirect_uri: OOB, scope: 'read write' };
      const registered = await read(site.post('/api/v1/apps', fields));
      assert.deepEqual([registered.redirect_uris, registered.scopes], [[OOB], ['read', 'write']]);
    });

    test('who says scopes or redirect_uris to the OAuth endpoints is told the right names', async () => {
      await assertRefused(own({ scopes: 'write' }), 'invalid_scope', /scopes was sent/);
      const { scope: _, ...unscoped } = asked();
      await assertExplains({ ...unscoped, scopes: 'write' }, 'scopes was sent');
      const { redirect_uri, ...nowhere } = asked();
      await assertExplains({ ...nowhere, redirect_uris: redirect_uri }, 'redirect_uris was sent');
    });

    test('who asks for more than was registered is told which scope it is', async () => {
      await assertRefused(own({ scope: 'write read' }), 'invalid_scope', /\bread\b/);
      await assertRefused(own({ scope: 'write fly' }), 'invalid_scope', /\bfly\b/);
      await assertExplains({ ...asked(), scope: 'write read' }, refusals.invalid_scope);
      assertToken(await read(own({ scope: 'write:follows' })), 'write:follows');
      assert.deepEqual(
        await read(site.post('/api/v1/apps', { client_name: 'x', redirect_uris: OOB, scopes: 'fly' }), 422),
        {
          error: "Validation failed: Scopes doesn't match those configured on the server.",
        },
      );
    });

    test('whose redirect URI is not registered reads so on the page, and nobody is sent there', async () => {
      for (const redirect_uri of [
        'https://app.example/callback/',
        'https://APP.example/callback',
        'https://evil.example/',
      ]) {
        await assertExplains({ ...asked(), redirect_uri }, 'The redirect uri included is not valid.');
      }
    });

    test('whose app is unknown here reads so in JSON, and on a page', async () => {
      await assertRefused(own({ client_id: 'gone' }), 'invalid_client');
      await assertRefused(own({ client_secret: 'wrong' }), 'invalid_client');
      await assertExplains({ ...asked(), client_id: 'gone' }, refusals.invalid_client, 401);
    });

    test('who sends what is no body gets a clear no, never a failure of the server', async () => {
      for (const path of ['/api/v1/apps', '/oauth/token', '/oauth/revoke']) {
        for (const [type, body] of [
          ['application/json', '{"client_id":'],
          ['application/json', '{"client_id":{"a":["b"]},"grant_type":[1]}'],
          ['multipart/form-data; boundary=x', '--x\r\nContent-Disposition: form'],
          ['application/x-www-form-urlencoded', 'grant_type[a]=b&grant_type=&&=&%'],
          ['text/plain', ''],
        ] as const) {
          const response = await site.request(path, { method: 'POST', headers: { 'Content-Type': type }, body });
          assert.ok(response.status >= 400 && response.status < 500, `${path} ${type} ${body}: ${response.status}`);
          assert.equal(typeof (await read(response, response.status)).error, 'string');
        }
      }
    });
  });
}
