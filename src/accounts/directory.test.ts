import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createDirectory } from './directory.ts';
import { NOBODYS_HASH } from './password-hashes.ts';
import { testAccount } from './test-account.ts';

const alice = testAccount({ id: '7', passwordHash: 'hash of open sesame' });

/** A directory of one account; notes which hashes passwords were compared with. */
function directoryOf(account = alice) {
  const compared: string[] = [];
  const sought: string[] = [];
  const directory = createDirectory({
    origin: 'https://social.example',
    store: {
      findAccount: async (id) => (id === account.id ? account : undefined),
      findAccountByLogin: async (login) => {
        sought.push(login);
        return [account.username, account.email].includes(login) ? account : undefined;
      },
    },
    passwords: {
      verifyPassword: async (password, hash) => {
        compared.push(hash);
        return hash === `hash of ${password}`;
      },
    },
  });
  return { directory, compared, sought };
}

test('authenticate() knows a person by username or e-mail address and password', async () => {
  const { directory } = directoryOf();
  assert.equal((await directory.authenticate('alice', 'open sesame'))?.id, '7');
  assert.equal((await directory.authenticate('alice@example.org', 'open sesame'))?.account, alice);
  assert.equal(await directory.authenticate('alice', 'open barley'), undefined);
});

test('authenticate() does the same work for a name that nobody has', async () => {
  const { directory, compared } = directoryOf();
  assert.equal(await directory.authenticate('mallory', 'open sesame'), undefined);
  assert.equal(await directory.authenticate('', ''), undefined);
  assert.deepEqual(compared, [NOBODYS_HASH, NOBODYS_HASH]);
});

test('authenticate() does the same work, and no more, for a password longer than any', async () => {
  const { directory, compared } = directoryOf();
  assert.equal(await directory.authenticate('alice', 'x'.repeat(1025)), undefined);
  assert.equal(await directory.authenticate('alice', '\u{1F511}'.repeat(257)), undefined);
  assert.deepEqual(compared, [NOBODYS_HASH, NOBODYS_HASH]);
});

test('authenticate() never lets anyone in by the hash of nobody', async () => {
  const permissive = createDirectory({
    origin: '',
    store: {
      findAccount: async () => undefined,
      findAccountByLogin: async (login) => (login === 'alice' ? alice : undefined),
    },
    passwords: { verifyPassword: async () => true },
  });
  assert.equal(await permissive.authenticate('mallory', 'x'), undefined);
  assert.equal(await permissive.authenticate('alice', 'x'.repeat(2000)), undefined);
});

test('authenticate() leaves the state of an account to those who have words for it', async () => {
  for (const state of ['unconfirmed', 'pending', 'disabled', 'suspended'] as const) {
    const { directory } = directoryOf(testAccount({ state, passwordHash: 'hash of open sesame' }));
    assert.equal((await directory.authenticate('alice', 'open sesame'))?.state, state);
  }
});

test('a login may have white space around it, and never reaches the storage when it is too long', async () => {
  const { directory, sought } = directoryOf();
  assert.equal(await directory.identify(' alice\n'), '7');
  assert.equal(await directory.identify('a'.repeat(321)), undefined);
  assert.deepEqual(sought, ['alice']);
});

test('identify() and findPerson() find nobody where there is nobody', async () => {
  const { directory } = directoryOf();
  assert.equal(await directory.identify('mallory'), undefined);
  assert.equal(await directory.findPerson('8'), undefined);
  assert.equal((await directory.findPerson('7'))?.username, 'alice');
});
