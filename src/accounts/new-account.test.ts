import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAccount, createOwner, type NewAccountDeps } from './new-account.ts';
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
    store: { addAccount: add, addOwner: add, findOwnerVacancy: async () => 'now', ...store },
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

test('createAccount() and createOwner() say which name is taken', async () => {
  for (const field of ['username', 'email'] as const) {
    const taken = () => Promise.reject(new NameTaken(field));
    const { deps } = depsOf({ addAccount: taken, addOwner: taken });
    const refusal = { kind: 'refused', problems: [{ field, code: 'taken' }] };
    assert.deepEqual(await createAccount(deps, choice), refusal);
    assert.deepEqual(await createOwner(deps, choice, 'now'), refusal);
  }
});

test('createAccount() lets any other failure of the storage through', async () => {
  const { deps } = depsOf({ addAccount: () => Promise.reject(new Error('disk full')) });
  await assert.rejects(createAccount(deps, choice), /disk full/);
});

test('createOwner() makes the owner, who may be called admin', async () => {
  const { deps, added } = depsOf();
  assert.equal((await createOwner(deps, { ...choice, username: 'admin' }, 'now')).kind, 'created');
  assert.equal(added[0]?.role, 'owner');
  assert.equal(typeof added[0]?.confirmedAt, 'number');
  assert.equal(typeof added[0]?.approvedAt, 'number');
});

test('createOwner() refuses without hashing when there is an owner, or was since then', async () => {
  for (const vacancy of [undefined, 'later']) {
    const { deps, hashed } = depsOf({ findOwnerVacancy: async () => vacancy });
    assert.deepEqual(await createOwner(deps, choice, 'now'), { kind: 'not vacant' });
    assert.deepEqual(hashed, []);
  }
});

test('createOwner() tells the loser of a race that there is an owner', async () => {
  const { deps } = depsOf({ addOwner: async () => undefined });
  assert.deepEqual(await createOwner(deps, choice, 'now'), { kind: 'not vacant' });
});
