import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type AccountChange, type AccountCondition, type AccountFilter, NameTaken } from '../../accounts/ports.ts';
import { newAccount, newMail, T0, unchosen } from './samples.ts';
import { countOf, inParallel, type PeopleStore, withStore } from './with-store.ts';

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
          ...unchosen,
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
      'of parallel callers of addOwner() exactly one gets it, and nobody while there is an owner',
      withStore(open, async (store) => {
        const vacancy = (await store.findOwnerVacancy()) ?? '';
        const accounts = await inParallel(20, () => store.addOwner(newAccount({ role: 'owner' }), vacancy));
        assert.equal(accounts.filter((account) => account !== undefined).length, 1);
        assert.equal(await store.countAccounts(), 1);
        assert.equal(await store.findOwnerVacancy(), undefined);
        assert.equal(await store.addOwner(newAccount({ role: 'owner' }), vacancy), undefined);
      }),
    );

    test(
      'other accounts leave the server without an owner; any owner ends that, in whatever state',
      withStore(open, async (store) => {
        const vacancy = (await store.findOwnerVacancy()) ?? '';
        await store.addAccount(newAccount({ role: 'admin' }));
        const { id } = await store.addAccount(newAccount());
        assert.equal(await store.findOwnerVacancy(), vacancy);
        await store.changeAccount(id, { role: 'owner', disabledAt: T0 });
        assert.equal(await store.findOwnerVacancy(), undefined);
        assert.equal(await store.addOwner(newAccount({ role: 'owner' }), vacancy), undefined);
        await store.changeAccount(id, { role: 'user' });
        assert.ok(await store.addOwner(newAccount({ role: 'owner' }), vacancy));
      }),
    );

    test(
      'addOwner() ends what it was called for, so that nobody fills the next vacancy by the name of the last',
      withStore(open, async (store) => {
        const first = (await store.findOwnerVacancy()) ?? '';
        const owner = await store.addOwner(newAccount({ role: 'owner' }), first);
        await store.deleteAccount(owner?.id ?? '', T0);
        const second = (await store.findOwnerVacancy()) ?? '';
        assert.notEqual(second, first);
        for (const other of [first, '', 'x']) {
          assert.equal(await store.addOwner(newAccount({ role: 'owner' }), other), undefined);
        }
        const accounts = await inParallel(20, () => store.addOwner(newAccount({ role: 'owner' }), second));
        assert.equal(accounts.filter((account) => account !== undefined).length, 1);
      }),
    );

    test(
      'addOwner() refuses a name that somebody has, and leaves the server without an owner',
      withStore(open, async (store) => {
        await store.addAccount(newAccount({ username: 'alice' }));
        const vacancy = (await store.findOwnerVacancy()) ?? '';
        await assert.rejects(
          store.addOwner(newAccount({ username: 'Alice', role: 'owner' }), vacancy),
          (error) => error instanceof NameTaken && error.field === 'username',
        );
        assert.ok(await store.addOwner(newAccount({ role: 'owner' }), vacancy));
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
      'searchAccounts() finds people by the beginnings of words, without regard to letter case and accents',
      withStore(open, async (store) => {
        const people = {
          zoe: await store.addAccount(newAccount({ username: 'Zoe_K', displayName: 'Madame Zoë Krävitz' })),
          zoey: await store.addAccount(newAccount({ username: 'zoey', displayName: '' })),
          tokyo: await store.addAccount(newAccount({ username: 'hanako', displayName: '花子 東京' })),
        };
        const nameOf = (id: string) => Object.entries(people).find(([, account]) => account.id === id)?.[0];
        const found = async (text: string, options: { limit?: number; followedBy?: string } = {}) =>
          (await store.searchAccounts(text, { limit: 9, ...options })).map(({ id }) => nameOf(id));
        assert.deepEqual(await found('ZOE'), ['zoe', 'zoey']);
        assert.deepEqual(await found('zoey'), ['zoey']);
        assert.deepEqual(await found('zo', { limit: 1 }), ['zoe']);
        assert.deepEqual(await found('kra mad'), ['zoe']);
        assert.deepEqual(await found('zoe_k'), ['zoe']);
        assert.deepEqual(await found('東'), ['tokyo']);
        for (const nothing of ['avitz', 'zoe 東', '', '%', '_', 'z\0', 'z'.repeat(2000)]) {
          assert.deepEqual(await found(nothing), [], nothing);
        }
        const [me] = [people.tokyo.id];
        assert.deepEqual(await found('zoe', { followedBy: me }), []);
        await store.follow({ followerId: me, followedId: people.zoey.id }, { locked: false, at: T0 });
        await store.follow({ followerId: me, followedId: people.zoe.id }, { locked: true, at: T0 });
        assert.deepEqual(await found('zoe', { followedBy: me }), ['zoey']);
        await store.changeAccount(people.zoe.id, { displayName: 'Lena' });
        assert.deepEqual(await found('madame'), []);
        assert.deepEqual([await found('len'), await found('k')], [['zoe'], ['zoe']]);
        await store.deleteAccount(people.zoe.id, T0);
        assert.deepEqual(await found('zoe'), ['zoey']);
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

    test(
      'changeAccount() clears what happened to an account, and its state follows from what is left',
      withStore(open, async (store) => {
        const { id } = await store.addAccount(newAccount({ confirmedAt: undefined, approvedAt: undefined }));
        const state = async (change: AccountChange) => (await store.changeAccount(id, change))?.state;
        assert.equal(await state({}), 'unconfirmed');
        assert.equal(await state({ suspendedAt: T0, disabledAt: T0 }), 'suspended');
        assert.equal(await state({ suspendedAt: undefined }), 'disabled');
        assert.equal(await state({ disabledAt: undefined, confirmedAt: T0 }), 'pending');
        assert.equal(await state({ approvedAt: T0, reason: undefined }), 'active');
        assert.equal(await state({ approvedAt: undefined, unconfirmedEmail: 'new@mail.example' }), 'pending');
        assert.equal((await store.findAccount(id))?.unconfirmedEmail, 'new@mail.example');
        await store.changeAccount(id, { unconfirmedEmail: undefined });
        assert.equal((await store.findAccount(id))?.unconfirmedEmail, undefined);
      }),
    );

    test(
      'changeAccount() changes the address, and refuses one that another account has, without regard to letter case',
      withStore(open, async (store) => {
        const taken = await store.addAccount(newAccount({ email: 'alice@mail.example' }));
        const account = await store.addAccount(newAccount({ email: 'bob@mail.example' }));
        await assert.rejects(
          store.changeAccount(account.id, { email: 'ALICE@mail.example', displayName: 'New' }),
          (error) => error instanceof NameTaken && error.field === 'email',
        );
        assert.deepEqual(await store.findAccount(account.id), account);
        const same = await store.changeAccount(account.id, { email: 'Bob@mail.example' });
        assert.equal(same?.email, 'Bob@mail.example');
        assert.equal((await store.changeAccount(account.id, { email: 'new@mail.example' }))?.email, 'new@mail.example');
        assert.equal(await store.findAccountByLogin('bob@mail.example'), undefined);
        assert.equal((await store.findAccountByLogin('NEW@mail.example'))?.id, account.id);
        // Several may wait for one address; who confirms it first has it.
        for (const { id } of [taken, account]) {
          assert.ok(await store.changeAccount(id, { unconfirmedEmail: 'both@mail.example' }));
        }
      }),
    );

    test(
      'of parallel callers of changeAccount() who confirm one address exactly one wins',
      withStore(open, async (store) => {
        const accounts = await inParallel(50, () => store.addAccount(newAccount()));
        const outcomes = await Promise.allSettled(
          accounts.map(({ id }) =>
            store.changeAccount(id, { email: 'one@mail.example' }, { mail: () => newMail({ accountId: id }) }),
          ),
        );
        assert.equal(
          countOf(outcomes, (outcome) => outcome.status === 'fulfilled' && outcome.value !== undefined),
          1,
        );
        for (const outcome of outcomes) {
          if (outcome.status === 'rejected') assert.ok(outcome.reason instanceof NameTaken);
        }
        assert.equal((await store.listAccounts({ limit: 99, email: 'one@mail.example' })).length, 1);
        assert.deepEqual(await store.countMails(), { waiting: 1, failed: 0 });
      }),
    );

    test(
      'changeAccount() changes nothing when its condition does not hold',
      withStore(open, async (store) => {
        const account = await store.addAccount(
          newAccount({ email: 'Alice@mail.example', role: 'moderator', approvedAt: undefined }),
        );
        const { id } = account;
        const fails = async (when: AccountCondition) =>
          assert.equal(await store.changeAccount(id, { displayName: 'New' }, { when }), undefined);
        await fails({ passwordHash: 'another' });
        await fails({ role: 'user' });
        await fails({ email: 'bob@mail.example' });
        await fails({ confirmedAt: undefined });
        await fails({ confirmedAt: T0 + 1 });
        await fails({ approvedAt: T0 });
        await fails({ unconfirmedEmail: 'new@mail.example' });
        await fails({ passwordHash: account.passwordHash, suspendedAt: T0 });
        assert.deepEqual(await store.findAccount(id), account);
        const when = {
          passwordHash: account.passwordHash,
          role: 'moderator',
          email: 'Alice@mail.example',
          confirmedAt: T0,
          approvedAt: undefined,
          unconfirmedEmail: undefined,
          disabledAt: undefined,
          suspendedAt: undefined,
        } as const;
        assert.equal((await store.changeAccount(id, { displayName: 'New' }, { when }))?.displayName, 'New');
        assert.ok(await store.changeAccount(id, { displayName: 'Newer' }, { when: {} }));
      }),
    );

    test(
      'of parallel callers of changeAccount() who decided upon the same facts exactly one wins',
      withStore(open, async (store) => {
        const account = await store.addAccount(newAccount({ approvedAt: undefined }));
        const approved = await inParallel(50, (index) =>
          store.changeAccount(
            account.id,
            { approvedAt: T0 + index },
            { when: { approvedAt: undefined }, mail: () => newMail({ kind: 'approved', accountId: account.id }) },
          ),
        );
        assert.equal(
          countOf(approved, (one) => one !== undefined),
          1,
        );
        assert.deepEqual(await store.countMails(), { waiting: 1, failed: 0 });
        const changed = await inParallel(50, (index) =>
          store.changeAccount(
            account.id,
            { passwordHash: `$argon2id$${index}` },
            { when: { passwordHash: account.passwordHash } },
          ),
        );
        const winners = changed.filter((one) => one !== undefined);
        assert.equal(winners.length, 1);
        assert.equal((await store.findAccount(account.id))?.passwordHash, winners[0]?.passwordHash);
      }),
    );

    test(
      'of parallel callers of addAccount() with one address exactly one wins, and its mail is the only one',
      withStore(open, async (store) => {
        const outcomes = await Promise.allSettled(
          Array.from({ length: 50 }, () =>
            store.addAccount(newAccount({ email: 'one@mail.example' }), {
              mail: ({ id }) => newMail({ accountId: id }),
            }),
          ),
        );
        const winners = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
        assert.equal(winners.length, 1);
        const mails = await store.listMails({ limit: 99 });
        assert.deepEqual(
          mails.map((mail) => mail.accountId),
          [winners[0]?.id],
        );
      }),
    );

    test(
      'listAccounts() filters by state and role, as countAccountsByState() counts',
      withStore(open, async (store) => {
        const facts = {
          active: {},
          unconfirmed: { confirmedAt: undefined },
          pending: { approvedAt: undefined },
          disabled: { disabledAt: T0, confirmedAt: undefined },
          suspended: { suspendedAt: T0, disabledAt: T0, approvedAt: undefined },
        } as const;
        const roles = ['owner', 'admin', 'moderator', 'user', 'user'] as const;
        const accounts = [];
        for (const [index, change] of Object.values(facts).entries()) {
          accounts.push(await store.addAccount(newAccount({ ...change, role: roles[index] ?? 'user' })));
        }
        await store.addAccount(newAccount({ confirmedAt: undefined, approvedAt: undefined }));
        for (const [index, state] of (['active', 'pending', 'disabled', 'suspended'] as const).entries()) {
          const found = await store.listAccounts({ limit: 9, state });
          assert.deepEqual(
            found.map((account) => account.state),
            [state],
            String(index),
          );
        }
        assert.equal((await store.listAccounts({ limit: 9, state: 'unconfirmed' })).length, 2);
        assert.deepEqual(await store.countAccountsByState(), {
          active: 1,
          unconfirmed: 2,
          pending: 1,
          disabled: 1,
          suspended: 1,
        });
        assert.equal(await store.countAccounts(), 6);
        const staff = await store.listAccounts({ limit: 9, roles: ['owner', 'admin', 'moderator'] });
        assert.deepEqual(
          staff.map((account) => account.role),
          ['moderator', 'admin', 'owner'],
        );
        assert.deepEqual(await store.listAccounts({ limit: 9, roles: [] }), []);
        assert.deepEqual(await store.listAccounts({ limit: 9, roles: ['owner'], state: 'suspended' }), []);
        const [suspended] = await store.listAccounts({ limit: 1, state: 'suspended', roles: ['user'], after: '0' });
        assert.deepEqual(suspended, accounts[4]);
      }),
    );

    test(
      'listAccounts() searches names and addresses, and takes what it seeks as it is written',
      withStore(open, async (store) => {
        const samples = [
          { username: 'a_c', email: 'one%two@mail.example', displayName: '100% Süß_er \\ Tee' },
          { username: 'abc', email: 'onextwo@mail.example', displayName: "Élodie O'Neil" },
          { username: 'XabcX', email: 'z@a_c.example', displayName: '' },
        ];
        for (const sample of samples) await store.addAccount(newAccount(sample));
        const found = async (filter: Partial<AccountFilter>) =>
          (await store.listAccounts({ limit: 9, after: '0', ...filter })).map(({ username }) => username).join(' ');
        assert.equal(await found({ username: 'a_' }), 'a_c');
        assert.equal(await found({ username: 'A' }), 'a_c abc');
        assert.equal(await found({ username: 'bc' }), '');
        assert.equal(await found({ username: '%' }), '');
        assert.equal(await found({ username: '' }), 'a_c abc XabcX');
        assert.equal(await found({ displayName: '%' }), 'a_c');
        assert.equal(await found({ displayName: '_' }), 'a_c');
        assert.equal(await found({ displayName: '\\' }), 'a_c');
        assert.equal(await found({ displayName: "O'NEIL" }), 'abc');
        assert.equal(await found({ displayName: 'Süß' }), 'a_c');
        assert.equal(await found({ displayName: '\\%' }), '');
        assert.equal(await found({ email: '%' }), 'a_c');
        assert.equal(await found({ email: 'ONE' }), 'a_c abc');
        assert.equal(await found({ email: 'a_c' }), 'XabcX');
        assert.equal(await found({ email: '@MAIL', username: 'abc' }), 'abc');
        for (const filter of ['username', 'displayName', 'email'] as const) {
          assert.equal(await found({ [filter]: 'a\0' }), '');
          assert.equal(await found({ [filter]: '\0' }), '');
          assert.equal(await found({ [filter]: '%'.repeat(200_000) }), '');
        }
      }),
    );

    test(
      'the largest ids are kept, and text that is no id finds nothing',
      withStore(open, async (store) => {
        const largest = '9223372036854775807';
        const account = await store.addAccount(newAccount({ appId: largest, inviteId: largest }));
        assert.deepEqual([account.appId, account.inviteId], [largest, largest]);
        assert.deepEqual(await store.listAccounts({ limit: 9, inviteId: largest }), [account]);
        // Their neighbours, which a floating-point number would take for the same.
        assert.deepEqual(await store.listAccounts({ limit: 9, inviteId: '9223372036854775806' }), []);
        for (const odd of ['9223372036854775808', '-1', '0', '1e3', ' 1', '']) {
          assert.equal(await store.findAccount(odd), undefined);
          assert.equal(await store.changeAccount(odd, { displayName: 'x' }), undefined);
          assert.deepEqual(await store.listAccounts({ limit: 9, inviteId: odd }), []);
          assert.deepEqual(await store.listAccounts({ limit: 9, before: odd }), []);
        }
      }),
    );
  });
}
