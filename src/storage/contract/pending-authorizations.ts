import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ALICE, newApp, newCode, newDigest, newGrant, newPending, T0 } from './samples.ts';
import { type FlowStore, inParallel, withStore } from './with-store.ts';

export function describePendingAuthorizations(open: () => Promise<FlowStore>): void {
  describe('pending authorizations', () => {
    test(
      'addPendingAuthorization() keeps every value byte for byte',
      withStore(open, async (store) => {
        const app = await store.addApp(newApp());
        const pending = newPending(app);
        const full = {
          ...pending,
          request: {
            ...pending.request,
            scopes: ['read', 'write:media'],
            state: ' ü&=+%00 "\\',
            codeChallenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
            responseMode: 'fragment' as const,
            forceLogin: true,
            lang: 'pt-BR',
          },
        };
        await store.addPendingAuthorization(full);
        assert.deepEqual(await store.findPendingAuthorization(full.digest), { ...full, answeredAt: undefined });
      }),
    );

    test(
      'findPendingAuthorization() tells an empty state from an absent one',
      withStore(open, async (store) => {
        const app = await store.addApp(newApp());
        const absent = newPending(app);
        const empty = { ...newPending(app), request: { ...absent.request, state: '' } };
        await store.addPendingAuthorization(absent);
        await store.addPendingAuthorization(empty);
        assert.equal((await store.findPendingAuthorization(absent.digest))?.request.state, undefined);
        assert.equal((await store.findPendingAuthorization(empty.digest))?.request.state, '');
        assert.equal(await store.findPendingAuthorization(newDigest()), undefined);
      }),
    );

    test(
      'approve() adds a grant with a code and marks the request as answered',
      withStore(open, async (store) => {
        const app = await store.addApp(newApp());
        const pending = newPending(app);
        await store.addPendingAuthorization(pending);
        const code = newCode({ codeChallenge: 'challenge', browserDigest: newDigest() });
        const grant = newGrant(app, { createdAt: T0 + 4 });
        assert.equal(await store.approve({ pending: pending.digest, grant, code }), true);
        const found = await store.findCode(code.digest);
        assert.ok(found);
        assert.deepEqual(found, {
          ...code,
          spentAt: undefined,
          grant: { ...grant, id: found.grant.id, lastUsedAt: undefined, revokedAt: undefined },
        });
        assert.equal((await store.findPendingAuthorization(pending.digest))?.answeredAt, T0 + 4);
      }),
    );

    test(
      'of 20 parallel approvals of one request exactly one wins, and the others leave nothing behind',
      withStore(open, async (store) => {
        const app = await store.addApp(newApp());
        const pending = newPending(app);
        await store.addPendingAuthorization(pending);
        const codes = Array.from({ length: 20 }, () => newCode());
        const answers = await inParallel(20, (index) =>
          store.approve({ pending: pending.digest, grant: newGrant(app), code: codes[index] ?? newCode() }),
        );
        assert.equal(answers.filter(Boolean).length, 1);
        const found = await Promise.all(codes.map((code) => store.findCode(code.digest)));
        assert.deepEqual(
          found.map((code) => code !== undefined),
          answers,
        );
        assert.equal((await store.listGrantsForApp(ALICE, app.id)).length, 1);
      }),
    );

    test(
      'of parallel approvals and refusals of one request exactly one wins',
      withStore(open, async (store) => {
        const app = await store.addApp(newApp());
        for (let round = 0; round < 10; round++) {
          const pending = newPending(app);
          await store.addPendingAuthorization(pending);
          const code = newCode();
          const answers = await inParallel(20, (index) =>
            (index + round) % 2 === 0
              ? store.denyPendingAuthorization(pending.digest, T0)
              : store.approve({
                  pending: pending.digest,
                  grant: newGrant(app),
                  code: { ...code, digest: newDigest() },
                }),
          );
          assert.equal(answers.filter(Boolean).length, 1);
        }
      }),
    );

    test(
      'denyPendingAuthorization() answers once, and nothing when there is no such request',
      withStore(open, async (store) => {
        const app = await store.addApp(newApp());
        const pending = newPending(app);
        await store.addPendingAuthorization(pending);
        assert.equal(await store.denyPendingAuthorization(pending.digest, T0 + 2), true);
        assert.equal(await store.denyPendingAuthorization(pending.digest, T0 + 3), false);
        assert.equal((await store.findPendingAuthorization(pending.digest))?.answeredAt, T0 + 2);
        const approval = { pending: pending.digest, grant: newGrant(app), code: newCode() };
        assert.equal(await store.approve(approval), false);
        assert.equal(await store.findCode(approval.code.digest), undefined);
        assert.equal(await store.denyPendingAuthorization(newDigest(), T0), false);
        assert.equal(await store.approve({ ...approval, pending: newDigest() }), false);
      }),
    );

    test(
      'approve() resolves to false and leaves nothing behind when the app was deleted meanwhile',
      withStore(open, async (store) => {
        const app = await store.addApp(newApp());
        const pending = newPending(app);
        await store.addPendingAuthorization(pending);
        await store.deleteApp(app.id, T0);
        for (const request of [pending.digest, undefined]) {
          const code = newCode();
          assert.equal(await store.approve({ pending: request, grant: newGrant(app), code }), false);
          assert.equal(await store.findCode(code.digest), undefined);
        }
        assert.equal((await store.findPendingAuthorization(pending.digest))?.answeredAt, undefined);
      }),
    );

    test(
      'a rejected approve() changes nothing',
      withStore(open, async (store) => {
        const app = await store.addApp(newApp());
        const pending = newPending(app);
        await store.addPendingAuthorization(pending);
        const code = newCode();
        assert.equal(await store.approve({ pending: undefined, grant: newGrant(app), code }), true);
        // The digest of the code is taken.
        await assert.rejects(store.approve({ pending: pending.digest, grant: newGrant(app), code }));
        assert.equal((await store.findPendingAuthorization(pending.digest))?.answeredAt, undefined);
        assert.equal((await store.listGrantsForApp(ALICE, app.id)).length, 1);
      }),
    );
  });
}
