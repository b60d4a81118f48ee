import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Sweepable } from '../../flows/ports.ts';
import { ALICE, approved, lives, newApp, newPending, newSession, newToken, signedIn, T0 } from './samples.ts';
import { type FlowStore, withStore } from './with-store.ts';

/** Everything that ended before this instant may go. */
const BEFORE = T0 + 100;
const EARLY = T0 + 99;
const LATE = T0 + 100;

export function describeSweeping(open: () => Promise<FlowStore>): void {
  describe('sweep()', () => {
    test(
      'removes pending authorizations that were added before',
      withStore(open, async (store) => {
        const app = await store.addApp(newApp());
        const [old, young] = [newPending(app, EARLY), newPending(app, LATE)];
        await store.addPendingAuthorization(old);
        await store.addPendingAuthorization(young);
        await sweeps(store, 'pending authorizations', 1);
        assert.equal(await store.findPendingAuthorization(old.digest), undefined);
        assert.ok(await store.findPendingAuthorization(young.digest));
      }),
    );

    test(
      'removes codes that were spent or expired before, and grants below which nothing was ever issued',
      withStore(open, async (store) => {
        const spent = await approved(store, { code: { expiresAt: LATE } });
        const spentToken = newToken({ createdAt: EARLY });
        await store.redeemCode(spent.code, spentToken);
        const expired = await approved(store, { code: { expiresAt: EARLY } });
        const living = await approved(store, { code: { expiresAt: LATE } });
        await sweeps(store, 'codes', 2);
        assert.equal(await store.findCode(spent.code), undefined);
        assert.equal(await store.findCode(expired.code), undefined);
        assert.ok(await store.findCode(living.code));
        assert.ok(await lives(store, spentToken.digest));
        assert.deepEqual(await store.listGrantsForApp(ALICE, expired.app.id), []);
        assert.equal((await store.listGrantsForApp(ALICE, spent.app.id)).length, 1);
        assert.equal((await store.listGrantsForApp(ALICE, living.app.id)).length, 1);
      }),
    );

    test(
      'removes revoked grants with their tokens and codes, also those of deleted apps',
      withStore(open, async (store) => {
        const old = await signedIn(store);
        await store.revokeGrant(old.token.grantId, EARLY);
        const { code, grantId } = await approved(store);
        await store.revokeGrant(grantId, EARLY);
        const orphan = await signedIn(store);
        await store.deleteApp(orphan.app.id, EARLY);
        const young = await signedIn(store);
        await store.revokeGrant(young.token.grantId, LATE);
        const youngOrphan = await signedIn(store);
        await store.deleteApp(youngOrphan.app.id, LATE);
        const living = await signedIn(store);
        await sweeps(store, 'revoked grants', 3);
        assert.equal(await store.findToken(old.digest), undefined);
        assert.equal(await store.findToken(orphan.digest), undefined);
        assert.equal(await store.findCode(code), undefined);
        assert.ok(await store.findToken(young.digest));
        assert.ok(await store.findToken(youngOrphan.digest));
        assert.ok(await lives(store, living.digest));
      }),
    );

    test(
      'removes expired tokens below living grants, together with what is left empty',
      withStore(open, async (store) => {
        const old = await signedIn(store, { token: { expiresAt: EARLY } });
        const withCode = await approved(store);
        const expired = newToken({ expiresAt: EARLY });
        await store.redeemCode(withCode.code, expired);
        const young = await signedIn(store, { token: { expiresAt: LATE } });
        await sweeps(store, 'revoked grants', 2);
        assert.equal(await store.findToken(old.digest), undefined);
        assert.equal(await store.findToken(expired.digest), undefined);
        assert.ok(await store.findToken(young.digest));
        assert.deepEqual(await store.listGrantsForApp(ALICE, old.app.id), []);
        assert.ok(await store.findCode(withCode.code));
      }),
    );

    test(
      'removes app tokens that were never used and added before',
      withStore(open, async (store) => {
        const appToken = { accountId: undefined };
        const unused = await signedIn(store, { grant: { ...appToken, createdAt: EARLY } });
        const young = await signedIn(store, { grant: { ...appToken, createdAt: LATE } });
        const used = await signedIn(store, { grant: { ...appToken, createdAt: EARLY } });
        await store.noteTokenUse(used.token, { at: EARLY, address: '192.0.2.1' });
        const personal = await signedIn(store, { grant: { createdAt: EARLY } });
        await sweeps(store, 'unused app tokens', 1);
        assert.equal(await store.findToken(unused.digest), undefined);
        for (const { digest } of [young, used, personal]) assert.ok(await lives(store, digest));
      }),
    );

    test(
      'removes app tokens that were last used before',
      withStore(open, async (store) => {
        const grant = { accountId: undefined };
        const idle = await signedIn(store, { grant });
        await store.noteTokenUse(idle.token, { at: EARLY, address: '192.0.2.1' });
        const busy = await signedIn(store, { grant });
        await store.noteTokenUse(busy.token, { at: LATE, address: '192.0.2.1' });
        const unused = await signedIn(store, { grant });
        const person = await signedIn(store);
        await store.noteTokenUse(person.token, { at: EARLY, address: '192.0.2.1' });
        await sweeps(store, 'idle app tokens', 1);
        assert.equal(await store.findToken(idle.digest), undefined);
        for (const { digest } of [busy, unused, person]) assert.ok(await lives(store, digest));
      }),
    );

    test(
      'removes sessions that were last used before',
      withStore(open, async (store) => {
        const idle = await store.addSession(newSession(), undefined);
        const busy = await store.addSession(newSession(), undefined);
        await store.noteSessionUse(busy.id, LATE);
        await sweeps(store, 'sessions', 1);
        assert.equal(await store.findSession(idle.digest), undefined);
        assert.ok(await store.findSession(busy.digest));
      }),
    );

    test(
      'removes apps that never had a consent page or a token, and no others, also when their grants are long gone',
      withStore(open, async (store) => {
        const never = await store.addApp(newApp({ createdAt: EARLY }));
        const young = await store.addApp(newApp({ createdAt: LATE }));
        const seen = await store.addApp(newApp());
        await store.noteConsentPage(seen.id, EARLY);
        const { app: used, token } = await signedIn(store, { grant: { accountId: undefined } });
        await store.revokeGrant(token.grantId, EARLY);
        await store.sweep('revoked grants', { before: BEFORE, batch: 10, dryRun: false });
        const asking = await store.addApp(newApp());
        await store.addPendingAuthorization(newPending(asking));
        await sweeps(store, 'apps never used', 1);
        assert.equal(await store.findApp(never.id), undefined);
        for (const app of [young, seen, used, asking]) assert.ok(await store.findApp(app.id));
      }),
    );

    test(
      'goes in batches, and a dry run counts everything and removes nothing',
      withStore(open, async (store) => {
        const { app } = await signedIn(store);
        for (let round = 0; round < 5; round++) {
          await store.addSession(newSession(), undefined);
          await store.addPendingAuthorization(newPending(app));
          const { token } = await signedIn(store, { app });
          await store.revokeGrant(token.grantId, T0);
          await signedIn(store, { app, token: { expiresAt: T0 } });
          await signedIn(store, { app, grant: { accountId: undefined } });
          await approved(store, { app, code: { expiresAt: T0 } });
          await store.addApp(newApp());
        }
        const kinds = ['sessions', 'pending authorizations', 'unused app tokens', 'codes', 'apps never used'] as const;
        for (const kind of kinds) {
          assert.equal(await store.sweep(kind, { before: BEFORE, batch: 2, dryRun: true }), 5, kind);
          const counts = [];
          for (let round = 0; round < 4; round++) {
            counts.push(await store.sweep(kind, { before: BEFORE, batch: 2, dryRun: false }));
          }
          assert.deepEqual(counts, [2, 2, 1, 0], kind);
        }
        assert.equal(await store.sweep('revoked grants', { before: BEFORE, batch: 4, dryRun: true }), 10);
        const counts = [];
        for (let round = 0; round < 4; round++) {
          counts.push(await store.sweep('revoked grants', { before: BEFORE, batch: 4, dryRun: false }));
        }
        assert.deepEqual(counts, [4, 4, 2, 0]);
      }),
    );
  });
}

/** A dry run counts `expected` and changes nothing; the sweep then removes as many; and then nothing is left. */
async function sweeps(store: FlowStore, kind: Sweepable, expected: number): Promise<void> {
  const options = { before: BEFORE, batch: 10 };
  assert.equal(await store.sweep(kind, { ...options, dryRun: true }), expected);
  assert.equal(await store.sweep(kind, { ...options, dryRun: true }), expected);
  assert.equal(await store.sweep(kind, { ...options, dryRun: false }), expected);
  assert.equal(await store.sweep(kind, { ...options, dryRun: false }), 0);
  assert.equal(await store.sweep(kind, { ...options, dryRun: true }), 0);
}
