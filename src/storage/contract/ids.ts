import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { approved, lives, newApp, newSession, newToken, signedIn, T0 } from './samples.ts';
import { type FlowStore, withStore } from './with-store.ts';

/** Ids come from anyone: from a path, a form, the directory of another server. */
const noIds = ['', '0', '-1', '1.5', '1e3', ' 1', '01', 'abc', '9223372036854775808', '1'.repeat(400), "1' or '1'='1"];

export function describeIds(open: () => Promise<FlowStore>): void {
  describe('ids', () => {
    test(
      'ids are decimal strings below 2^63 that grow',
      withStore(open, async (store) => {
        let last = 0n;
        for (let round = 0; round < 50; round++) {
          const { id } = await store.addApp(newApp());
          assert.match(id, /^[1-9][0-9]*$/);
          assert.ok(BigInt(id) > last && BigInt(id) < 2n ** 63n);
          last = BigInt(id);
        }
      }),
    );

    test(
      'ids beyond 2^53 survive the round trip exactly',
      withStore(open, async (store) => {
        for (const accountId of ['9007199254740993', '9223372036854775807', '1']) {
          const { token, digest } = await signedIn(store, { grant: { accountId } });
          assert.equal(token.accountId, accountId);
          assert.equal((await store.findToken(digest))?.accountId, accountId);
          assert.equal((await store.listGrants(accountId))[0]?.accountId, accountId);
          const session = await store.addSession(newSession({ accountId }), undefined);
          assert.equal((await store.findSession(session.digest))?.accountId, accountId);
        }
        // The neighbour that a floating-point number would make of it.
        assert.deepEqual(await store.listGrants('9007199254740992'), []);
      }),
    );

    test(
      'text that is no id finds nothing and changes nothing',
      withStore(open, async (store) => {
        const { digest } = await signedIn(store);
        await approved(store);
        for (const id of noIds) {
          assert.equal(await store.findApp(id), undefined);
          assert.equal(await store.deleteApp(id, T0), false);
          assert.equal(await store.revokeGrant(id, T0), 0);
          assert.equal(await store.revokeGrantsOfAccount(id, T0), 0);
          assert.equal(await store.endSessionsOfAccount(id), 0);
          assert.deepEqual(await store.listGrants(id), []);
          await store.revokeToken(id, T0);
          await store.noteConsentPage(id, T0);
        }
        assert.ok(await lives(store, digest));
      }),
    );

    test(
      'text that is no id is never stored as an account, lest two people become one',
      withStore(open, async (store) => {
        const app = await store.addApp(newApp());
        for (const accountId of noIds) {
          const token = newToken();
          await assert.rejects(signedIn(store, { app, grant: { accountId }, token }), RangeError);
          await assert.rejects(store.addSession(newSession({ accountId }), undefined), RangeError);
          assert.equal(await store.findToken(token.digest), undefined);
        }
      }),
    );
  });
}
