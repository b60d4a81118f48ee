import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Digest } from '../../protocol/secret.ts';
import { ALICE, approved, lives, newApp, newGrant, newPending, newSession, newToken, signedIn, T0 } from './samples.ts';
import { type FlowStore, withStore } from './with-store.ts';

/** As directories give them; several differ only by what a database may take for the same. */
const accountIds = [
  'alice',
  'Alice',
  'alice ',
  'ali%',
  'a_ice',
  'caf\u00e9',
  'cafe\u0301',
  '\ufb01',
  'fi',
  '1',
  '01',
  '1.0',
  '9007199254740992',
  '9007199254740993',
  '9007199254740994',
  '9223372036854775808',
  '018f3a0e-7d6c-7e1b-9a52-3c1f0b7f4e21',
  '018F3A0E-7D6C-7E1B-9A52-3C1F0B7F4E21',
  '01HZY3V8Q2N4T6W8X0ABCDEFGH',
  '507f1f77bcf86cd799439011',
  'https://people.example/users/alice?tab=1#me',
  '\u{1f389}',
  '\ufffd',
  'null',
  "1' or '1'='1",
  'x'.repeat(255),
];

const noAccountIds = ['', 'x'.repeat(256), 'a\0', '\0', 'a\nb', '\u007f', 'a\u0085', 'a\ud83c', '\udf89'];

/** Ids come from anyone: from a path, a form. */
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
      'an account id is opaque text: each is found exactly, whatever it looks like, and no other with it',
      withStore(open, async (store) => {
        const app = await store.addApp(newApp());
        const digests = new Map<string, Digest>();
        for (const accountId of accountIds) {
          const { token, digest } = await signedIn(store, { app, grant: { accountId } });
          assert.equal(token.accountId, accountId);
          digests.set(accountId, digest);
          const { code } = await approved(store, { app, grant: { accountId } });
          assert.equal((await store.findCode(code))?.grant.accountId, accountId);
          const session = await store.addSession(newSession({ accountId }), undefined);
          assert.equal(session.accountId, accountId);
          assert.equal((await store.findSession(session.digest))?.accountId, accountId);
        }
        assert.equal((await store.listApps({ limit: 1 }))[0]?.people, accountIds.length);
        for (const accountId of accountIds) {
          const digest = digests.get(accountId);
          assert.ok(digest);
          assert.equal((await store.findToken(digest))?.accountId, accountId);
          const own = [accountId];
          const namesOf = (rows: readonly { readonly accountId: string | undefined }[]) =>
            rows.map((row) => row.accountId);
          assert.deepEqual(namesOf(await store.listGrants(accountId)), own);
          assert.deepEqual(namesOf(await store.listGrantsForApp(accountId, app.id)), [accountId, accountId]);
          assert.deepEqual(namesOf(await store.listTokens({ limit: 99, accountId })), own);
        }
      }),
    );

    test(
      'what ends for an account ends for exactly this one',
      withStore(open, async (store) => {
        const left = new Map<string, Digest>();
        for (const accountId of accountIds) {
          left.set(accountId, (await signedIn(store, { grant: { accountId } })).digest);
          await store.addSession(newSession({ accountId }), undefined);
        }
        for (const [accountId, digest] of left) {
          assert.equal(await store.revokeGrantsOfAccount(accountId, T0 + 1), 1, accountId);
          assert.equal(await store.endSessionsOfAccount(accountId), 1, accountId);
          assert.equal(await lives(store, digest), false);
          left.delete(accountId);
          for (const other of left.values()) assert.ok(await lives(store, other));
        }
      }),
    );

    test(
      'text that is no id finds nothing and changes nothing',
      withStore(open, async (store) => {
        const { app, digest } = await signedIn(store);
        await approved(store);
        for (const id of noIds) {
          assert.equal(await store.findApp(id), undefined);
          assert.equal(await store.deleteApp(id, T0), false);
          assert.equal(await store.revokeGrant(id, T0), 0);
          assert.deepEqual(await store.listGrantsForApp(ALICE, id), []);
          assert.equal(await store.revokeGrantsOfAccount(ALICE, T0, id), 0);
          assert.deepEqual(await store.listTokens({ limit: 9, appId: id }), []);
          await assert.rejects(store.addPendingAuthorization(newPending({ ...app, id })));
          assert.equal(await store.addGrantWithToken(newGrant({ ...app, id }), newToken()), undefined);
          await store.revokeToken(id, T0);
          await store.noteConsentPage(id, T0);
        }
        assert.ok(await lives(store, digest));
      }),
    );

    test(
      'text that cannot be an account id is never stored, lest two people become one, and finds nothing',
      withStore(open, async (store) => {
        const app = await store.addApp(newApp());
        const { token, digest } = await signedIn(store, { app, grant: { accountId: 'a\ufffd' } });
        await store.addSession(newSession({ accountId: 'a\ufffd' }), undefined);
        for (const accountId of noAccountIds) {
          const name = JSON.stringify(accountId);
          const sample = newToken();
          await assert.rejects(signedIn(store, { app, grant: { accountId }, token: sample }), RangeError, name);
          assert.equal(await store.findToken(sample.digest), undefined, name);
          await assert.rejects(approved(store, { app, grant: { accountId } }), RangeError, name);
          await assert.rejects(store.addSession(newSession({ accountId }), undefined), RangeError, name);
          assert.deepEqual(await store.listGrants(accountId), [], name);
          assert.deepEqual(await store.listGrantsForApp(accountId, app.id), [], name);
          assert.deepEqual(await store.listTokens({ limit: 9, accountId }), [], name);
          assert.equal(await store.revokeGrant(token.grantId, T0, accountId), 0, name);
          assert.equal(await store.revokeGrantsOfAccount(accountId, T0), 0, name);
          assert.equal(await store.endSessionsOfAccount(accountId), 0, name);
        }
        assert.ok(await lives(store, digest));
      }),
    );
  });
}
