import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import type { Registered } from '../support/register.ts';
import { assertRefused, bearer, codeIn, read } from './answers.ts';
import type { Site } from './site.ts';

/** Journey 4. */
export function describeEndOfAccess(site: Site): void {
  describe('a token', () => {
    const scope = 'read profile write';
    let app: Registered;

    beforeEach(async () => {
      app = await site.register('https://app.example/callback', scope);
    });

    const signIn = async (person = site.person('alice')) => {
      const code = codeIn(await person.approve(site.authorizeUrl(app, { scope })));
      return String((await read(site.redeem(app, code))).access_token);
    };
    const isActive = async (token: string) => {
      const { client_id, client_secret } = app;
      return (await read(site.post('/oauth/introspect', { client_id, client_secret, token }))).active;
    };

    test('that was given back is dead everywhere at once, and giving it back again is no mistake', async () => {
      const [token, other] = [await signIn(), await signIn()];
      const { id } = await read(site.verifyCredentials(token));
      const paths = [
        '/api/v1/accounts/verify_credentials',
        '/api/v1/apps/verify_credentials',
        '/oauth/userinfo',
        // Open to anyone, but not to a token that was ended (contract §11).
        `/api/v1/accounts/${id}`,
      ];
      for (const path of paths) await read(site.get(path, bearer(token)));
      for (let round = 0; round < 2; round++) assert.deepEqual(await read(site.revoke(app, token)), {});
      for (const path of paths) {
        const refused = await site.get(path, bearer(token));
        assert.match(refused.headers.get('www-authenticate') ?? '', /^Bearer .*error="invalid_token"/, path);
        await read(refused, 401);
      }
      assert.equal(await isActive(token), false);
      // The other device stays signed in (decision 2).
      await read(site.verifyCredentials(other));
      assert.equal(await isActive(other), true);
    });

    test('that is dead is told so in JSON, also where a page is preferred (lesson 26)', async () => {
      const token = await signIn();
      await read(site.revoke(app, token));
      const headers = { ...bearer(token), Accept: 'text/html,*/*;q=0.8' };
      assert.deepEqual(await read(site.get('/api/v1/accounts/verify_credentials', headers), 401), {
        error: 'The access token was revoked',
      });
    });

    test('loses nothing when the person lets the app in again for less (lesson 27)', async () => {
      const alice = site.person('alice');
      const wide = await signIn(alice);
      const code = codeIn(await alice.approve(site.authorizeUrl(app, { scope: 'profile' })));
      const narrow = (await read(site.redeem(app, code))).access_token;
      assert.notEqual(narrow, wide);
      const scopeOf = async (token: unknown) => {
        const { client_id, client_secret } = app;
        return (await read(site.post('/oauth/introspect', { client_id, client_secret, token: String(token) }))).scope;
      };
      assert.deepEqual([await scopeOf(wide), await scopeOf(narrow)], [scope, 'profile']);
    });

    test('of another app, or none, is refused and lives on', async () => {
      const token = await signIn();
      const stranger = await site.register('https://other.example/callback');
      await assertRefused(site.revoke(stranger, token), 'unauthorized_client');
      await assertRefused(site.revoke({ ...app, client_secret: 'wrong' }, token), 'unauthorized_client');
      const { client_id, client_secret } = app;
      await assertRefused(site.post('/oauth/revoke', { client_id, client_secret }), 'unauthorized_client');
      await read(site.verifyCredentials(token));
      // A token that nobody ever had is as good as ended (RFC 7009 §2.2).
      assert.deepEqual(await read(site.revoke(app, 'unknown')), {});
    });

    test('ends with all of the app when the person takes it back on the page of authorized applications', async () => {
      const [alice, bob] = [site.person('alice'), site.person('bob')];
      const tokens = [await signIn(alice), await signIn(site.person('alice'))];
      const bobs = await signIn(bob);
      await alice.takeBack(app.id);
      for (const token of tokens) {
        assert.deepEqual(await read(site.verifyCredentials(token), 401), { error: 'The access token was revoked' });
      }
      await read(site.verifyCredentials(bobs));
    });
  });
}
