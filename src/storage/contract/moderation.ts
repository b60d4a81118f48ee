import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Account, NewMail } from '../../accounts/ports.ts';
import type { Revocation } from '../../flows/ports.ts';
import { newAccount, newDigest, T0 } from './samples.ts';
import { inParallel, type PeopleStore, withStore } from './with-store.ts';

export function describeModeration(open: () => Promise<PeopleStore>): void {
  describe('what staff does to accounts', () => {
    test(
      'changeAccount() takes what was decided upon as its condition: of many callers exactly one wins',
      withStore(open, async (store) => {
        const { id } = await store.addAccount(newAccount());
        const outcomes = await inParallel(50, (index) =>
          store.changeAccount(id, { suspendedAt: T0 + index }, { when: { suspendedAt: undefined, role: 'user' } }),
        );
        assert.equal(outcomes.filter((outcome) => outcome !== undefined).length, 1);
        const suspended = await store.findAccount(id);
        assert.equal(suspended?.state, 'suspended');
        // Whoever saw an earlier suspension does not end this one.
        const late = await store.changeAccount(id, { suspendedAt: undefined }, { when: { suspendedAt: T0 - 1 } });
        assert.equal(late, undefined);
        assert.equal((await store.findAccount(id))?.state, 'suspended');
        const ended = await store.changeAccount(
          id,
          { suspendedAt: undefined },
          { when: { suspendedAt: suspended?.suspendedAt } },
        );
        assert.equal(ended?.state, 'active');
      }),
    );

    test(
      'otherOwner holds only while another owner’s account can be used',
      withStore(open, async (store) => {
        const owner = await store.addAccount(newAccount({ role: 'owner' }));
        const demote = () => store.changeAccount(owner.id, { role: 'user' }, { when: { otherOwner: true } });
        const unfit: Partial<Account>[] = [
          { role: 'admin' },
          { role: 'owner', suspendedAt: T0 },
          { role: 'owner', disabledAt: T0 },
          { role: 'owner', confirmedAt: undefined },
          { role: 'owner', approvedAt: undefined },
        ];
        for (const change of unfit) await store.addAccount(newAccount(change));
        const gone = await store.addAccount(newAccount({ role: 'owner' }));
        await store.deleteAccount(gone.id, T0);
        assert.equal(await demote(), undefined);
        assert.equal(await store.deleteAccount(owner.id, T0, { when: { otherOwner: true } }), false);
        assert.equal((await store.findAccount(owner.id))?.role, 'owner');
        await store.addAccount(newAccount({ role: 'owner' }));
        assert.equal((await demote())?.role, 'user');
      }),
    );

    test(
      'otherOwner leaves one of many owners who demote, suspend and delete each other at once',
      withStore(open, async (store) => {
        const owners = await inParallel(12, () => store.addAccount(newAccount({ role: 'owner' })));
        await Promise.all(
          owners.map(({ id }, index): Promise<unknown> => {
            const when = { role: 'owner', otherOwner: true } as const;
            if (index % 3 === 0) return store.changeAccount(id, { role: 'user' }, { when });
            if (index % 3 === 1) return store.changeAccount(id, { suspendedAt: T0 }, { when });
            return store.deleteAccount(id, T0, { when });
          }),
        );
        const left = await store.listAccounts({ limit: 100, roles: ['owner'], state: 'active' });
        assert.equal(left.length, 1);
      }),
    );

    test(
      'deleteAccount() and removeUnusedAccount() queue their mail, and neither acts nor writes when the condition fails',
      withStore(open, async (store) => {
        const person = await store.addAccount(newAccount({ suspendedAt: T0 }));
        const applicant = await store.addAccount(newAccount({ approvedAt: undefined }));
        const mail = (to: string): NewMail => ({
          kind: 'rejected',
          accountId: undefined,
          to,
          locale: undefined,
          facts: {},
          createdAt: T0,
        });
        assert.equal(
          await store.deleteAccount(person.id, T0, { when: { suspendedAt: undefined }, mail: mail(person.email) }),
          false,
        );
        const other = { when: { approvedAt: T0 }, mail: mail(applicant.email) };
        assert.equal(await store.removeUnusedAccount(applicant.id, T0, other), false);
        assert.deepEqual(await store.listMails({ limit: 9 }), []);
        assert.equal(await store.countAccounts(), 2);
        const seen = { when: { suspendedAt: T0 }, mail: mail(person.email) };
        assert.equal(await store.deleteAccount(person.id, T0, seen), true);
        const waiting = { when: { approvedAt: undefined }, mail: mail(applicant.email) };
        assert.equal(await store.removeUnusedAccount(applicant.id, T0, waiting), true);
        const mails = await store.listMails({ limit: 9 });
        assert.deepEqual(mails.map(({ to }) => to).sort(), [person.email, applicant.email].sort());
      }),
    );

    test(
      'of one who approves and one who rejects exactly one wins',
      withStore(open, async (store) => {
        for (let round = 0; round < 10; round += 1) {
          const { id } = await store.addAccount(newAccount({ approvedAt: undefined, confirmedAt: undefined }));
          const approve = store.changeAccount(id, { approvedAt: T0 }, { when: { approvedAt: undefined } });
          const reject = store.removeUnusedAccount(id, T0, { when: { approvedAt: undefined } });
          const [approved, rejected] =
            round % 2 === 0 ? await Promise.all([approve, reject]) : await both(reject, approve);
          assert.notEqual(approved !== undefined, rejected);
          assert.equal((await store.findAccount(id)) !== undefined, approved !== undefined);
        }
      }),
    );

    test(
      'listAccounts() narrows by who invited, and to what is newer than an id in either order',
      withStore(open, async (store) => {
        const [maker, other] = [await store.addAccount(newAccount()), await store.addAccount(newAccount())];
        const invite = (accountId: string | undefined) => {
          const digest = newDigest();
          const facts = { label: '', createdAt: T0, expiresAt: undefined, maxUses: undefined };
          return store.addInvite({ ...facts, digest, accountId });
        };
        const invites = [
          await invite(maker.id),
          await invite(maker.id),
          await invite(other.id),
          await invite(undefined),
        ];
        const guests: Account[] = [];
        for (const { digest } of invites) {
          guests.push(await store.addAccount(newAccount(), { invite: { digest, at: T0 } }));
        }
        const ids = (accounts: readonly Account[]) => accounts.map(({ id }) => id);
        const [first, second, third, fourth] = ids(guests);
        assert.deepEqual(ids(await store.listAccounts({ limit: 9, invitedBy: maker.id })), [second, first]);
        assert.deepEqual(ids(await store.listAccounts({ limit: 9, invitedBy: 'x' })), []);
        assert.deepEqual(ids(await store.listAccounts({ limit: 2, since: first })), [fourth, third]);
        assert.deepEqual(ids(await store.listAccounts({ limit: 2, after: first })), [second, third]);
        assert.deepEqual(ids(await store.listAccounts({ limit: 9, since: first, before: fourth })), [third, second]);
        const found = await store.findInvites([invites[0]?.id ?? '', invites[2]?.id ?? '', '1', 'x']);
        assert.deepEqual(found.map(({ accountId }) => accountId).sort(), [maker.id, other.id].sort());
        assert.deepEqual(await store.findInvites([]), []);
      }),
    );

    test(
      'a change of an account’s state is told before its caller learns of it, for copies of tokens (CVE-2025-62175)',
      withStore(open, async (store, t) => {
        if (store.onRevocation === undefined) return t.skip('this store tells nobody what ends');
        const { id } = await store.addAccount(newAccount());
        const told: Revocation[] = [];
        store.onRevocation((revocation) => {
          if (revocation.kind !== 'unknown') told.push(revocation);
        });
        const facts = ['suspendedAt', 'disabledAt', 'confirmedAt', 'approvedAt'] as const;
        for (const fact of facts) {
          for (const at of [T0, undefined]) {
            const before = told.length;
            await store.changeAccount(id, { [fact]: at });
            assert.deepEqual(told.slice(before), [{ kind: 'account', accountId: id }], `${fact} ${at}`);
          }
        }
        told.length = 0;
        await store.changeAccount(id, { displayName: 'New' });
        await store.changeAccount(id, { suspendedAt: T0 }, { when: { role: 'owner' } });
        assert.deepEqual(told, []);
      }),
    );
  });
}

/** The same two answers, asked for in the other order. */
async function both<One, Other>(first: Promise<One>, second: Promise<Other>): Promise<[Other, One]> {
  const [one, other] = await Promise.all([first, second]);
  return [other, one];
}
