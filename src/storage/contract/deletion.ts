import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Account, NameTaken } from '../../accounts/ports.ts';
import { StoreUnavailable } from '../../flows/ports.ts';
import { newAccount, newDigest, newInvite, newMail, newPasskey, newTicket, T0 } from './samples.ts';
import { countOf, inParallel, type PeopleStore, withStore } from './with-store.ts';

const unlocked = { locked: false, at: T0 };
const key = { sealedSeed: 'sealed', lastStep: 100, createdAt: T0 };

export function describeDeletion(open: () => Promise<PeopleStore>): void {
  describe('deletion of accounts', () => {
    test(
      'no method finds a deleted account',
      withStore(open, async (store) => {
        const alice = await store.addAccount(newAccount({ username: 'alice', email: 'alice@mail.example' }));
        const bob = await store.addAccount(newAccount());
        assert.equal(await store.deleteAccount(alice.id, T0), true);
        assert.equal(await store.findAccount(alice.id), undefined);
        assert.deepEqual(await store.findAccounts([alice.id, bob.id]), [bob]);
        assert.equal(await store.findAccountByUsername('alice'), undefined);
        for (const login of ['alice', 'alice@mail.example', '@', `deleted ${alice.id}`]) {
          assert.equal(await store.findAccountByLogin(login), undefined, login);
        }
        assert.equal(await store.countAccounts(), 1);
        assert.deepEqual(await store.countAccountsByState(), {
          active: 1,
          unconfirmed: 0,
          pending: 0,
          disabled: 0,
          suspended: 0,
        });
        assert.deepEqual(await store.listAccounts({ limit: 9 }), [bob]);
        assert.deepEqual(await store.listAccounts({ limit: 9, after: '0', username: 'alice' }), []);
        assert.deepEqual(await store.listAccounts({ limit: 9, displayName: '' }), [bob]);
        assert.equal(await store.changeAccount(alice.id, { displayName: 'Ghost' }), undefined);
        assert.equal(await store.removeUnusedAccount(alice.id, T0), false);
      }),
    );

    test(
      'deleteAccount() keeps the name for ever and frees the address',
      withStore(open, async (store) => {
        const { id } = await store.addAccount(newAccount({ username: 'Alice', email: 'alice@mail.example' }));
        await store.deleteAccount(id, T0);
        await assert.rejects(
          store.addAccount(newAccount({ username: 'aLICE' })),
          (error) => error instanceof NameTaken && error.field === 'username',
        );
        const next = await store.addAccount(newAccount({ email: 'ALICE@mail.example' }));
        await store.deleteAccount(next.id, T0);
        const other = await store.addAccount(newAccount());
        assert.ok(await store.changeAccount(other.id, { email: 'alice@mail.example' }));
      }),
    );

    test(
      'deleteAccount() ends what hangs below the account, and nothing of others',
      withStore(open, async (store) => {
        const [alice, bob] = [await store.addAccount(newAccount()), await store.addAccount(newAccount())];
        const left = async ({ id }: Account, digest: string) => ({
          factors: await store.findSecondFactors(id),
          totp: await store.findTotp(id),
          ticket: await store.findTicket('reset password', digest as never, T0),
          mails: countOf(await store.listMails({ limit: 9 }), (mail) => mail.accountId === id),
          goodInvites: countOf(
            await store.listInvites({ limit: 9, accountId: id }),
            (invite) => invite.endedAt === undefined,
          ),
        });
        const digests = [newDigest(), newDigest()];
        for (const [index, { id }] of [alice, bob].entries()) {
          await store.setTotp(id, key, [newDigest()]);
          await store.addPasskey(newPasskey(id));
          await store.addTicket(
            newTicket({ kind: 'reset password', accountId: id, digest: digests[index] ?? newDigest() }),
          );
          await store.addMail(newMail({ accountId: id }));
          await store.addInvite(newInvite({ accountId: id, label: 'For my sister' }));
        }
        const bobs = await left(bob, digests[1] ?? '');
        await store.deleteAccount(alice.id, T0 + 5);
        assert.deepEqual(await left(alice, digests[0] ?? ''), {
          factors: { totp: undefined, passkeys: [], recoveryCodesLeft: 0 },
          totp: undefined,
          ticket: undefined,
          mails: 0,
          goodInvites: 0,
        });
        const [invite] = await store.listInvites({ limit: 9, accountId: alice.id });
        assert.deepEqual([invite?.endedAt, invite?.label], [T0 + 5, '']);
        assert.deepEqual(await left(bob, digests[1] ?? ''), bobs);
        assert.deepEqual([bobs.mails, bobs.goodInvites, bobs.factors.passkeys.length], [1, 1, 1]);
      }),
    );

    test(
      'deleteAccount() ends follows in both directions and counts them off, but no requests',
      withStore(open, async (store) => {
        const [alice, bob, carol] = [
          await store.addAccount(newAccount()),
          await store.addAccount(newAccount()),
          await store.addAccount(newAccount()),
        ];
        const pairs = [
          [alice, bob],
          [bob, alice],
          [bob, carol],
        ] as const;
        for (const [from, to] of pairs) await store.follow({ followerId: from.id, followedId: to.id }, unlocked);
        await store.follow({ followerId: carol.id, followedId: alice.id }, { locked: true, at: T0 });
        await store.deleteAccount(alice.id, T0);
        const counts = async ({ id }: Account) => {
          const account = await store.findAccount(id);
          return [account?.followersCount, account?.followingCount];
        };
        assert.deepEqual(await counts(bob), [0, 1]);
        assert.deepEqual(await counts(carol), [1, 0]);
        assert.deepEqual(await store.listFollowers(bob.id, { limit: 9 }), []);
        assert.deepEqual(await store.listFollowing(alice.id, { limit: 9 }), []);
        assert.deepEqual(await store.findFollowsBetween(carol.id, [alice.id]), []);
        assert.equal(await store.countFollowRequests(alice.id), 0);
      }),
    );

    test(
      'of parallel callers of deleteAccount() exactly one gets true',
      withStore(open, async (store) => {
        const [alice, bob] = [await store.addAccount(newAccount()), await store.addAccount(newAccount())];
        await store.follow({ followerId: bob.id, followedId: alice.id }, unlocked);
        const deleted = await inParallel(50, () => store.deleteAccount(alice.id, T0));
        assert.equal(countOf(deleted, Boolean), 1);
        assert.equal((await store.findAccount(bob.id))?.followingCount, 0);
        assert.equal(await store.deleteAccount('abc', T0), false);
        assert.equal(await store.deleteAccount('404', T0), false);
      }),
    );

    test(
      'nothing is hung below an account that is gone',
      withStore(open, async (store) => {
        const [deleted, removed, bob] = [
          await store.addAccount(newAccount()),
          await store.addAccount(newAccount({ confirmedAt: undefined })),
          await store.addAccount(newAccount()),
        ];
        await store.deleteAccount(deleted.id, T0);
        await store.removeUnusedAccount(removed.id, T0);
        for (const { id } of [deleted, removed]) {
          assert.equal(await store.setTotp(id, key, [newDigest()]), false);
          assert.equal(await store.addPasskey(newPasskey(id), [newDigest()]), undefined);
          assert.equal(await store.replaceRecoveryCodes(id, [newDigest()]), false);
          assert.deepEqual(await store.findSecondFactors(id), { totp: undefined, passkeys: [], recoveryCodesLeft: 0 });
          const ticket = newTicket({ accountId: id });
          await store.addTicket(ticket);
          assert.equal(await store.findTicket(ticket.kind, ticket.digest, T0), undefined);
          for (const pair of [
            { followerId: bob.id, followedId: id },
            { followerId: id, followedId: bob.id },
          ]) {
            await assert.rejects(store.follow(pair, unlocked), StoreUnavailable);
          }
        }
        assert.deepEqual(await store.findAccount(bob.id), bob);
      }),
    );

    test(
      'what is added while its account is deleted ends too',
      withStore(open, async (store) => {
        const bob = await store.addAccount(newAccount());
        for (let round = 0; round < 5; round++) {
          const { id } = await store.addAccount(newAccount());
          const tickets = Array.from({ length: 20 }, () => newTicket({ accountId: id }));
          const adding = tickets.flatMap((ticket, index) => [
            store.addTicket(ticket),
            index % 3 === 0 ? store.setTotp(id, key, [newDigest()]) : store.addPasskey(newPasskey(id)),
            store.follow({ followerId: bob.id, followedId: id }, unlocked).catch(() => {}),
            index === 9 ? store.deleteAccount(id, T0) : undefined,
          ]);
          await Promise.all(adding);
          const factors = await store.findSecondFactors(id);
          assert.deepEqual([factors.totp, factors.passkeys.length, factors.recoveryCodesLeft], [undefined, 0, 0]);
          for (const { kind, digest } of tickets) assert.equal(await store.findTicket(kind, digest, T0), undefined);
          assert.equal((await store.findAccount(bob.id))?.followingCount, 0);
        }
      }),
    );

    test(
      'removeUnusedAccount() removes an account that was never active, and frees its name and address',
      withStore(open, async (store) => {
        for (const fact of ['confirmedAt', 'approvedAt'] as const) {
          const sample = newAccount({ [fact]: undefined });
          const { id } = await store.addAccount(sample);
          await store.addTicket(newTicket({ accountId: id }));
          const removed = await inParallel(20, () => store.removeUnusedAccount(id, T0));
          assert.equal(countOf(removed, Boolean), 1);
          assert.equal(await store.findAccount(id), undefined);
          const again = await store.addAccount({ ...sample, username: sample.username.toUpperCase() });
          assert.notEqual(again.id, id);
        }
      }),
    );

    test(
      'removeUnusedAccount() removes no account that was active once, also when it is approved meanwhile',
      withStore(open, async (store) => {
        for (const change of [{}, { disabledAt: T0 }, { suspendedAt: T0 }]) {
          const account = await store.addAccount(newAccount(change));
          assert.equal(await store.removeUnusedAccount(account.id, T0), false);
          assert.deepEqual(await store.findAccount(account.id), account);
        }
        assert.equal(await store.removeUnusedAccount('abc', T0), false);
        await inParallel(20, async (index) => {
          const { id } = await store.addAccount(newAccount({ approvedAt: undefined }));
          const act = [
            () => store.changeAccount(id, { approvedAt: T0 }, { when: { approvedAt: undefined } }),
            () => store.removeUnusedAccount(id, T0),
          ];
          if (index % 2 === 0) act.reverse();
          const outcomes = await Promise.all(act.map((one) => one()));
          const removed = outcomes.includes(true);
          assert.equal((await store.findAccount(id))?.approvedAt, removed ? undefined : T0);
          assert.equal(
            countOf(outcomes, (outcome) => outcome !== undefined && outcome !== false),
            1,
          );
        });
      }),
    );
  });
}
