import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { newAccount, newMail, T0 } from './samples.ts';
import { countOf, inParallel, type PeopleStore, withStore } from './with-store.ts';

/** An hour after `now`. */
const lease = (now: number) => ({ now, until: now + 3_600_000 });

export function describeMails(open: () => Promise<PeopleStore>): void {
  describe('mails', () => {
    test(
      'addMail() keeps every value, and the mail is due at once',
      withStore(open, async (store) => {
        const { id } = await store.addAccount(newAccount());
        const sample = newMail({
          kind: 'app authorized',
          accountId: id,
          to: 'Ålice@mail.example',
          locale: 'ar',
          facts: { app: 'One\u2028two\n"three" \u0000\ud83c', count: 3, asked: true },
        });
        const mail = await store.addMail(sample);
        const waiting = { attempts: 0, dueAt: T0, failedAt: undefined, lastError: undefined };
        assert.deepEqual(mail, { ...sample, id: mail.id, ...waiting });
        const plain = await store.addMail(newMail());
        assert.deepEqual(await store.listMails({ limit: 9 }), [plain, mail]);
        assert.deepEqual(await store.listMails({ limit: 1 }), [plain]);
        assert.deepEqual(await store.countMails(), { waiting: 2, failed: 0 });
      }),
    );

    test(
      'claimMail() gives the mail that is due for the longest time, and hides it until the lease ends',
      withStore(open, async (store) => {
        const late = await store.addMail(newMail({ createdAt: T0 + 20 }));
        const early = await store.addMail(newMail({ createdAt: T0 + 10 }));
        assert.equal(await store.claimMail({ now: T0 + 9, until: T0 + 99 }), undefined);
        const claimed = await store.claimMail({ now: T0 + 10, until: T0 + 99 });
        assert.deepEqual(claimed, { ...early, attempts: 1, dueAt: T0 + 99 });
        assert.equal(await store.claimMail({ now: T0 + 10, until: T0 + 99 }), undefined);
        assert.equal((await store.claimMail({ now: T0 + 20, until: T0 + 999 }))?.id, late.id);
        // Whoever had it crashed.
        const again = await store.claimMail({ now: T0 + 99, until: T0 + 999 });
        assert.deepEqual(again, { ...early, attempts: 2, dueAt: T0 + 999 });
      }),
    );

    test(
      'of parallel callers of claimMail() exactly one gets each mail, the oldest first where they are due together',
      withStore(open, async (store) => {
        const mails = [];
        for (let count = 0; count < 5; count++) mails.push(await store.addMail(newMail()));
        const claimed = (await inParallel(50, () => store.claimMail(lease(T0)))).filter((mail) => mail !== undefined);
        assert.deepEqual(claimed.map((mail) => mail.id).sort(), mails.map((mail) => mail.id).sort());
        assert.equal(
          countOf(claimed, (mail) => mail.attempts === 1),
          5,
        );
        assert.equal(claimed[0]?.id, mails[0]?.id);
      }),
    );

    test(
      'noteMailSent() removes a mail, again and again',
      withStore(open, async (store) => {
        const mail = await store.addMail(newMail());
        const other = await store.addMail(newMail());
        await store.claimMail(lease(T0));
        await store.noteMailSent(mail.id);
        await store.noteMailSent(mail.id);
        await store.noteMailSent('abc');
        assert.deepEqual(await store.listMails({ limit: 9 }), [other]);
      }),
    );

    test(
      'noteMailFailed() makes a mail due again, or gives it up for good',
      withStore(open, async (store) => {
        const mail = await store.addMail(newMail());
        const other = await store.addMail(newMail({ createdAt: T0 + 9999 }));
        await store.claimMail(lease(T0));
        const error = '451 4.7.1 Später: "grey\u2028listed"\r\n';
        await store.noteMailFailed(mail.id, { at: T0 + 1, error, retryAt: T0 + 60 });
        assert.equal(await store.claimMail(lease(T0 + 59)), undefined);
        const again = await store.claimMail(lease(T0 + 60));
        assert.deepEqual([again?.id, again?.attempts, again?.lastError], [mail.id, 2, error]);
        await store.noteMailFailed(mail.id, { at: T0 + 61, error: '550 no such user', retryAt: undefined });
        assert.equal(await store.claimMail(lease(T0 + 9998)), undefined);
        assert.deepEqual(await store.countMails(), { waiting: 1, failed: 1 });
        const [, given] = await store.listMails({ limit: 9 });
        assert.deepEqual([given?.failedAt, given?.lastError, given?.attempts], [T0 + 61, '550 no such user', 2]);
        await store.noteMailFailed('abc', { at: T0, error, retryAt: undefined });
        assert.deepEqual((await store.listMails({ limit: 1 }))[0], other);
      }),
    );

    test(
      'oldestWaitingMail() tells since when the oldest mail waits that was not given up',
      withStore(open, async (store) => {
        assert.equal(await store.oldestWaitingMail(), undefined);
        const old = await store.addMail(newMail({ createdAt: T0 }));
        await store.addMail(newMail({ createdAt: T0 + 20 }));
        await store.addMail(newMail({ createdAt: T0 + 10 }));
        assert.equal(await store.oldestWaitingMail(), T0);
        await store.claimMail(lease(T0));
        await store.noteMailFailed(old.id, { at: T0 + 1, error: '550', retryAt: undefined });
        assert.equal(await store.oldestWaitingMail(), T0 + 10);
      }),
    );

    test(
      'addAccount() and changeAccount() queue the mail that comes beside them, made from the account as it then stands',
      withStore(open, async (store) => {
        const account = await store.addAccount(newAccount({ email: 'a@mail.example' }), {
          mail: ({ id, email }) => newMail({ accountId: id, to: email }),
        });
        const [confirm] = await store.listMails({ limit: 9 });
        assert.deepEqual([confirm?.accountId, confirm?.to], [account.id, 'a@mail.example']);
        const change = { unconfirmedEmail: 'b@mail.example' };
        await store.changeAccount(account.id, change, {
          mail: ({ id, unconfirmedEmail }) =>
            newMail({ kind: 'change email', accountId: id, to: unconfirmedEmail ?? '' }),
        });
        const [changed] = await store.listMails({ limit: 9 });
        assert.deepEqual([changed?.kind, changed?.to], ['change email', 'b@mail.example']);
      }),
    );

    test(
      'a mail that cannot be made undoes the change beside it, and a change that is not made queues none',
      withStore(open, async (store) => {
        const broken = () => {
          throw new Error('no words');
        };
        await assert.rejects(store.addAccount(newAccount(), { mail: broken }), /no words/);
        assert.equal(await store.countAccounts(), 0);
        const account = await store.addAccount(newAccount());
        await assert.rejects(store.changeAccount(account.id, { displayName: 'New' }, { mail: broken }), /no words/);
        assert.deepEqual(await store.findAccount(account.id), account);
        const mail = () => newMail();
        const stale = { when: { passwordHash: 'another' }, mail };
        assert.equal(await store.changeAccount(account.id, { displayName: 'New' }, stale), undefined);
        assert.equal(await store.changeAccount('404', { displayName: 'New' }, { mail }), undefined);
        assert.deepEqual(await store.countMails(), { waiting: 0, failed: 0 });
      }),
    );
  });
}
