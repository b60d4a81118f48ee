import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ALICE, BOB, newDigest, newSession, T0 } from './samples.ts';
import { countOf, type FlowStore, inParallel, withStore } from './with-store.ts';

export function describeSessions(open: () => Promise<FlowStore>): void {
  describe('sessions', () => {
    test(
      'addSession() keeps every value',
      withStore(open, async (store) => {
        const sample = newSession({ userAgent: 'Ünïcode "/1.0' });
        const session = await store.addSession(sample, undefined);
        assert.deepEqual(session, { ...sample, id: session.id, lastUsedAt: T0 });
        assert.deepEqual(await store.findSession(sample.digest), session);
      }),
    );

    test(
      'addSession() ends the session that it replaces, and only that one',
      withStore(open, async (store) => {
        const old = await store.addSession(newSession(), undefined);
        const other = await store.addSession(newSession(), undefined);
        const session = await store.addSession(newSession(), old.digest);
        assert.equal(await store.findSession(old.digest), undefined);
        assert.ok(await store.findSession(other.digest));
        assert.ok(await store.findSession(session.digest));
        await assert.rejects(store.addSession(newSession({ digest: session.digest }), other.digest));
        assert.ok(await store.findSession(other.digest), 'a rejected rotation ended the old session');
      }),
    );

    test(
      'noteSessionUse() notes the last use, and an older use changes nothing',
      withStore(open, async (store) => {
        const session = await store.addSession(newSession(), undefined);
        await store.noteSessionUse(session.id, T0 + 9);
        await store.noteSessionUse(session.id, T0 + 4);
        assert.equal((await store.findSession(session.digest))?.lastUsedAt, T0 + 9);
      }),
    );

    test(
      'endSession() ends one session, again and again',
      withStore(open, async (store) => {
        const session = await store.addSession(newSession(), undefined);
        await store.endSession(session.digest);
        await store.endSession(session.digest);
        assert.equal(await store.findSession(session.digest), undefined);
        assert.equal(await store.findSession(newDigest()), undefined);
      }),
    );

    test(
      'endSessionsOfAccount() ends all sessions of an account but one, and no others',
      withStore(open, async (store) => {
        const here = await store.addSession(newSession(), undefined);
        const there = await store.addSession(newSession(), undefined);
        const bob = await store.addSession(newSession({ accountId: BOB }), undefined);
        assert.equal(await store.endSessionsOfAccount(ALICE, here.digest), 1);
        assert.ok(await store.findSession(here.digest));
        assert.equal(await store.findSession(there.digest), undefined);
        assert.equal(await store.endSessionsOfAccount(ALICE), 1);
        assert.equal(await store.findSession(here.digest), undefined);
        assert.ok(await store.findSession(bob.digest));
      }),
    );

    test(
      'listSessions() lists the sessions of an account, the latest used first',
      withStore(open, async (store) => {
        const [first, second, third] = [
          await store.addSession(newSession(), undefined),
          await store.addSession(newSession({ userAgent: 'Other "2"', address: '192.0.2.1' }), undefined),
          await store.addSession(newSession(), undefined),
        ];
        await store.addSession(newSession({ accountId: BOB }), undefined);
        await store.noteSessionUse(first.id, T0 + 5);
        assert.deepEqual(await store.listSessions(ALICE), [{ ...first, lastUsedAt: T0 + 5 }, third, second]);
        await store.endSession(third.digest);
        await store.noteSessionUse(second.id, T0 + 9);
        assert.deepEqual(
          (await store.listSessions(ALICE)).map((session) => session.id),
          [second.id, first.id],
        );
        assert.deepEqual(await store.listSessions('nobody'), []);
        assert.deepEqual(await store.listSessions(''), []);
      }),
    );

    test(
      'endSessionOfAccount() ends a session of this account only, and counts it once',
      withStore(open, async (store) => {
        const session = await store.addSession(newSession(), undefined);
        const other = await store.addSession(newSession(), undefined);
        assert.equal(await store.endSessionOfAccount(session.id, BOB), false);
        assert.equal(await store.endSessionOfAccount('1', ALICE), false);
        assert.equal(await store.endSessionOfAccount('abc', ALICE), false);
        assert.equal(await store.endSessionOfAccount(session.id, ''), false);
        assert.ok(await store.findSession(session.digest));
        const ended = await inParallel(20, () => store.endSessionOfAccount(session.id, ALICE));
        assert.equal(countOf(ended, Boolean), 1);
        assert.equal(await store.findSession(session.digest), undefined);
        assert.deepEqual(await store.listSessions(ALICE), [other]);
      }),
    );
  });
}
