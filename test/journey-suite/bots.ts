import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { OOB } from '../../src/protocol/redirect-uri.ts';
import type { Registered } from '../support/register.ts';
import { PASSWORD } from '../support/test-server.ts';
import { assertRefused, assertToken, read } from './answers.ts';
import type { Site } from './site.ts';

/** Journey 3. */
export function describeBots(site: Site): void {
  describe('an app that knows a password', () => {
    let app: Registered;

    before(async () => {
      app = await site.register(OOB);
    });

    const signIn = (username: string, password = PASSWORD) => {
      const { client_id, client_secret } = app;
      const scope = 'read write';
      return site.post('/oauth/token', { grant_type: 'password', client_id, client_secret, username, password, scope });
    };

    test('signs a bot in, which allowed it', async () => {
      const token = await read(signIn('bot'));
      assertToken(token, 'read write');
      assert.equal((await read(site.verifyCredentials(token.access_token))).username, 'bot');
    });

    test('learns nothing else: a person, a stranger and a wrong password are one refusal', async () => {
      const refusals = await Promise.all([
        signIn('alice'),
        signIn('nobody'),
        signIn('bot', 'wrong'),
        signIn('alice', 'x'),
      ]);
      const bodies = await Promise.all(refusals.map((refusal) => refusal.clone().text()));
      assert.equal(new Set(bodies).size, 1, bodies.join('\n'));
      for (const refusal of refusals) await assertRefused(refusal, 'invalid_grant', /only of accounts that allow it/);
    });
  });
}
