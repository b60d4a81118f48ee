import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { InviteNotGood, NameTaken } from '../../accounts/ports.ts';
import { newAccount, newDigest, newInvite, newMail, T0 } from './samples.ts';
import { countOf, inParallel, type PeopleStore, withStore } from './with-store.ts';

export function describeInvites(open: () => Promise<PeopleStore>): void {
  describe('invites', () => {
    test(
      'addInvite() keeps every value',
      withStore(open, async (store) => {
        const { id } = await store.addAccount(newAccount());
        const sample = newInvite({ accountId: id, label: 'Chor "Süd" 🎶', expiresAt: T0 + 10, maxUses: 5 });
        const invite = await store.addInvite(sample);
        assert.deepEqual(invite, { ...sample, id: invite.id, uses: 0, endedAt: undefined });
        assert.deepEqual(await store.findGoodInvite(sample.digest, T0), invite);
        const plain = newInvite();
        const added = await store.addInvite(plain);
        assert.deepEqual(added, { ...plain, id: added.id, uses: 0, endedAt: undefined });
        await assert.rejects(store.addInvite({ ...newInvite(), digest: plain.digest }));
      }),
    );

    test(
      'findGoodInvite() finds none that is unknown, expired, used up or ended',
      withStore(open, async (store) => {
        const add = async (change: Parameters<typeof newInvite>[0] = {}) => {
          const sample = newInvite(change);
          const { id } = await store.addInvite(sample);
          return {
            id,
            isGood: async (at = T0) => (await store.findGoodInvite(sample.digest, at)) !== undefined,
            sample,
          };
        };
        assert.equal(await store.findGoodInvite(newDigest(), T0), undefined);
        const forEver = await add();
        assert.equal(await forEver.isGood(T0 + 2 ** 40), true);
        const expiring = await add({ expiresAt: T0 + 10 });
        assert.equal(await expiring.isGood(T0 + 9), true);
        assert.equal(await expiring.isGood(T0 + 10), false);
        const once = await add({ maxUses: 1 });
        assert.equal(await once.isGood(), true);
        await store.addAccount(newAccount(), { invite: { digest: once.sample.digest, at: T0 } });
        assert.equal(await once.isGood(), false);
        const ended = await add();
        await store.endInvite(ended.id, T0);
        assert.equal(await ended.isGood(), false);
      }),
    );

    test(
      'an invite is good only while its maker may use the server',
      withStore(open, async (store) => {
        const { id } = await store.addAccount(newAccount());
        const sample = newInvite({ accountId: id });
        await store.addInvite(sample);
        const isGood = async () => (await store.findGoodInvite(sample.digest, T0)) !== undefined;
        for (const fact of ['disabledAt', 'suspendedAt'] as const) {
          await store.changeAccount(id, { [fact]: T0 });
          assert.equal(await isGood(), false, fact);
          const beside = { invite: { digest: sample.digest, at: T0 } };
          await assert.rejects(store.addAccount(newAccount(), beside), InviteNotGood);
          await store.changeAccount(id, { [fact]: undefined });
          assert.equal(await isGood(), true, fact);
        }
        await store.deleteAccount(id, T0);
        assert.equal(await isGood(), false);
        // One that was made while its maker was deleted.
        const late = newInvite({ accountId: id });
        await store.addInvite(late);
        assert.equal(await store.findGoodInvite(late.digest, T0), undefined);
      }),
    );

    test(
      'listInvites() lists newest first, good or not, all or those of an account, in pages',
      withStore(open, async (store) => {
        const { id } = await store.addAccount(newAccount());
        const first = await store.addInvite(newInvite({ accountId: id, expiresAt: T0 - 1 }));
        const second = await store.addInvite(newInvite());
        const third = await store.addInvite(newInvite({ accountId: id }));
        await store.endInvite(third.id, T0 + 1);
        const ended = { ...third, endedAt: T0 + 1 };
        assert.deepEqual(await store.listInvites({ limit: 9 }), [ended, second, first]);
        assert.deepEqual(await store.listInvites({ limit: 2 }), [ended, second]);
        assert.deepEqual(await store.listInvites({ limit: 2, before: second.id }), [first]);
        assert.deepEqual(await store.listInvites({ limit: 9, accountId: id }), [ended, first]);
        assert.deepEqual(await store.listInvites({ limit: 9, accountId: id, before: third.id }), [first]);
        assert.deepEqual(await store.listInvites({ limit: 9, accountId: 'abc' }), []);
      }),
    );

    test(
      'endInvite() ends an invite once, and with an account only one of that account',
      withStore(open, async (store) => {
        const [alice, bob] = [await store.addAccount(newAccount()), await store.addAccount(newAccount())];
        const { id } = await store.addInvite(newInvite({ accountId: alice.id }));
        const operators = await store.addInvite(newInvite());
        assert.equal(await store.endInvite(id, T0, bob.id), false);
        assert.equal(await store.endInvite(operators.id, T0, bob.id), false);
        const ended = await inParallel(20, (index) => store.endInvite(id, T0 + index, alice.id));
        assert.equal(countOf(ended, Boolean), 1);
        const at = T0 + ended.indexOf(true);
        assert.equal(await store.endInvite(id, T0 + 99), false);
        assert.equal((await store.listInvites({ limit: 9, accountId: alice.id }))[0]?.endedAt, at);
        assert.equal(await store.endInvite(operators.id, T0), true);
        assert.equal(await store.endInvite('abc', T0), false);
      }),
    );

    test(
      'addAccount() with an invite counts one use and names it in the account',
      withStore(open, async (store) => {
        const sample = newInvite({ maxUses: 2 });
        const invite = await store.addInvite(sample);
        const beside = { invite: { digest: sample.digest, at: T0 } };
        const account = await store.addAccount(newAccount({ inviteId: '7' }), beside);
        assert.equal(account.inviteId, invite.id);
        assert.equal((await store.findGoodInvite(sample.digest, T0))?.uses, 1);
        assert.deepEqual(await store.listAccounts({ limit: 9, inviteId: invite.id }), [account]);
      }),
    );

    test(
      'of parallel callers of addAccount() with an invite exactly as many win as it has uses',
      withStore(open, async (store) => {
        const sample = newInvite({ maxUses: 3 });
        await store.addInvite(sample);
        const beside = { invite: { digest: sample.digest, at: T0 }, mail: () => newMail() };
        const outcomes = await Promise.allSettled(
          Array.from({ length: 50 }, () => store.addAccount(newAccount(), beside)),
        );
        assert.equal(
          countOf(outcomes, (outcome) => outcome.status === 'fulfilled'),
          3,
        );
        for (const outcome of outcomes) {
          if (outcome.status === 'rejected') assert.ok(outcome.reason instanceof InviteNotGood);
        }
        assert.equal(await store.countAccounts(), 3);
        assert.deepEqual(await store.countMails(), { waiting: 3, failed: 0 });
        assert.equal((await store.listInvites({ limit: 1 }))[0]?.uses, 3);
      }),
    );

    test(
      'addAccount() that is refused uses no invite up and queues no mail',
      withStore(open, async (store) => {
        await store.addAccount(newAccount({ username: 'alice' }));
        const sample = newInvite({ maxUses: 1 });
        await store.addInvite(sample);
        const beside = { invite: { digest: sample.digest, at: T0 }, mail: () => newMail() };
        await assert.rejects(store.addAccount(newAccount({ username: 'Alice' }), beside), NameTaken);
        assert.equal((await store.findGoodInvite(sample.digest, T0))?.uses, 0);
        assert.deepEqual(await store.countMails(), { waiting: 0, failed: 0 });
        const unknown = { ...beside, invite: { digest: newDigest(), at: T0 } };
        await assert.rejects(store.addAccount(newAccount(), unknown), InviteNotGood);
        assert.equal(await store.countAccounts(), 1);
        assert.deepEqual(await store.countMails(), { waiting: 0, failed: 0 });
        assert.ok(await store.addAccount(newAccount(), beside));
      }),
    );
  });
}
