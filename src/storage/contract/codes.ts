import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ALICE, approved, issuedOf, lives, newDigest, newToken, T0 } from './samples.ts';
import { type FlowStore, inParallel, withStore } from './with-store.ts';

export function describeCodes(open: () => Promise<FlowStore>): void {
  describe('codes', () => {
    test(
      'redeemCode() adds a token with the scopes, the account and the app of the grant, and spends the code',
      withStore(open, async (store) => {
        const { app, code, grantId } = await approved(store, { grant: { scopes: ['read', 'write:media'] } });
        const sample = newToken({ createdAt: T0 + 9, expiresAt: T0 + 99 });
        const token = await store.redeemCode(code, sample);
        assert.ok(token);
        assert.deepEqual(issuedOf(token), {
          id: token.id,
          grantId,
          accountId: ALICE,
          scopes: ['read', 'write:media'],
          createdAt: T0 + 9,
          expiresAt: T0 + 99,
        });
        const found = await store.findToken(sample.digest);
        assert.deepEqual(found, { ...token, app, lastUsedAt: undefined, revokedAt: undefined });
        assert.equal((await store.findCode(code))?.spentAt, T0 + 9);
      }),
    );

    test(
      'of 50 parallel redemptions of one code exactly one gets a token, and the others leave nothing behind',
      withStore(open, async (store) => {
        const { code } = await approved(store);
        const samples = Array.from({ length: 50 }, () => newToken());
        const tokens = await inParallel(50, (index) => store.redeemCode(code, samples[index] ?? newToken()));
        assert.equal(tokens.filter((token) => token !== undefined).length, 1);
        const found = await Promise.all(samples.map((sample) => store.findToken(sample.digest)));
        assert.deepEqual(
          found.map((token) => token?.id),
          tokens.map((token) => token?.id),
        );
      }),
    );

    test(
      'redeemCode() resolves to undefined when the code is unknown, spent or burned, or its grant was revoked',
      withStore(open, async (store) => {
        assert.equal(await store.redeemCode(newDigest(), newToken()), undefined);
        const burned = await approved(store);
        await store.burnCode(burned.code, T0);
        assert.equal(await store.redeemCode(burned.code, newToken()), undefined);
        const revoked = await approved(store);
        await store.revokeGrant(revoked.grantId, T0);
        const sample = newToken();
        assert.equal(await store.redeemCode(revoked.code, sample), undefined);
        assert.equal(await store.findToken(sample.digest), undefined);
      }),
    );

    test(
      'burnCode() makes a code worthless once, and is harmless when it is spent',
      withStore(open, async (store) => {
        const { code } = await approved(store);
        await store.burnCode(code, T0 + 1);
        await store.burnCode(code, T0 + 2);
        assert.equal((await store.findCode(code))?.spentAt, T0 + 1);
        const spent = await approved(store);
        const sample = newToken({ createdAt: T0 + 3 });
        await store.redeemCode(spent.code, sample);
        await store.burnCode(spent.code, T0 + 4);
        assert.equal((await store.findCode(spent.code))?.spentAt, T0 + 3);
        assert.ok(await lives(store, sample.digest));
        await store.burnCode(newDigest(), T0);
      }),
    );

    test(
      'a rejected redeemCode() does not spend the code',
      withStore(open, async (store) => {
        const [first, second] = [await approved(store), await approved(store)];
        const sample = newToken({ digest: newDigest() });
        await store.redeemCode(first.code, sample);
        // The digest of the token is taken.
        await assert.rejects(store.redeemCode(second.code, sample));
        assert.equal((await store.findCode(second.code))?.spentAt, undefined);
        assert.ok(await store.redeemCode(second.code, newToken()));
      }),
    );

    for (const revocationFirst of [true, false]) {
      test(
        `a revocation racing redemptions leaves no living token (${revocationFirst ? 'revocation' : 'redemption'} first)`,
        withStore(open, async (store) => {
          for (let round = 0; round < 40; round++) {
            const { code, grantId } = await approved(store);
            const samples = [newToken(), newToken()];
            const revoke = () =>
              round % 2 === 0 ? store.revokeGrant(grantId, T0) : store.revokeGrantsOfAccount(ALICE, T0);
            const redeem = () => Promise.all(samples.map((sample) => store.redeemCode(code, sample)));
            await Promise.all(revocationFirst ? [revoke(), redeem()] : [redeem(), revoke()]);
            for (const sample of samples) assert.equal(await lives(store, sample.digest), false);
          }
        }),
      );
    }
  });
}
