import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { argon2id } from '../../accounts/password-hashes.ts';
import { digestOf } from '../../protocol/secret.ts';
import { openSqliteStore } from '../../storage/sqlite/open-sqlite-store.ts';
import { newSettings, runCommand, type Settings } from '../test-command.ts';

const create = (settings: Settings, username: string, ...more: readonly string[]) =>
  runCommand(['account', 'create', username, '--email', `${username}@example.org`, ...more], settings);

async function inStore<T>(settings: { readonly folder: string }, look: (store: Store) => Promise<T>): Promise<T> {
  const store = await openSqliteStore({ path: join(settings.folder, 'mastodoor.db') });
  try {
    return await look(store);
  } finally {
    await store.close();
  }
}
type Store = Awaited<ReturnType<typeof openSqliteStore>>;

test('account create makes a password when nobody is there to ask, and shows it once', async () => {
  const settings = newSettings();
  const { code, stdout } = await create(settings, 'Alice', '--display-name', 'Alice A.', '--role', 'owner');
  assert.equal(code, 0);
  const password = /^Password: (\S{20})$/m.exec(stdout)?.[1] ?? '';
  await inStore(settings, async (store) => {
    const account = await store.findAccountByUsername('alice');
    assert.equal(account?.displayName, 'Alice A.');
    assert.equal(account?.role, 'owner');
    assert.equal(account?.state, 'active');
    assert.equal(await argon2id.verifyPassword(password, account?.passwordHash ?? ''), true);
  });
  const shown = await runCommand(['account', 'show', '@alice'], settings);
  assert.equal(shown.code, 0);
  assert.ok(!shown.stdout.includes(password));
});

test('account create takes a password from standard input and never repeats it', async () => {
  const settings = newSettings();
  const words = ['account', 'create', 'robot', '--email', 'r@example.org', '--bot', '--allow-password-grant', '--json'];
  const made = await runCommand([...words, '--password-stdin'], settings, 'a password with spaces\n');
  assert.equal(made.code, 0);
  const view: Record<string, unknown> = JSON.parse(made.stdout);
  assert.equal(view.bot, true);
  assert.equal(view.allows_password_grant, true);
  assert.equal(view.role, 'user');
  assert.doesNotMatch(made.stdout + made.stderr, /with spaces|argon2/);
  await inStore(settings, async (store) => {
    const account = await store.findAccountByUsername('robot');
    assert.equal(await argon2id.verifyPassword('a password with spaces', account?.passwordHash ?? ''), true);
  });
});

test('account create says everything that is wrong, in sentences', async () => {
  const settings = newSettings();
  const words = ['account', 'create', 'not a name', '--email', 'nowhere', '--password-stdin'];
  const { code, stdout, stderr } = await runCommand(words, settings, 'short');
  assert.equal(code, 1);
  assert.equal(stdout, '');
  for (const start of ['The username may have', 'The e-mail address is not', 'The password must have']) {
    assert.match(stderr, new RegExp(`^${start}`, 'm'));
  }
  await create(settings, 'alice');
  assert.match((await create(settings, 'ALICE')).stderr, /^The username belongs to another account\.$/m);
  assert.match((await create(settings, 'admin')).stderr, /^The username is reserved/m);
  assert.equal((await create(settings, 'admin', '--role', 'admin')).code, 0);
});

test('account create explains why a password is too weak, and makes nothing', async () => {
  const settings = newSettings();
  for (const [password, words] of [
    ['Password1', /^The password is among those that are tried first everywhere\. Choose another/m],
    ['alice@example.org', /^The password is made of names of the account\. Choose another/m],
    ['monkey1984', /^The password is too easy to guess\. A few unrelated words/m],
  ] as const) {
    const command = ['account', 'create', 'alice', '--email', 'alice@example.org', '--password-stdin'];
    const { code, stderr, stdout } = await runCommand(command, settings, password);
    assert.equal(code, 1);
    assert.match(stderr, words);
    assert.ok(!(stdout + stderr).includes(password));
  }
  await inStore(settings, async (store) => assert.equal(await store.countAccounts(), 0));
});

test('account list shows people to people and JSON to scripts, without hashes and without their power over the terminal', async () => {
  const settings = newSettings();
  await create(settings, 'alice', '--display-name', 'Red \u001b[31m');
  await create(settings, 'bob');
  const people = await runCommand(['account', 'list'], settings);
  assert.match(people.stdout, /^ID +USERNAME .*\n\d+ +alice .*\n\d+ +bob .*\n$/);
  const scripts = await runCommand(['account', 'list', '--json', '--limit', '1'], settings);
  const accounts: { username: string }[] = JSON.parse(scripts.stdout);
  assert.deepEqual(
    accounts.map(({ username }) => username),
    ['alice'],
  );
  const shown = await runCommand(['account', 'show', 'alice'], settings);
  for (const text of [people.stdout, scripts.stdout, shown.stdout]) {
    assert.doesNotMatch(text, /argon2|password_hash/i);
    assert.ok(!text.includes('\u001b'));
  }
});

test('account disable, enable, suspend and unsuspend change the state and nothing graver by the way', async () => {
  const settings = newSettings();
  await create(settings, 'alice');
  const change = (command: string) => runCommand(['account', command, 'alice'], settings);
  const stateOf = async () => {
    const { stdout } = await runCommand(['account', 'show', 'alice', '--json'], settings);
    return (JSON.parse(stdout) as { state: string }).state;
  };
  assert.match((await change('disable')).stdout, /is now disabled/);
  assert.match((await change('disable')).stdout, /is disabled already/);
  assert.equal((await change('suspend')).code, 0);
  for (const command of ['enable', 'disable']) {
    const refused = await change(command);
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /^The account alice is suspended\. /);
  }
  assert.equal(await stateOf(), 'suspended');
  assert.match((await change('unsuspend')).stdout, /is now disabled/);
  assert.equal((await change('enable')).code, 0);
  assert.equal(await stateOf(), 'active');
});

test('account role changes the role', async () => {
  const settings = newSettings();
  await create(settings, 'alice');
  assert.match((await runCommand(['account', 'role', 'alice', 'owner'], settings)).stdout, /is owner\./);
  assert.equal((await runCommand(['account', 'role', 'alice', 'king'], settings)).code, 2);
});

test('account reset-password ends every session, access of apps and mailed link, and tells the person by mail', async () => {
  const settings = newSettings();
  await create(settings, 'alice');
  await inStore(settings, async (store) => {
    const account = await store.findAccountByUsername('alice');
    const accountId = account?.id ?? '';
    const app = await store.addApp({
      name: 'App',
      website: undefined,
      redirectUris: ['https://app.example/cb'],
      scopes: ['read'],
      clientId: 'client',
      secretDigest: digestOf('secret'),
      confidential: true,
      resourceServer: false,
      createdAt: Date.now(),
    });
    const session = { accountId, browserDigest: digestOf('b'), createdAt: Date.now(), address: '::1', userAgent: '' };
    await store.addSession({ ...session, digest: digestOf('session') }, undefined);
    const grant = { appId: app.id, accountId, scopes: ['read'], redirectUri: undefined, createdAt: Date.now() };
    await store.addGrantWithToken(grant, { digest: digestOf('token'), createdAt: Date.now(), expiresAt: undefined });
    const link = {
      digest: digestOf('link'),
      accountId,
      facts: {},
      createdAt: Date.now(),
      expiresAt: Date.now() + 60_000,
    };
    await store.addTicket({ ...link, kind: 'reset password' });
  });
  const shown = await runCommand(['account', 'show', 'alice'], settings);
  assert.match(shown.stdout, /^App +read /m);
  const { code, stdout } = await runCommand(['account', 'reset-password', 'alice@example.org'], settings);
  assert.equal(code, 0);
  assert.match(stdout, /browser sessions 1, sign-ins of apps 1/);
  const password = /^Password: (\S+)$/m.exec(stdout)?.[1] ?? '';
  await inStore(settings, async (store) => {
    assert.equal(await store.findSession(digestOf('session')), undefined);
    assert.notEqual((await store.findToken(digestOf('token')))?.revokedAt, undefined);
    const account = await store.findAccountByUsername('alice');
    assert.equal(await argon2id.verifyPassword(password, account?.passwordHash ?? ''), true);
    assert.equal(await store.findTicket('reset password', digestOf('link'), Date.now()), undefined);
    const [mail] = await store.listMails({ limit: 9 });
    assert.deepEqual(
      [mail?.kind, mail?.to, mail?.facts],
      ['password changed', 'alice@example.org', { how: 'by staff' }],
    );
  });
});

test('account reset-password refuses a bad password and changes nothing', async () => {
  const settings = newSettings();
  await create(settings, 'alice');
  const words = ['account', 'reset-password', 'alice', '--password-stdin'];
  const hash = () => inStore(settings, async (store) => (await store.findAccountByUsername('alice'))?.passwordHash);
  const before = await hash();
  for (const [password, expected] of [
    ['short', /^The password must have at least 8 characters\.\n$/],
    ['alice.example', /^The password is made of names of the account\./],
  ] as const) {
    const { code, stderr } = await runCommand(words, settings, `${password}\n`);
    assert.equal(code, 1);
    assert.match(stderr, expected);
  }
  assert.equal(await hash(), before);
});

test('account commands say that there is no such account', async () => {
  const settings = newSettings();
  await create(settings, 'alice');
  for (const command of ['show', 'disable', 'enable', 'suspend', 'unsuspend', 'reset-password']) {
    const { code, stderr } = await runCommand(['account', command, 'nobody'], settings);
    assert.equal(code, 1, command);
    assert.match(stderr, /^There is no account "nobody"\. /);
  }
});

test('account reset-second-factor removes all factors and codes, ends sessions, and the owner gets a mail', async () => {
  const settings = newSettings();
  await create(settings, 'alice');
  const nothing = await runCommand(['account', 'reset-second-factor', 'alice'], settings);
  assert.match(nothing.stdout, /has no second factor/);
  await inStore(settings, async (store) => {
    const account = await store.findAccountByUsername('alice');
    const id = account?.id ?? '';
    await store.setTotp(id, { sealedSeed: 'sealed', lastStep: 0, createdAt: 1 }, [digestOf('code')]);
    const now = Date.now();
    const session = { accountId: id, browserDigest: digestOf('b'), createdAt: now, address: '', userAgent: '' };
    await store.addSession({ ...session, digest: digestOf('s') }, undefined);
    const expiresAt = now + 60_000;
    const ticket = { kind: 'second step', accountId: id, facts: {}, createdAt: now, expiresAt } as const;
    await store.addTicket({ ...ticket, digest: digestOf('t') });
  });
  const done = await runCommand(['account', 'reset-second-factor', 'alice', '--json'], settings);
  assert.equal(done.code, 0);
  assert.equal(JSON.parse(done.stdout).sessions, 1);
  await inStore(settings, async (store) => {
    const account = await store.findAccountByUsername('alice');
    assert.equal(account?.hasSecondFactor, false);
    assert.equal((await store.findSecondFactors(account?.id ?? '')).recoveryCodesLeft, 0);
    assert.deepEqual(await store.listSessions(account?.id ?? ''), []);
    assert.equal(await store.findTicket('second step', digestOf('t'), Date.now()), undefined);
    const mails = await store.listMails({ limit: 5 });
    assert.deepEqual(
      mails.map(({ kind, facts }) => [kind, facts.change]),
      [['second factor changed', 'all removed']],
    );
  });
});
