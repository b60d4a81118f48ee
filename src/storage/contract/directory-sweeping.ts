import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { DirectorySweepable, NewAccount } from '../../accounts/ports.ts';
import { newAccount, newAuditEntry, newInvite, newMail, newTicket, T0 } from './samples.ts';
import { inParallel, type PeopleStore, withStore } from './with-store.ts';

/** Everything that ended before this instant may go. */
const BEFORE = T0 + 100;
const EARLY = T0 + 99;
const LATE = T0 + 100;

export function describeDirectorySweeping(open: () => Promise<PeopleStore>): void {
  describe('sweepDirectory()', () => {
    test(
      'removes tickets that expired before',
      withStore(open, async (store) => {
        const { id } = await store.addAccount(newAccount());
        const old = newTicket({ expiresAt: EARLY, accountId: id });
        const young = newTicket({ expiresAt: LATE });
        for (const ticket of [old, young]) await store.addTicket(ticket);
        await sweeps(store, 'tickets', 1);
        assert.equal(await store.findTicket(old.kind, old.digest, T0), undefined);
        assert.ok(await store.findTicket(young.kind, young.digest, T0));
      }),
    );

    test(
      'removes mails that were given up before, and none that wait',
      withStore(open, async (store) => {
        const [old, young, waiting] = [
          await store.addMail(newMail()),
          await store.addMail(newMail()),
          await store.addMail(newMail()),
        ];
        await store.noteMailFailed(old.id, { at: EARLY, error: '550', retryAt: undefined });
        await store.noteMailFailed(young.id, { at: LATE, error: '550', retryAt: undefined });
        await store.noteMailFailed(waiting.id, { at: T0, error: '451', retryAt: T0 + 1 });
        await sweeps(store, 'mails', 1);
        assert.deepEqual(
          (await store.listMails({ limit: 9 })).map((mail) => mail.id),
          [waiting.id, young.id],
        );
      }),
    );

    test(
      'removes invites that ended or expired before, or were made before and are used up',
      withStore(open, async (store) => {
        const ended = await store.addInvite(newInvite());
        await store.endInvite(ended.id, EARLY);
        await store.addInvite(newInvite({ expiresAt: EARLY }));
        const usedUp = newInvite({ maxUses: 1, createdAt: EARLY });
        await store.addInvite(usedUp);
        const account = await store.addAccount(newAccount(), { invite: { digest: usedUp.digest, at: T0 } });
        const endedLate = await store.addInvite(newInvite());
        await store.endInvite(endedLate.id, LATE);
        const expiresLate = await store.addInvite(newInvite({ expiresAt: LATE }));
        const half = newInvite({ maxUses: 2 });
        const halfUsed = await store.addInvite(half);
        await store.addAccount(newAccount(), { invite: { digest: half.digest, at: T0 } });
        const endless = newInvite();
        const endlessly = await store.addInvite(endless);
        await store.addAccount(newAccount(), { invite: { digest: endless.digest, at: T0 } });
        await sweeps(store, 'invites', 3);
        assert.deepEqual(
          (await store.listInvites({ limit: 9 })).map((invite) => invite.id),
          [endlessly.id, halfUsed.id, expiresLate.id, endedLate.id],
        );
        assert.deepEqual(await store.findAccount(account.id), account);
      }),
    );

    test(
      'removes accounts that were made before and never confirmed, and frees their names and addresses',
      withStore(open, async (store) => {
        const unconfirmed = { confirmedAt: undefined, createdAt: EARLY };
        const add = (change: Partial<NewAccount>) => store.addAccount(newAccount(change));
        const gone = await add({ ...unconfirmed, username: 'alice', email: 'alice@mail.example' });
        const waits = await add({ ...unconfirmed, approvedAt: undefined });
        const follower = await add({});
        await store.follow({ followerId: follower.id, followedId: gone.id }, { locked: false, at: T0 });
        const ticket = newTicket({ accountId: gone.id });
        await store.addTicket(ticket);
        await store.addMail(newMail({ accountId: gone.id }));
        const spared = [
          await add({ ...unconfirmed, createdAt: LATE }),
          await add({ ...unconfirmed, disabledAt: T0 }),
          await add({ ...unconfirmed, suspendedAt: T0 }),
          await add({ createdAt: EARLY, approvedAt: undefined }),
          await add({ createdAt: EARLY }),
        ];
        await sweeps(store, 'unconfirmed accounts', 2);
        for (const { id } of [gone, waits]) assert.equal(await store.findAccount(id), undefined);
        for (const account of spared) assert.deepEqual(await store.findAccount(account.id), account);
        assert.equal((await store.findAccount(follower.id))?.followingCount, 0);
        assert.equal(await store.findTicket(ticket.kind, ticket.digest, T0), undefined);
        assert.deepEqual(await store.countMails(), { waiting: 0, failed: 0 });
        const again = await add({ username: 'Alice', email: 'ALICE@mail.example' });
        assert.notEqual(again.id, gone.id);
      }),
    );

    test(
      'an account that is confirmed while it is swept is either gone or stands confirmed',
      withStore(open, async (store) => {
        const accounts = await inParallel(20, () =>
          store.addAccount(newAccount({ confirmedAt: undefined, createdAt: EARLY })),
        );
        const options = { before: BEFORE, batch: 7, dryRun: false };
        const [confirmed] = await Promise.all([
          Promise.all(accounts.map(({ id }) => store.changeAccount(id, { confirmedAt: T0 }))),
          inParallel(4, () => store.sweepDirectory('unconfirmed accounts', options)),
        ]);
        for (const [index, { id }] of accounts.entries()) {
          assert.equal((await store.findAccount(id))?.confirmedAt, confirmed[index]?.confirmedAt);
        }
      }),
    );

    test(
      'erases addresses of audit entries that happened before, and nothing else of them',
      withStore(open, async (store) => {
        const old = newAuditEntry({ at: EARLY, details: { kept: true } });
        const young = newAuditEntry({ at: LATE });
        for (const entry of [old, young]) await store.addAuditEntry(entry);
        await store.addAuditEntry(newAuditEntry({ at: EARLY, address: undefined }));
        await sweeps(store, 'audit addresses', 1);
        const [, kept, erased] = await store.listAuditEntries({ limit: 9 });
        assert.deepEqual(erased, { ...old, id: erased?.id, address: undefined });
        assert.deepEqual(kept, { ...young, id: kept?.id });
      }),
    );

    test(
      'removes audit entries that happened before',
      withStore(open, async (store) => {
        for (const at of [EARLY, LATE]) await store.addAuditEntry(newAuditEntry({ at }));
        await sweeps(store, 'audit entries', 1);
        assert.deepEqual(
          (await store.listAuditEntries({ limit: 9 })).map((entry) => entry.at),
          [LATE],
        );
      }),
    );

    test(
      'goes in batches, and a dry run counts everything and removes nothing',
      withStore(open, async (store) => {
        for (let round = 0; round < 5; round++) {
          await store.addTicket(newTicket({ expiresAt: T0 }));
          const mail = await store.addMail(newMail());
          await store.noteMailFailed(mail.id, { at: T0, error: '550', retryAt: undefined });
          await store.addInvite(newInvite({ expiresAt: T0 }));
          await store.addAccount(newAccount({ confirmedAt: undefined }));
          await store.addAuditEntry(newAuditEntry());
        }
        const kinds = [
          'tickets',
          'mails',
          'invites',
          'unconfirmed accounts',
          'audit addresses',
          'audit entries',
        ] as const satisfies readonly DirectorySweepable[];
        for (const kind of kinds) {
          assert.equal(await store.sweepDirectory(kind, { before: BEFORE, batch: 2, dryRun: true }), 5, kind);
          const counts = [];
          for (let round = 0; round < 4; round++) {
            counts.push(await store.sweepDirectory(kind, { before: BEFORE, batch: 2, dryRun: false }));
          }
          assert.deepEqual(counts, [2, 2, 1, 0], kind);
        }
      }),
    );
  });
}

/** A dry run counts `expected` and changes nothing; the sweep then removes as many; and then nothing is left. */
async function sweeps(store: PeopleStore, kind: DirectorySweepable, expected: number): Promise<void> {
  const options = { before: BEFORE, batch: 10 };
  assert.equal(await store.sweepDirectory(kind, { ...options, dryRun: true }), expected);
  assert.equal(await store.sweepDirectory(kind, { ...options, dryRun: true }), expected);
  assert.equal(await store.sweepDirectory(kind, { ...options, dryRun: false }), expected);
  assert.equal(await store.sweepDirectory(kind, { ...options, dryRun: false }), 0);
  assert.equal(await store.sweepDirectory(kind, { ...options, dryRun: true }), 0);
}
