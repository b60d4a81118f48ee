import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { FullStore } from '../store.ts';
import { newAccount, signedIn, T0 } from './samples.ts';
import { inParallel, withStore } from './with-store.ts';

/** Subscriptions to be pushed to, below the tokens that they belong to. */
export function describePush(open: () => Promise<FullStore>): void {
  describe('push subscriptions', () => {
    test(
      'push.set() puts a subscription in the place of the one before, and only below a token that lives',
      withStore(open, async (store) => {
        const { subscribe, revoke } = await subscriptions(store);
        const first = await subscribe();
        assert.ok(first);
        const second = await store.push.set({ ...first, sealedTarget: 'v1.other', alerts: ['follow'] });
        assert.ok(second);
        assert.deepEqual(await store.push.find(first.tokenId), second);
        assert.deepEqual(await store.push.listOfAccount(first.accountId, T0), [second]);
        await store.push.remove(first.tokenId, first.id);
        assert.deepEqual(await store.push.find(first.tokenId), second);
        const changed = await store.push.change(first.tokenId, { policy: 'none' });
        assert.deepEqual(changed, { ...second, policy: 'none' });
        assert.deepEqual(await store.push.change(first.tokenId, { alerts: [] }), { ...changed, alerts: [] });
        await store.push.remove(first.tokenId);
        assert.equal(await store.push.find(first.tokenId), undefined);
        assert.equal(await store.push.change(first.tokenId, { policy: 'all' }), undefined);
        await revoke(first.tokenId);
        assert.equal(await store.push.set(first), undefined);
        for (const nobody of ['1', 'nonsense'])
          assert.equal(await store.push.set({ ...first, tokenId: nobody }), undefined);
      }),
    );

    test(
      'push.listOfAccount() has none below a token, a grant or an app that ended, nor below one that expired',
      withStore(open, async (store) => {
        const { subscribe, revoke } = await subscriptions(store);
        const [token, grant, app, expiring, living] = [
          await subscribe(),
          await subscribe(),
          await subscribe(),
          await subscribe(T0 + 10),
          await subscribe(),
        ];
        assert.ok(token && grant && app && expiring && living);
        await revoke(token.tokenId);
        await store.revokeGrant(grant.grantId, T0 + 1);
        await store.deleteApp(app.appId, T0 + 1);
        const ids = async (at: number) =>
          (await store.push.listOfAccount(living.accountId, at)).map(({ id }) => id).sort();
        assert.deepEqual(await ids(T0 + 9), [expiring.id, living.id].sort());
        assert.deepEqual(await ids(T0 + 10), [living.id]);
      }),
    );

    test(
      'of parallel subscriptions of one token one stays, and none when the token was revoked beside them',
      withStore(open, async (store) => {
        const { subscribe, revoke } = await subscriptions(store);
        const [kept, ended] = [await subscribe(), await subscribe()];
        assert.ok(kept && ended);
        await inParallel(8, (index) => store.push.set({ ...kept, sealedTarget: `v1.${index}` }));
        assert.equal((await store.push.listOfAccount(kept.accountId, T0)).length, 2);
        await inParallel<unknown>(8, (index) => (index === 3 ? revoke(ended.tokenId) : store.push.set(ended)));
        assert.equal((await store.push.listOfAccount(kept.accountId, T0 + 5)).length, 1);
      }),
    );
  });
}

/** Somebody with apps, each of which can subscribe. */
async function subscriptions(store: FullStore) {
  const { id: accountId } = await store.addAccount(newAccount());
  return {
    subscribe: async (expiresAt?: number) => {
      const { app, token } = await signedIn(store, { grant: { accountId }, token: { expiresAt } });
      const subscription = await store.push.set({
        ...({ tokenId: token.id, accountId, sealedTarget: 'v1.sealed', standard: true } as const),
        ...({ alerts: ['mention', 'follow'], policy: 'all', createdAt: T0 } as const),
      });
      return subscription && { ...subscription, appId: app.id, grantId: token.grantId };
    },
    revoke: (tokenId: string) => store.revokeToken(tokenId, T0 + 5),
  };
}
