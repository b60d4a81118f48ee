import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Revocation } from '../../flows/ports.ts';
import type { FullStore } from '../store.ts';
import { lives, newAccount, newSession, newToken, signedIn, T0 } from './samples.ts';
import { inParallel, withStore } from './with-store.ts';

/** Where the accounts of the directory and the access that hangs below them meet. */
export function describeWholeStore(open: () => Promise<FullStore>): void {
  describe('accounts and their access', () => {
    test(
      'deleteAccount() and removeUnusedAccount() end the sessions and grants of the account, and no others',
      withStore(open, async (store) => {
        const bob = await store.addAccount(newAccount());
        const kept = await signedIn(store, { grant: { accountId: bob.id } });
        const session = await store.addSession(newSession({ accountId: bob.id }), undefined);
        for (const gone of ['deleteAccount', 'removeUnusedAccount'] as const) {
          const approvedAt = gone === 'deleteAccount' ? T0 : undefined;
          const { id } = await store.addAccount(newAccount({ approvedAt }));
          const tokens = await inParallel(3, () => signedIn(store, { app: kept.app, grant: { accountId: id } }));
          await store.revokeGrant(tokens[0]?.token.grantId ?? '', T0 + 1);
          const personal = await store.addGrantWithToken(
            { appId: undefined, accountId: id, scopes: ['read'], redirectUri: undefined, createdAt: T0, name: 'Bot' },
            newToken(),
          );
          assert.ok(personal);
          const there = await store.addSession(newSession({ accountId: id }), undefined);
          assert.equal(await store[gone](id, T0 + 5), true);
          for (const { digest } of tokens) assert.equal(await lives(store, digest), false);
          assert.equal((await store.findToken(tokens[0]?.digest as never))?.revokedAt, T0 + 1);
          assert.equal((await store.findToken(tokens[1]?.digest as never))?.revokedAt, T0 + 5);
          assert.deepEqual(await store.listGrants(id), []);
          assert.equal(await store.findSession(there.digest), undefined);
        }
        assert.ok(await lives(store, kept.digest));
        assert.ok(await store.findSession(session.digest));
      }),
    );

    test(
      'whoever keeps copies of tokens hears of every account that goes, whoever removed it',
      withStore(open, async (store) => {
        const told: Revocation[] = [];
        const end = store.onRevocation?.((revocation) => told.push(revocation));
        const [deleted, removed, swept, kept] = [
          await store.addAccount(newAccount()),
          await store.addAccount(newAccount({ approvedAt: undefined })),
          await store.addAccount(newAccount({ confirmedAt: undefined })),
          await store.addAccount(newAccount()),
        ];
        const token = await signedIn(store, { grant: { accountId: swept.id } });
        await store.deleteAccount(deleted.id, T0);
        await store.removeUnusedAccount(removed.id, T0);
        await store.removeUnusedAccount(kept.id, T0);
        await store.deleteAccount(deleted.id, T0);
        const sweep = { before: T0 + 1, batch: 9 };
        await store.sweepDirectory('unconfirmed accounts', { ...sweep, dryRun: true });
        await store.sweepDirectory('unconfirmed accounts', { ...sweep, dryRun: false });
        end?.();
        const accounts = told.flatMap((revocation) => (revocation.kind === 'account' ? [revocation.accountId] : []));
        if (store.onRevocation !== undefined) assert.deepEqual(accounts, [deleted.id, removed.id, swept.id]);
        const found = await store.findToken(token.digest);
        // At the time of the sweep, lest the next one takes the grant for one that ended long ago.
        assert.ok((found?.revokedAt ?? 0) > T0 + 1);
      }),
    );

    test(
      'listAccounts() finds accounts by the address of their sessions',
      withStore(open, async (store) => {
        const [alice, bob] = [await store.addAccount(newAccount()), await store.addAccount(newAccount())];
        const add = (accountId: string, address: string) =>
          store.addSession(newSession({ accountId, address }), undefined);
        await add(alice.id, '192.0.2.1');
        await add(alice.id, '192.0.2.1');
        await add(alice.id, '2001:db8::1');
        await add(bob.id, '2001:db8::1');
        await add('somebody else', '2001:db8::1');
        await add('404', '2001:db8::1');
        assert.deepEqual(await store.listAccounts({ limit: 9, address: '192.0.2.1' }), [alice]);
        assert.deepEqual(await store.listAccounts({ limit: 9, address: '2001:db8::1' }), [bob, alice]);
        assert.deepEqual(await store.listAccounts({ limit: 9, address: '192.0.2.%' }), []);
        assert.deepEqual(await store.listAccounts({ limit: 9, address: '' }), []);
      }),
    );
  });
}
