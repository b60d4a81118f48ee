import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { factsOf } from '../../accounts/account-facts.ts';
import { digestOf } from '../../protocol/secret.ts';
import { openSqliteStore } from '../../storage/sqlite/open-sqlite-store.ts';
import { newSettings, runCommand, type Settings } from '../test-command.ts';

type Store = Awaited<ReturnType<typeof openSqliteStore>>;

async function inStore<T>(settings: { readonly folder: string }, look: (store: Store) => Promise<T>): Promise<T> {
  const store = await openSqliteStore({ path: join(settings.folder, 'mastodoor.db') });
  try {
    return await look(store);
  } finally {
    await store.close();
  }
}

const create = (settings: Settings, username: string, ...more: readonly string[]) =>
  runCommand(['account', 'create', username, '--email', `${username}@example.org`, ...more], settings);

const account = (settings: Settings, ...words: readonly string[]) => runCommand(['account', ...words], settings);

/** Somebody who signed up and waits. */
async function addWaiting(settings: Settings & { readonly folder: string }, username: string): Promise<void> {
  await create(settings, username);
  await inStore(settings, async (store) => {
    const { id = '' } = (await store.findAccountByUsername(username)) ?? {};
    await store.changeAccount(id, { ...factsOf('pending', 1), reason: `I am ${username}` });
  });
}

test('account approve and reject decide about who waits, and leave their mails and their entries in the audit log', async () => {
  const settings = newSettings();
  await addWaiting(settings, 'pia');
  await addWaiting(settings, 'paul');
  const waiting = await account(settings, 'list', '--state', 'pending');
  assert.match(waiting.stdout, /pia[\s\S]*paul/);
  assert.match((await account(settings, 'show', 'pia')).stdout, /Reason +I am pia/);
  assert.match((await account(settings, 'approve', 'pia')).stdout, /^The account pia is now active\.$/m);
  assert.match((await account(settings, 'approve', 'pia')).stdout, /was let in already/);
  const unasked = await account(settings, 'reject', 'paul');
  assert.equal(unasked.code, 1);
  assert.match(unasked.stderr, /cannot be taken back\. Nothing was changed: pass --yes/);
  assert.match((await account(settings, 'reject', 'paul', '--yes')).stdout, /paul is rejected and removed/);
  assert.match((await account(settings, 'show', 'paul')).stderr, /There is no account "paul"/);
  const late = await account(settings, 'reject', 'pia', '--yes');
  assert.deepEqual([late.code, /Only who waits/.test(late.stderr)], [1, true]);
  await inStore(settings, async (store) => {
    const mails = await store.listMails({ limit: 9 });
    assert.deepEqual(mails.map(({ kind }) => kind).sort(), ['approved', 'rejected']);
    const entries = await store.listAuditEntries({ limit: 9 });
    assert.deepEqual(
      entries.map(({ event, actor }) => [event, actor]),
      [
        ['account rejected', 'operator'],
        ['account approved', 'operator'],
      ],
    );
  });
});

test('account confirm vouches for an address', async () => {
  const settings = newSettings();
  await create(settings, 'ulla');
  await inStore(settings, async (store) => {
    const { id = '' } = (await store.findAccountByUsername('ulla')) ?? {};
    await store.changeAccount(id, { confirmedAt: undefined });
  });
  assert.match((await account(settings, 'show', 'ulla')).stdout, /ulla@example\.org \(not confirmed\)/);
  assert.match((await account(settings, 'confirm', 'ulla')).stdout, /is now active/);
  assert.match((await account(settings, 'confirm', 'ulla')).stdout, /confirmed already/);
});

test('account sign-out and reset-second-factor end what they say, and tell how much', async () => {
  const settings = newSettings();
  await create(settings, 'alice');
  await inStore(settings, async (store) => {
    const { id = '' } = (await store.findAccountByUsername('alice')) ?? {};
    const browser = { browserDigest: digestOf('b'), createdAt: 1, address: '192.0.2.1', userAgent: '' };
    await store.addSession({ digest: digestOf('s'), accountId: id, ...browser }, undefined);
    const grant = { appId: undefined, accountId: id, scopes: ['read'], redirectUri: undefined, createdAt: 1 };
    await store.addGrantWithToken(grant, { digest: digestOf('t'), createdAt: 1, expiresAt: undefined });
    await store.setTotp(id, { sealedSeed: 'sealed', lastStep: 0, createdAt: 1 });
  });
  const out = await account(settings, 'sign-out', 'alice');
  assert.match(out.stdout, /Ended: browser sessions 1, sign-ins of apps 1\./);
  assert.match((await account(settings, 'show', 'alice')).stdout, /Second factor +yes/);
  assert.match((await account(settings, 'reset-second-factor', 'alice')).stdout, /second factors of alice are removed/);
  assert.match((await account(settings, 'reset-second-factor', 'alice')).stdout, /has no second factor/);
});

test('account delete erases it for ever, and its name stays taken', async () => {
  const settings = newSettings();
  await create(settings, 'alice');
  assert.equal((await account(settings, 'delete', 'alice')).code, 1);
  const deleted = await account(settings, 'delete', 'alice', '--yes', '--json');
  assert.equal((JSON.parse(deleted.stdout) as { username: string }).username, 'alice');
  assert.equal((await account(settings, 'show', 'alice')).code, 1);
  assert.match((await create(settings, 'alice')).stderr, /belongs to another account/);
});

test('the last owner is kept, and the operator is told what to do', async () => {
  const settings = newSettings();
  await create(settings, 'root', '--role', 'owner');
  await create(settings, 'second');
  for (const words of [['disable'], ['suspend'], ['delete', '--yes']]) {
    const [command = '', ...options] = words;
    const { code, stderr } = await account(settings, command, 'root', ...options);
    assert.equal(code, 1);
    assert.match(stderr, /root is the last owner[\s\S]*mastodoor account role <name> owner/);
  }
  assert.equal((await account(settings, 'role', 'root', 'user')).code, 1);
  assert.equal((await account(settings, 'role', 'second', 'owner')).code, 0);
  assert.match((await account(settings, 'role', 'root', 'user')).stdout, /The role of root is user\./);
});

test('account list is narrowed by state, role and a name or address', async () => {
  const settings = newSettings();
  await create(settings, 'alice', '--role', 'moderator');
  await create(settings, 'bob');
  await account(settings, 'suspend', 'bob');
  const names = async (...words: readonly string[]) => {
    const { stdout } = await account(settings, 'list', '--json', ...words);
    return (JSON.parse(stdout) as { username: string }[]).map(({ username }) => username);
  };
  assert.deepEqual(await names(), ['alice', 'bob']);
  assert.deepEqual(await names('--state', 'suspended'), ['bob']);
  assert.deepEqual(await names('--role', 'staff'), ['alice']);
  assert.deepEqual(await names('--search', '@AL'), ['alice']);
  assert.deepEqual(await names('--search', 'bob@example'), ['bob']);
  assert.deepEqual(await names('--search', '192.0.2.1'), []);
  assert.match((await account(settings, 'list', '--search', 'nobody')).stderr, /^No such account\.$/m);
  const misused = await account(settings, 'list', '--state', 'unhappy');
  assert.match(misused.stderr, /Allowed choices are active/);
});

test('app list is narrowed by a part of the name', async () => {
  const settings = newSettings();
  await create(settings, 'alice');
  for (const name of ['Tusky', 'Ice Cubes']) {
    await runCommand(['app', 'create', '--name', name, '--redirect-uri', 'https://app.example/cb'], settings);
  }
  const { stdout } = await runCommand(['app', 'list', '--search', 'CUBE', '--json'], settings);
  assert.deepEqual(
    (JSON.parse(stdout) as { name: string }[]).map(({ name }) => name),
    ['Ice Cubes'],
  );
  assert.match((await runCommand(['app', 'list', '--search', 'x'], settings)).stderr, /No such app/);
});

test('status tells who is there, who may join, and whether mails get out, without a secret', async () => {
  const settings = newSettings({
    REGISTRATIONS: 'approval',
    MINIMUM_AGE: '16',
    SMTP_URL: 'smtp://user:a-secret-password@127.0.0.1:1',
  });
  await addWaiting(settings, 'pia');
  await create(settings, 'alice');
  const people = await runCommand(['status'], settings);
  for (const line of [/Accounts, pending +1/, /Accounts, active +1/, /Registrations +approval/, /Minimum age +16/]) {
    assert.match(people.stdout, line);
  }
  const scripts = await runCommand(['status', '--json'], settings);
  const view = JSON.parse(scripts.stdout) as Record<string, unknown>;
  assert.deepEqual(view.accounts, { active: 1, unconfirmed: 0, pending: 1, disabled: 0, suspended: 0 });
  assert.deepEqual([view.smtp, view.registrations, view.rate_limit_factor], [true, 'approval', 'off']);
  assert.doesNotMatch(people.stdout + scripts.stdout, /a-secret-password|127\.0\.0\.1/);
});
