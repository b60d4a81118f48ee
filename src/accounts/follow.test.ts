import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { FollowRefused, type Relationship } from '../mastodon/people.ts';
import { openSqliteStore } from '../storage/sqlite/open-sqlite-store.ts';
import { followAccount, unfollowAccount } from './follow.ts';
import type { Account } from './ports.ts';
import { testAccount } from './test-account.ts';

const folder = mkdtempSync(join(tmpdir(), 'mastodoor-follow-'));
const store = await openSqliteStore({ path: join(folder, 'test.db') });
after(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

const isFollowing = ({ following, requested }: Relationship) => following || requested;

let counted = 0;
const deps = { store, now: Date.now, countFollow: async () => void counted++ };

let made = 0;
async function newAccount(differences: Partial<Account> = {}): Promise<Account> {
  made += 1;
  const { id, followersCount, followingCount, ...account } = testAccount(differences);
  return store.addAccount({ ...account, username: `person${made}`, email: `person${made}@example.org` });
}

test('followAccount() follows at once, with boosts and without notifications', async () => {
  const [alice, bob] = [await newAccount(), await newAccount()];
  assert.deepEqual(await followAccount(deps, alice.id, bob, {}), {
    accountId: bob.id,
    following: true,
    requested: false,
    followedBy: false,
    requestedBy: false,
    reblogs: true,
    notify: false,
    languages: undefined,
  });
});

test('followAccount() of a locked account leaves a request (contract §12.7)', async () => {
  const [alice, bob] = [await newAccount(), await newAccount({ locked: true })];
  assert.equal((await followAccount(deps, alice.id, bob, {})).requested, true);
  assert.equal((await store.findAccount(bob.id))?.followersCount, 0);
});

test('followAccount() refuses oneself (contract §12.7)', async () => {
  const alice = await newAccount();
  await assert.rejects(followAccount(deps, alice.id, alice, {}), new FollowRefused('self'));
});

test('followAccount() refuses an account that is not there for others, suspended ones included (contract §12.7)', async () => {
  const alice = await newAccount();
  const unavailable = new FollowRefused('unavailable');
  await assert.rejects(followAccount(deps, alice.id, undefined, {}), unavailable);
  for (const state of ['unconfirmed', 'pending', 'suspended'] as const) {
    await assert.rejects(followAccount(deps, alice.id, await newAccount({ state }), {}), unavailable);
  }
});

test('followAccount() counts a new follow before it is made, and not a change of options (contract §1.6)', async () => {
  const [alice, bob] = [await newAccount(), await newAccount()];
  counted = 0;
  await followAccount(deps, alice.id, bob, {});
  await followAccount(deps, alice.id, bob, { notify: true });
  assert.equal(counted, 1);
  const tired = {
    ...deps,
    countFollow: async () => {
      throw new Error('enough');
    },
  };
  await assert.rejects(followAccount(tired, bob.id, alice, {}), /enough/);
  assert.deepEqual((await store.findAccount(alice.id))?.followersCount, 0);
});

test('followAccount() changes only the options that are given', async () => {
  const [alice, bob] = [await newAccount(), await newAccount()];
  await followAccount(deps, alice.id, bob, { reblogs: false, languages: ['de'] });
  const { reblogs, notify, languages } = await followAccount(deps, alice.id, bob, { notify: true });
  assert.deepEqual([reblogs, notify, languages], [false, true, ['de']]);
});

test('followAccount() and unfollowAccount() tell of the other direction too', async () => {
  const [alice, bob] = [await newAccount(), await newAccount()];
  await followAccount(deps, bob.id, alice, {});
  const followed = await followAccount(deps, alice.id, bob, {});
  assert.deepEqual([followed.following, followed.followedBy], [true, true]);
  const ended = await unfollowAccount(deps, alice.id, bob.id);
  assert.deepEqual([ended.following, ended.followedBy], [false, true]);
});

test('unfollowAccount() is right also when there is nothing to end, and withdraws a request', async () => {
  const [alice, bob] = [await newAccount(), await newAccount({ locked: true })];
  assert.equal(isFollowing(await unfollowAccount(deps, alice.id, bob.id)), false);
  await followAccount(deps, alice.id, bob, {});
  assert.equal(isFollowing(await unfollowAccount(deps, alice.id, bob.id)), false);
});
