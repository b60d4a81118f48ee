import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ALICE, approved, BOB, issuedOf, lives, newDigest, newGrant, newToken, signedIn, T0 } from './samples.ts';
import { type FlowStore, inParallel, withStore } from './with-store.ts';

export function describeTokens(open: () => Promise<FlowStore>): void {
  describe('tokens', () => {
    test(
      'addGrantWithToken() adds an app token, which has no account',
      withStore(open, async (store) => {
        const { app } = await signedIn(store);
        const grant = newGrant(app, { accountId: undefined, redirectUri: undefined, scopes: ['write', 'read'] });
        const sample = newToken({ expiresAt: T0 + 50 });
        const token = await store.addGrantWithToken(grant, sample);
        assert.ok(token);
        assert.deepEqual(issuedOf(token), {
          id: token.id,
          grantId: token.grantId,
          accountId: undefined,
          scopes: ['write', 'read'],
          createdAt: T0,
          expiresAt: T0 + 50,
        });
        const found = await store.findToken(sample.digest);
        assert.deepEqual(found, { ...token, app, lastUsedAt: undefined, revokedAt: undefined });
      }),
    );

    test(
      'addGrantWithToken() adds a personal token, which has no app',
      withStore(open, async (store) => {
        const sample = newToken();
        const token = await store.addGrantWithToken(newGrant(undefined), sample);
        assert.equal(token?.accountId, ALICE);
        const found = await store.findToken(sample.digest);
        assert.deepEqual(found, { ...token, app: undefined, lastUsedAt: undefined, revokedAt: undefined });
        assert.equal((await store.listGrants(ALICE))[0]?.app, undefined);
      }),
    );

    test(
      'addGrantWithToken() never gives two grants or two tokens one id',
      withStore(open, async (store) => {
        const { app } = await signedIn(store);
        const tokens = await inParallel(100, () => store.addGrantWithToken(newGrant(app), newToken()));
        assert.equal(new Set(tokens.map((token) => token?.id)).size, 100);
        assert.equal(new Set(tokens.map((token) => token?.grantId)).size, 100);
      }),
    );

    test(
      'findToken() resolves to undefined for an unknown digest, also of a time at which there are tokens',
      withStore(open, async (store) => {
        await signedIn(store);
        assert.equal(await store.findToken(newDigest()), undefined);
        assert.equal(await store.findToken(newToken().digest), undefined);
      }),
    );

    test(
      'tokens whose secrets have no time, as they were made before, are found, used, redeemed and revoked as all others',
      withStore(open, async (store) => {
        const { token, digest } = await signedIn(store, { token: { digest: newDigest() } });
        assert.ok(await lives(store, digest));
        await store.noteTokenUse(token, { at: T0 + 9, address: '192.0.2.1' });
        assert.equal((await store.findToken(digest))?.lastUsedAt, T0 + 9);
        await store.revokeToken(token.id, T0 + 10);
        assert.equal(await lives(store, digest), false);
        const { code } = await approved(store);
        const sample = newToken({ digest: newDigest() });
        assert.ok(await store.redeemCode(code, sample));
        assert.ok(await lives(store, sample.digest));
      }),
    );

    test(
      'tokens of one millisecond are told apart, whenever each was made',
      withStore(open, async (store) => {
        const { app } = await signedIn(store);
        const times = Array.from({ length: 60 }, (_, index) => T0 + (index % 3));
        const samples = times.map((createdAt) => newToken({ createdAt }));
        const tokens = await Promise.all(samples.map((sample) => store.addGrantWithToken(newGrant(app), sample)));
        const found = await Promise.all(samples.map(({ digest }) => store.findToken(digest)));
        assert.deepEqual(
          found.map((token) => [token?.id, token?.grantId]),
          tokens.map((token) => [token?.id, token?.grantId]),
        );
      }),
    );

    test(
      'noteTokenUse() notes the last use of the token and its grant, and an older use changes nothing',
      withStore(open, async (store) => {
        const { token, digest } = await signedIn(store);
        await store.noteTokenUse(token, { at: T0 + 9, address: '192.0.2.1' });
        await store.noteTokenUse(token, { at: T0 + 4, address: '192.0.2.2' });
        assert.equal((await store.findToken(digest))?.lastUsedAt, T0 + 9);
        assert.equal((await store.listGrants(ALICE))[0]?.lastUsedAt, T0 + 9);
      }),
    );

    test(
      'revokeToken() ends the token and the grant below which nothing living is left',
      withStore(open, async (store) => {
        const { token, digest } = await signedIn(store);
        await store.revokeToken(token.id, T0 + 1);
        await store.revokeToken(token.id, T0 + 2);
        assert.equal((await store.findToken(digest))?.revokedAt, T0 + 1);
        assert.deepEqual(await store.listGrants(ALICE), []);
        assert.equal(await store.revokeGrant(token.grantId, T0 + 3), 0);
        await store.revokeToken('1', T0);
      }),
    );

    test(
      'revokeToken() leaves the other sign-ins of the same app and account alone',
      withStore(open, async (store) => {
        const phone = await signedIn(store);
        const tablet = await signedIn(store, { app: phone.app });
        await store.revokeToken(phone.token.id, T0);
        assert.ok(await lives(store, tablet.digest));
        assert.equal((await store.listGrants(ALICE)).length, 1);
      }),
    );

    test(
      'revokeToken() ends the grant of a redeemed code',
      withStore(open, async (store) => {
        const { code, grantId } = await approved(store);
        const token = await store.redeemCode(code, newToken());
        assert.ok(token);
        await store.revokeToken(token.id, T0 + 1);
        assert.equal((await store.findCode(code))?.grant.revokedAt, T0 + 1);
        assert.equal(await store.revokeGrant(grantId, T0 + 2), 0);
      }),
    );

    test(
      'listTokens() lists the living tokens newest first, of all or of one account or app',
      withStore(open, async (store) => {
        const now = Date.now();
        const first = await signedIn(store);
        const bob = await signedIn(store, { app: first.app, grant: { accountId: BOB } });
        const last = await signedIn(store, { token: { expiresAt: now + 3_600_000 } });
        await signedIn(store, { token: { expiresAt: now - 1000 } });
        await store.revokeToken((await signedIn(store)).token.id, T0);
        await store.revokeGrant((await signedIn(store)).token.grantId, T0);
        const idsOf = async (filter: Parameters<FlowStore['listTokens']>[0]) =>
          (await store.listTokens(filter)).map((token) => token.id);
        assert.deepEqual(await idsOf({ limit: 9 }), [last.token.id, bob.token.id, first.token.id]);
        assert.deepEqual(await idsOf({ limit: 2 }), [last.token.id, bob.token.id]);
        assert.deepEqual(await idsOf({ limit: 9, accountId: BOB }), [bob.token.id]);
        assert.deepEqual(await idsOf({ limit: 9, appId: first.app.id }), [bob.token.id, first.token.id]);
        assert.deepEqual(await idsOf({ limit: 9, accountId: ALICE, appId: last.app.id }), [last.token.id]);
      }),
    );

    test(
      'listTokens() of personal tokens lists those without an app, and revokeGrant() ends one',
      withStore(open, async (store) => {
        await signedIn(store);
        const { digest, ...token } = { ...newToken(), expiresAt: undefined };
        const grant = { appId: undefined, accountId: ALICE, scopes: ['read'], redirectUri: undefined, createdAt: T0 };
        const personal = await store.addGrantWithToken({ ...grant, name: 'Mine' }, { digest, ...token });
        assert.ok(personal);
        const list = () => store.listTokens({ limit: 9, accountId: ALICE, personal: true });
        assert.deepEqual(await list(), [{ ...personal, app: undefined, lastUsedAt: undefined, revokedAt: undefined }]);
        const [listed] = (await store.listGrants(ALICE)).filter(({ appId }) => appId === undefined);
        assert.deepEqual([listed?.name, listed?.app], ['Mine', undefined]);
        assert.equal(await store.revokeGrant(personal.grantId, T0, BOB), 0);
        assert.equal(await store.revokeGrant(personal.grantId, T0, ALICE), 1);
        assert.deepEqual(await list(), []);
        assert.equal(await lives(store, digest), false);
      }),
    );
  });
}
