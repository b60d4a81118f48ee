import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAccount, createFirstAccount, type NewAccountDeps } from './new-account.ts';
import { NameTaken, type NewAccount } from './ports.ts';
import { testAccount } from './test-account.ts';

const choice = { username: 'alice', email: 'alice@example.org', password: 'correct horse' };

function depsOf(store: Partial<NewAccountDeps['store']> = {}) {
  const added: NewAccount[] = [];
  const hashed: string[] = [];
  const add = async (account: NewAccount) => {
    added.push(account);
    return testAccount({ ...account, id: '1' });
  };
  const deps: NewAccountDeps = {
    store: { addAccount: add, addFirstAccount: add, countAccounts: async () => 0, ...store },
    passwords: {
      hashPassword: async (password) => {
        hashed.push(password);
        return `hash of ${password}`;
      },
    },
    now: () => 1234,
  };
  return { deps, added, hashed };
}

test('createAccount() makes an ordinary, active account whose apps may not use its password', async () => {
  const { deps, added } = depsOf();
  const creation = await createAccount(deps, { ...choice, displayName: ' Alice ', password: ' correct horse ' });
  assert.equal(creation.kind, 'created');
  assert.deepEqual(added, [
    {
      username: 'alice',
      email: 'alice@example.org',
      displayName: 'Alice',
      note: '',
      fields: [],
      locked: false,
      bot: false,
      discoverable: undefined,
      hideCollections: undefined,
      confirmedAt: 1234,
      approvedAt: 1234,
      disabledAt: undefined,
      suspendedAt: undefined,
      role: 'user',
      passwordHash: 'hash of  correct horse ',
      allowsPasswordGrant: false,
      locale: undefined,
      reason: undefined,
      appId: undefined,
      inviteId: undefined,
      createdAt: 1234,
    },
  ]);
});

test('createAccount() hashes and stores nothing when the choice is refused', async () => {
  const { deps, added, hashed } = depsOf();
  assert.deepEqual(await createAccount(deps, { ...choice, username: 'root' }), {
    kind: 'refused',
    problems: [{ field: 'username', code: 'reserved' }],
  });
  assert.deepEqual([...added, ...hashed], []);
});

test('createAccount() says which name is taken', async () => {
  for (const field of ['username', 'email'] as const) {
    const { deps } = depsOf({
      addAccount: async () => {
        throw new NameTaken(field);
      },
    });
    assert.deepEqual(await createAccount(deps, choice), { kind: 'refused', problems: [{ field, code: 'taken' }] });
  }
});

test('createAccount() lets any other failure of the storage through', async () => {
  const { deps } = depsOf({ addAccount: () => Promise.reject(new Error('disk full')) });
  await assert.rejects(createAccount(deps, choice), /disk full/);
});

test('createFirstAccount() makes the owner, who may be called admin', async () => {
  const { deps, added } = depsOf();
  assert.equal((await createFirstAccount(deps, { ...choice, username: 'admin' })).kind, 'created');
  assert.equal(added[0]?.role, 'owner');
  assert.equal(typeof added[0]?.confirmedAt, 'number');
  assert.equal(typeof added[0]?.approvedAt, 'number');
});

test('createFirstAccount() refuses without hashing when there is an account', async () => {
  const { deps, hashed } = depsOf({ countAccounts: async () => 1 });
  assert.deepEqual(await createFirstAccount(deps, choice), { kind: 'not first' });
  assert.deepEqual(hashed, []);
});

test('createFirstAccount() tells the loser of a race that it was not first', async () => {
  const { deps } = depsOf({ addFirstAccount: async () => undefined });
  assert.deepEqual(await createFirstAccount(deps, choice), { kind: 'not first' });
});
