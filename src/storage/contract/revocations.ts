import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { type Revocation, StoreUnavailable } from '../../flows/ports.ts';
import { ALICE, approved, BOB, lives, newApp, newGrant, newSession, newToken, signedIn, T0 } from './samples.ts';
import { type FlowStore, inParallel, withStore } from './with-store.ts';

type TellingStore = FlowStore & Required<Pick<FlowStore, 'onRevocation'>>;

export function describeRevocations(open: () => Promise<FlowStore>): void {
  const withTellingStore = (body: (store: TellingStore) => Promise<void>) =>
    withStore(open, async (store, t: TestContext) => {
      if (tells(store)) await body(store);
      else t.skip('this store has no onRevocation(), so nobody may keep copies of its tokens');
    });

  describe('onRevocation()', () => {
    test(
      'tells what ended, after it did and before the caller learns of it',
      withTellingStore(async (store) => {
        const told: Revocation[] = [];
        const looks: Promise<boolean>[] = [];
        const [a, b, c, d, e] = await inParallel(5, () => signedIn(store));
        assert.ok(a && b && c && d && e);
        let current = a.digest;
        store.onRevocation((revocation) => {
          if (revocation.kind === 'unknown') return;
          told.push(revocation);
          looks.push(lives(store, current));
        });
        await store.revokeToken(a.token.id, T0);
        assert.deepEqual(told.splice(0), [{ kind: 'token', tokenId: a.token.id }]);
        current = b.digest;
        await store.revokeGrant(b.token.grantId, T0);
        assert.deepEqual(told.splice(0), [{ kind: 'grant', grantId: b.token.grantId }]);
        current = c.digest;
        await store.revokeGrantsOfAccount(ALICE, T0, c.app.id);
        assert.deepEqual(told.splice(0), [{ kind: 'account', accountId: ALICE, appId: c.app.id }]);
        current = d.digest;
        await store.deleteApp(d.app.id, T0);
        assert.deepEqual(told.splice(0), [{ kind: 'app', appId: d.app.id }]);
        current = e.digest;
        await store.revokeGrantsOfAccount(ALICE, T0);
        assert.deepEqual(told.splice(0), [{ kind: 'account', accountId: ALICE }]);
        assert.deepEqual(await Promise.all(looks), Array(5).fill(false));
      }),
    );

    test(
      'tells every one of many that happen at once, also of what had ended before',
      withTellingStore(async (store) => {
        const grants = await inParallel(30, () => signedIn(store));
        const told: string[] = [];
        store.onRevocation((revocation) => {
          if (revocation.kind === 'grant') told.push(revocation.grantId);
        });
        const ids = grants.map(({ token }) => token.grantId);
        await Promise.all([...ids, ...ids].map((id) => store.revokeGrant(id, T0)));
        assert.deepEqual(told.sort(), [...ids, ...ids].sort());
      }),
    );

    test(
      'tells a grant that was asked for by its account, and not one that is another account’s',
      withTellingStore(async (store) => {
        const { token } = await signedIn(store);
        const told = listen(store);
        await store.revokeGrant(token.grantId, T0, BOB);
        assert.deepEqual(told, []);
        await store.revokeGrant(token.grantId, T0, ALICE);
        assert.deepEqual(told, [{ kind: 'grant', grantId: token.grantId }]);
      }),
    );

    test(
      'tells nothing of what ends nobody’s access',
      withTellingStore(async (store) => {
        const told = listen(store);
        const { app, token } = await signedIn(store);
        const { code } = await approved(store, { app });
        await store.redeemCode(code, newToken());
        await store.burnCode(code, T0);
        await store.noteTokenUse(token, { at: T0, address: '192.0.2.1' });
        await store.addGrantWithToken(newGrant(await store.addApp(newApp())), newToken());
        const session = await store.addSession(newSession(), undefined);
        await store.endSession(session.digest);
        await store.endSessionsOfAccount(ALICE);
        assert.deepEqual(told, []);
      }),
    );

    test(
      'ends with what it returned, for that subscription alone',
      withTellingStore(async (store) => {
        const told: string[] = [];
        const listener = (revocation: Revocation) => {
          if (revocation.kind === 'token') told.push(revocation.tokenId);
        };
        const [first, second] = [store.onRevocation(listener), store.onRevocation(listener)];
        await store.revokeToken('1', T0);
        assert.deepEqual(told, ['1', '1']);
        first();
        first();
        await store.revokeToken('2', T0);
        assert.deepEqual(told.slice(2), ['2']);
        second();
        await store.revokeToken('3', T0);
        assert.equal(told.length, 3);
      }),
    );

    test(
      'survives listeners that throw, reject, and unsubscribe while they are told',
      withTellingStore(async (store) => {
        const { token, digest } = await signedIn(store);
        const told: Revocation[] = [];
        store.onRevocation(() => {
          throw new Error('A listener that throws');
        });
        store.onRevocation(async () => {
          throw new Error('A listener that rejects');
        });
        const end = store.onRevocation((revocation) => {
          if (revocation.kind === 'unknown') return;
          told.push(revocation);
          end();
        });
        store.onRevocation((revocation) => {
          if (revocation.kind !== 'unknown') told.push(revocation);
        });
        assert.equal(await store.revokeGrant(token.grantId, T0), 1);
        assert.equal(told.length, 2);
        assert.equal(await lives(store, digest), false);
      }),
    );

    test(
      'tells of what was begun before close(), and of nothing afterwards',
      withTellingStore(async (store) => {
        const { token } = await signedIn(store);
        const told = listen(store);
        const revoked = store.revokeGrant(token.grantId, T0).then(() => told.length);
        await store.close();
        assert.equal(await revoked, 1);
        await assert.rejects(store.revokeToken(token.id, T0), StoreUnavailable);
        await assert.rejects(store.deleteApp('1', T0), StoreUnavailable);
        assert.equal(told.length, 1);
        store.onRevocation(() => assert.fail('A closed store told something'))();
      }),
    );
  });
}

function tells(store: FlowStore): store is TellingStore {
  return store.onRevocation !== undefined;
}

/** What is told from now on, but for what others may have done. */
function listen(store: TellingStore): readonly Revocation[] {
  const told: Revocation[] = [];
  store.onRevocation((revocation) => {
    if (revocation.kind !== 'unknown') told.push(revocation);
  });
  return told;
}
