import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import type { Registered } from '../support/register.ts';
import { assertReadableEverywhere, bearer } from './answers.ts';
import type { Site } from './site.ts';

/** The scripts of any web page may read success and refusal alike, and no page of ours (contract §1.5, lesson 9). */
export function describeOtherOrigins(site: Site): void {
  describe('the script of another origin', () => {
    const headers = { Origin: 'https://app.example' };
    let app: Registered;

    before(async () => {
      app = await site.register('https://app.example/');
    });

    const preflight = (path: string, method: string) =>
      site.request(path, {
        method: 'OPTIONS',
        headers: {
          ...headers,
          'Access-Control-Request-Method': method,
          'Access-Control-Request-Headers': 'authorization,content-type',
        },
      });

    test('may ask the API and the token endpoints, by preflight and by request, and read what they refuse', async () => {
      const { client_id, client_secret } = app;
      const own = { grant_type: 'client_credentials', client_id, client_secret };
      const json = { ...headers, 'Content-Type': 'application/json' };
      for (const [status, method, path, init] of [
        [
          200,
          'POST',
          '/api/v1/apps',
          { headers: json, body: JSON.stringify({ client_name: 'x', redirect_uris: 'https://a.example' }) },
        ],
        [422, 'POST', '/api/v1/apps', { headers, body: new URLSearchParams({ client_name: 'x' }) }],
        [200, 'POST', '/oauth/token', { headers, body: new URLSearchParams(own) }],
        [401, 'POST', '/oauth/token', { headers: json, body: JSON.stringify({ ...own, client_secret: 'wrong' }) }],
        [400, 'POST', '/oauth/token', { headers: json, body: '{' }],
        [
          200,
          'POST',
          '/oauth/revoke',
          { headers, body: new URLSearchParams({ client_id, client_secret, token: 'unknown' }) },
        ],
        [403, 'POST', '/oauth/revoke', { headers, body: new URLSearchParams({ token: 'unknown' }) }],
        [401, 'GET', '/oauth/userinfo', { headers: { ...headers, ...bearer('unknown') } }],
        [401, 'GET', '/api/v1/accounts/verify_credentials', { headers }],
        [404, 'GET', '/api/v1/accounts/lookup?acct=nobody', { headers }],
      ] as const) {
        const asked = await preflight(path, method);
        assert.ok(asked.ok, `${path}: ${asked.status}`);
        assertReadableEverywhere(asked);
        assert.match(asked.headers.get('access-control-allow-methods') ?? '', new RegExp(`\\b${method}\\b`));
        assert.match(asked.headers.get('access-control-allow-headers') ?? '', /authorization.*content-type/i);
        const response = await site.request(path, { method, ...init });
        assert.equal(response.status, status, `${method} ${path}: ${await response.clone().text()}`);
        assertReadableEverywhere(response);
        await response.body?.cancel();
      }
    });

    test('may not read the pages on which people sign in and decide', async () => {
      for (const path of ['/oauth/authorize', '/oauth/authorized_applications']) {
        for (const response of [await preflight(path, 'GET'), await site.get(path, headers)]) {
          assert.equal(response.headers.get('access-control-allow-origin'), null, path);
          await response.body?.cancel();
        }
      }
    });
  });
}
