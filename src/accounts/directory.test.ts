import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createDirectory } from './directory.ts';
import { argon2id, hashPassword, NOBODYS_HASH, type PasswordHashes } from './password-hashes.ts';
import { testAccount } from './test-account.ts';

const alice = testAccount({ id: '7', passwordHash: 'hash of open sesame' });

/** A directory of one account; notes which hashes passwords were compared with. */
function directoryOf(account = alice) {
  const compared: string[] = [];
  const sought: string[] = [];
  const paused: number[] = [];
  const directory = createDirectory({
    origin: 'https://social.example',
    store: {
      findAccount: async (id) => (id === account.id ? account : undefined),
      changeAccount: async () => assert.fail('nothing is outdated'),
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
      renewHash: async () => undefined,
    },
    pause: async (milliseconds) => {
      paused.push(milliseconds);
    },
  });
  return { directory, compared, sought, paused };
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
      changeAccount: async () => assert.fail('nothing is outdated'),
    },
    passwords: { verifyPassword: async () => true, renewHash: async () => undefined },
    pause: async () => undefined,
  });
  assert.equal(await permissive.authenticate('mallory', 'x'), undefined);
  assert.equal(await permissive.authenticate('alice', 'x'.repeat(2000)), undefined);
});

test('authenticate() answers a refusal late, whatever its reason, and a success at once', async () => {
  const { directory, paused } = directoryOf();
  await directory.authenticate('alice', 'open sesame');
  assert.deepEqual(paused, []);
  await directory.authenticate('alice', 'wrong');
  await directory.authenticate('mallory', 'wrong');
  await directory.authenticate('alice', 'x'.repeat(2000));
  assert.equal(paused.length, 3);
  assert.ok(paused.every((milliseconds) => milliseconds > 0 && milliseconds <= 200));
});

test('authenticate() waits by the clock unless it is given another way', async () => {
  const directory = createDirectory({
    origin: '',
    passwords: argon2id,
    store: {
      findAccount: async () => undefined,
      findAccountByLogin: async () => undefined,
      changeAccount: async () => undefined,
    },
  });
  const start = performance.now();
  assert.equal(await directory.authenticate('mallory', 'x'), undefined);
  assert.ok(performance.now() - start >= 199);
});

const PASSWORD = 'correct horse battery staple';
/** Of {@link PASSWORD}, at the least cost, as Mastodon's Ruby writes it. */
const IMPORTED = '$2a$04$xZ8vSvLG9S7/ob6XiA3TSeYGNo65zsBRUvaFhVNK1rEudtxxz7fdS';

/** A directory over one stored account that changes as a real store's would, with real hashes. */
function storedDirectory(
  passwordHash: string,
  passwords: Pick<PasswordHashes, 'verifyPassword' | 'renewHash'> = argon2id,
) {
  const stored = { account: testAccount({ id: '7', passwordHash }), changes: 0 };
  const directory = createDirectory({
    origin: 'https://social.example',
    passwords,
    pause: async () => undefined,
    store: {
      findAccount: async () => stored.account,
      findAccountByLogin: async () => stored.account,
      changeAccount: async (_id, change, beside) => {
        if (stored.account.passwordHash !== beside?.when?.passwordHash) return undefined;
        stored.changes += 1;
        stored.account = { ...stored.account, ...change };
        return stored.account;
      },
    },
  });
  return { directory, stored };
}

test('authenticate() lets an imported account in by its bcrypt hash, and stores one of argon2id instead', async () => {
  const { directory, stored } = storedDirectory(IMPORTED);
  assert.equal(await directory.authenticate('alice', 'wrong'), undefined);
  assert.equal(stored.account.passwordHash, IMPORTED, 'a refusal changes nothing');
  const person = await directory.authenticate('alice', PASSWORD);
  assert.match(stored.account.passwordHash, /^\$argon2id\$/);
  assert.equal(person?.account.passwordHash, stored.account.passwordHash, 'who asks sees what is stored');
  assert.equal((await directory.authenticate('alice', PASSWORD))?.id, '7');
  assert.equal(stored.changes, 1, 'once');
});

test('authenticate() renews a hash of argon2 with less work than today’s', async () => {
  const weak = '$argon2id$v=19$m=4096,t=3,p=1$lpuZaRmiRpmMZ8AFPs98ug$xxC0mGGafZ8rpRcLsSB0SdqptdH0ZU18qpWK8Wj9Kg0';
  const { directory, stored } = storedDirectory(weak);
  assert.equal((await directory.authenticate('alice', PASSWORD))?.id, '7');
  assert.match(stored.account.passwordHash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
});

test('authenticate() lets all in who sign in at once with an outdated hash', async () => {
  const { directory, stored } = storedDirectory(IMPORTED);
  const people = await Promise.all([1, 2, 3].map(() => directory.authenticate('alice', PASSWORD)));
  assert.deepEqual(
    people.map((person) => person?.account.passwordHash),
    [1, 2, 3].map(() => stored.account.passwordHash),
  );
  assert.equal(stored.changes, 1);
});

test('authenticate() never puts an old password back that was changed at the same moment, and lets nobody in with it', async () => {
  const newHash = await hashPassword('another password altogether');
  const { directory, stored } = storedDirectory(IMPORTED, {
    verifyPassword: argon2id.verifyPassword,
    renewHash: async (password, hash) => {
      const renewed = await argon2id.renewHash(password, hash);
      stored.account = { ...stored.account, passwordHash: newHash };
      return renewed;
    },
  });
  assert.equal(await directory.authenticate('alice', PASSWORD), undefined);
  assert.equal(stored.account.passwordHash, newHash);
});

test('authenticate() lets people in while nothing can be written', async () => {
  const account = testAccount({ id: '7', passwordHash: IMPORTED });
  const directory = createDirectory({
    origin: '',
    passwords: argon2id,
    store: {
      findAccount: async () => account,
      findAccountByLogin: async () => account,
      changeAccount: () => Promise.reject(new Error('disk full')),
    },
  });
  assert.equal((await directory.authenticate('alice', PASSWORD))?.id, '7');
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

test('An address that nobody proved is no name to sign in by; the username is (enumeration)', async () => {
  const { directory } = directoryOf(testAccount({ ...alice, state: 'unconfirmed', confirmedAt: undefined }));
  assert.equal(await directory.authenticate('alice@example.org', 'open sesame'), undefined);
  assert.equal(await directory.identify('alice@example.org'), undefined);
  assert.equal((await directory.authenticate('alice', 'open sesame'))?.id, '7');
});
