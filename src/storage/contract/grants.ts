import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ALICE, approved, BOB, lives, newApp, newGrant, newToken, signedIn, T0 } from './samples.ts';
import { type FlowStore, inParallel, withStore } from './with-store.ts';

export function describeGrants(open: () => Promise<FlowStore>): void {
  describe('grants', () => {
    test(
      'revokeGrant() ends the token below it and counts one grant once',
      withStore(open, async (store) => {
        const { token, digest } = await signedIn(store);
        const other = await signedIn(store);
        assert.equal(await store.revokeGrant(token.grantId, T0 + 1), 1);
        assert.equal(await store.revokeGrant(token.grantId, T0 + 2), 0);
        assert.equal((await store.findToken(digest))?.revokedAt, T0 + 1);
        assert.ok(await lives(store, other.digest));
        assert.equal(await store.revokeGrant('1', T0), 0);
      }),
    );

    test(
      'revokeGrant() of another account does nothing',
      withStore(open, async (store) => {
        const { token, digest } = await signedIn(store, { grant: { accountId: ALICE } });
        const appToken = await signedIn(store, { grant: { accountId: undefined } });
        assert.equal(await store.revokeGrant(token.grantId, T0, BOB), 0);
        assert.equal(await store.revokeGrant(appToken.token.grantId, T0, BOB), 0);
        assert.ok(await lives(store, digest));
        assert.ok(await lives(store, appToken.digest));
        assert.equal(await store.revokeGrant(token.grantId, T0, ALICE), 1);
        assert.equal(await lives(store, digest), false);
      }),
    );

    test(
      'of parallel callers of revokeGrant() exactly one counts it',
      withStore(open, async (store) => {
        const { token } = await signedIn(store);
        const counts = await inParallel(10, () => store.revokeGrant(token.grantId, T0));
        assert.equal(
          counts.reduce((sum, count) => sum + count),
          1,
        );
      }),
    );

    test(
      'revokeGrantsOfAccount() ends all grants of an account, or those of one app, and no others',
      withStore(open, async (store) => {
        const first = await signedIn(store);
        const again = await signedIn(store, { app: first.app });
        const other = await signedIn(store);
        const bob = await signedIn(store, { app: first.app, grant: { accountId: BOB } });
        const appToken = await signedIn(store, { app: first.app, grant: { accountId: undefined } });
        assert.equal(await store.revokeGrantsOfAccount(ALICE, T0 + 1, first.app.id), 2);
        assert.equal(await lives(store, first.digest), false);
        assert.equal(await lives(store, again.digest), false);
        assert.ok(await lives(store, other.digest));
        assert.equal(await store.revokeGrantsOfAccount(ALICE, T0 + 2), 1);
        assert.equal(await lives(store, other.digest), false);
        assert.equal((await store.findToken(first.digest))?.revokedAt, T0 + 1);
        assert.ok(await lives(store, bob.digest));
        assert.ok(await lives(store, appToken.digest));
        assert.equal(await store.revokeGrantsOfAccount(ALICE, T0 + 3), 0);
      }),
    );

    test(
      'listGrants() lists the living grants of an account below which something was issued, newest first',
      withStore(open, async (store) => {
        const first = await signedIn(store);
        const second = await signedIn(store, { grant: { scopes: ['write'] } });
        const revoked = await signedIn(store);
        await store.revokeGrant(revoked.token.grantId, T0);
        await signedIn(store, { grant: { accountId: BOB } });
        const redeemed = await approved(store);
        await store.redeemCode(redeemed.code, newToken());
        await approved(store);
        const grants = await store.listGrants(ALICE);
        assert.deepEqual(
          grants.map((grant) => grant.id),
          [redeemed.grantId, second.token.grantId, first.token.grantId],
        );
        assert.deepEqual(grants[1], {
          id: second.token.grantId,
          appId: second.app.id,
          accountId: ALICE,
          scopes: ['write'],
          redirectUri: 'https://app.example/callback',
          createdAt: T0,
          lastUsedAt: undefined,
          revokedAt: undefined,
          app: second.app,
        });
      }),
    );

    test(
      'listGrantsForApp() lists the living grants of one account and app',
      withStore(open, async (store) => {
        const first = await signedIn(store);
        const revoked = await signedIn(store, { app: first.app });
        await store.revokeGrant(revoked.token.grantId, T0);
        await signedIn(store, { app: first.app, grant: { accountId: BOB } });
        await signedIn(store, { app: await store.addApp(newApp()) });
        const grants = await store.listGrantsForApp(ALICE, first.app.id);
        assert.deepEqual(
          grants.map((grant) => grant.id),
          [first.token.grantId],
        );
      }),
    );

    test(
      'a grant without an app keeps the name that its owner gave it, wherever it is found',
      withStore(open, async (store) => {
        const name = 'Bot "Süd"\u2028 🤖';
        const grant = { appId: undefined, accountId: ALICE, scopes: ['read'], redirectUri: undefined, createdAt: T0 };
        const personal = newToken();
        const token = await store.addGrantWithToken({ ...grant, name }, personal);
        const nameless = await store.addGrantWithToken(grant, newToken());
        assert.ok(token && nameless);
        const grants = await store.listGrants(ALICE);
        assert.deepEqual(grants[1], {
          ...grant,
          id: token.grantId,
          name,
          lastUsedAt: undefined,
          revokedAt: undefined,
          app: undefined,
        });
        assert.deepEqual([grants[0]?.id, grants[0]?.name], [nameless.grantId, undefined]);
        assert.equal((await store.findToken(personal.digest))?.accountId, ALICE);
        assert.equal(await store.revokeGrant(token.grantId, T0, ALICE), 1);
        assert.equal(await lives(store, personal.digest), false);
      }),
    );

    test(
      'a grant remembers what was asked for where less was allowed, and nothing where all was',
      withStore(open, async (store) => {
        const asked = ['read', 'write', 'push'];
        const less = await approved(store, { grant: { scopes: ['read', 'write:media'], asked } });
        assert.deepEqual((await store.findCode(less.code))?.grant.asked, asked);
        const all = await approved(store, { app: less.app });
        const grants = await store.listGrantsForApp(ALICE, less.app.id);
        const remembered = new Map(grants.map((grant) => [grant.id, grant.asked]));
        assert.deepEqual(remembered.get(less.grantId), asked);
        assert.equal(remembered.get(all.grantId), undefined);
        assert.deepEqual((await store.redeemCode(less.code, newToken()))?.scopes, ['read', 'write:media']);
        const personal = await store.addGrantWithToken(newGrant(undefined, { asked }), newToken());
        const listed = (await store.listGrants(ALICE)).find((grant) => grant.id === personal?.grantId);
        assert.deepEqual(listed?.asked, asked);
      }),
    );
  });
}
