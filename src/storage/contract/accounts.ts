import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { NameTaken } from '../../accounts/ports.ts';
import { newAccount, T0 } from './samples.ts';
import { inParallel, type PeopleStore, withStore } from './with-store.ts';

export function describeAccounts(open: () => Promise<PeopleStore>): void {
  describe('accounts', () => {
    test(
      'addAccount() keeps every value',
      withStore(open, async (store) => {
        const sample = newAccount({
          username: 'Alice',
          email: 'Alice@Mail.example',
          displayName: 'Älice 🎉',
          note: 'One\n\nTwo',
          fields: [
            { name: 'Web', value: 'https://a.example' },
            { name: 'b "c"', value: '' },
          ],
          locked: true,
          bot: true,
          discoverable: false,
          hideCollections: true,
          approvedAt: undefined,
          reason: 'Because',
          appId: '7',
          role: 'moderator',
          allowsPasswordGrant: true,
          locale: 'pt-BR',
        });
        const account = await store.addAccount(sample);
        assert.deepEqual(account, {
          ...sample,
          id: account.id,
          state: 'pending',
          unconfirmedEmail: undefined,
          hasSecondFactor: false,
          followersCount: 0,
          followingCount: 0,
        });
        assert.deepEqual(await store.findAccount(account.id), account);
        const plain = await store.addAccount(newAccount());
        assert.deepEqual(await store.findAccount(plain.id), plain);
        assert.equal(plain.discoverable, undefined);
      }),
    );

    test(
      'addAccount() refuses a taken name or address, without regard to letter case',
      withStore(open, async (store) => {
        await store.addAccount(newAccount({ username: 'Alice', email: 'alice@mail.example' }));
        const taken = (field: string) => (error: unknown) => error instanceof NameTaken && error.field === field;
        await assert.rejects(store.addAccount(newAccount({ username: 'aLICE' })), taken('username'));
        await assert.rejects(store.addAccount(newAccount({ email: 'ALICE@mail.example' })), taken('email'));
        await assert.rejects(
          store.addAccount(newAccount({ username: 'alice', email: 'alice@mail.example' })),
          taken('username'),
        );
        assert.equal(await store.countAccounts(), 1);
      }),
    );

    test(
      'of parallel callers of addAccount() with one name exactly one wins',
      withStore(open, async (store) => {
        const outcomes = await Promise.allSettled(
          ['alice', 'Alice', 'ALICE', 'aLiCe'].map((username) => store.addAccount(newAccount({ username }))),
        );
        assert.equal(outcomes.filter((outcome) => outcome.status === 'fulfilled').length, 1);
        for (const outcome of outcomes) {
          if (outcome.status === 'rejected') assert.ok(outcome.reason instanceof NameTaken);
        }
        assert.equal(await store.countAccounts(), 1);
      }),
    );

    test(
      'of parallel callers of addFirstAccount() exactly one gets it, and nobody once there is an account',
      withStore(open, async (store) => {
        const accounts = await inParallel(20, () => store.addFirstAccount(newAccount()));
        assert.equal(accounts.filter((account) => account !== undefined).length, 1);
        assert.equal(await store.countAccounts(), 1);
        assert.equal(await store.addFirstAccount(newAccount()), undefined);
      }),
    );

    test(
      'addFirstAccount() adds nothing after addAccount()',
      withStore(open, async (store) => {
        await store.addAccount(newAccount());
        assert.equal(await store.addFirstAccount(newAccount()), undefined);
        assert.equal(await store.countAccounts(), 1);
      }),
    );

    test(
      'findAccounts() keeps the order of the ids and leaves out unknown ones and repetitions',
      withStore(open, async (store) => {
        const [a, b, c] = [
          await store.addAccount(newAccount()),
          await store.addAccount(newAccount()),
          await store.addAccount(newAccount()),
        ];
        assert.deepEqual(await store.findAccounts([c.id, '1', a.id, 'abc', c.id, b.id]), [c, a, b]);
        assert.deepEqual(await store.findAccounts([]), []);
        assert.equal(await store.findAccount('abc'), undefined);
      }),
    );

    test(
      'findAccountByLogin() takes a username or an address, without regard to letter case',
      withStore(open, async (store) => {
        const account = await store.addAccount(newAccount({ username: 'Alice', email: 'Me@mail.example' }));
        assert.deepEqual(await store.findAccountByLogin('aLice'), account);
        assert.deepEqual(await store.findAccountByLogin('mE@MAIL.example'), account);
        assert.deepEqual(await store.findAccountByUsername('ALICE'), account);
        assert.equal(await store.findAccountByUsername('me@mail.example'), undefined);
        assert.equal(await store.findAccountByLogin('alice@'), undefined);
        assert.equal(await store.findAccountByLogin('%'), undefined);
      }),
    );

    test(
      'listAccounts() lists newest first, or oldest first after an id, in pages',
      withStore(open, async (store) => {
        const accounts = [
          await store.addAccount(newAccount()),
          await store.addAccount(newAccount()),
          await store.addAccount(newAccount()),
        ];
        const first = await store.listAccounts({ limit: 2, after: '0' });
        assert.deepEqual(first, accounts.slice(0, 2));
        const last = first.at(-1);
        assert.ok(last);
        assert.deepEqual(await store.listAccounts({ limit: 2, after: last.id }), accounts.slice(2));
        assert.deepEqual(await store.listAccounts({ limit: 2 }), accounts.slice(1).reverse());
        assert.deepEqual(await store.listAccounts({ limit: 2, before: last.id }), accounts.slice(0, 1));
      }),
    );

    test(
      'changeAccount() changes what is given and leaves the rest',
      withStore(open, async (store) => {
        const account = await store.addAccount(newAccount({ discoverable: true, locale: 'de' }));
        const other = await store.addAccount(newAccount());
        const change = {
          displayName: 'New',
          note: 'Note',
          fields: [{ name: 'a', value: 'b' }],
          locked: true,
          bot: true,
          hideCollections: false,
          suspendedAt: T0 + 1,
          role: 'admin',
          passwordHash: '$argon2id$new',
          allowsPasswordGrant: true,
        } as const;
        const changed = await store.changeAccount(account.id, change);
        assert.deepEqual(changed, { ...account, ...change, state: 'suspended' });
        assert.deepEqual(await store.findAccount(account.id), changed);
        assert.deepEqual(await store.changeAccount(account.id, {}), changed);
        assert.deepEqual(await store.findAccount(other.id), other);
        assert.equal(await store.changeAccount('1', change), undefined);
      }),
    );

    test(
      'changeAccount() clears what is given as undefined',
      withStore(open, async (store) => {
        const { id } = await store.addAccount(newAccount({ discoverable: true, hideCollections: false, locale: 'de' }));
        const changed = await store.changeAccount(id, {
          discoverable: undefined,
          hideCollections: undefined,
          locale: undefined,
        });
        assert.equal(changed?.discoverable, undefined);
        assert.equal(changed?.hideCollections, undefined);
        assert.equal(changed?.locale, undefined);
      }),
    );
  });
}
