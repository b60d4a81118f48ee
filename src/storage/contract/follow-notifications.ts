import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { FullStore } from '../store.ts';
import { newAccount, T0 } from './samples.ts';
import { countOf, inParallel, withStore } from './with-store.ts';

/** What people are told of follows and of requests, in the commits that change these. */
export function describeFollowNotifications(open: () => Promise<FullStore>): void {
  const addPeople = (store: FullStore, count: number) => inParallel(count, () => store.addAccount(newAccount()));

  describe('notifications of follows', () => {
    test(
      'a request to follow is answered once, and tells of the follow then',
      withStore(open, async (store) => {
        const [alice, bob] = await addPeople(store, 2);
        assert.ok(alice && bob);
        const pair = { followerId: bob.id, followedId: alice.id };
        const types = async () => (await store.notifications.list(alice.id, { limit: 9 })).map(({ type }) => type);
        await store.follow(pair, { locked: true, at: T0 });
        assert.deepEqual(await types(), ['follow_request']);
        assert.equal((await store.listFollowRequests(alice.id, { limit: 9 })).length, 1);
        const answers = await inParallel(10, (index) =>
          index % 2 === 0 ? store.acceptFollowRequest(pair, T0) : store.rejectFollowRequest(pair),
        );
        assert.equal(
          countOf(answers, (done) => done),
          1,
        );
        const [follow] = await store.findFollowsBetween(bob.id, [alice.id]);
        assert.deepEqual(await types(), follow === undefined ? [] : ['follow']);
        assert.equal((await store.findAccount(alice.id))?.followersCount, follow === undefined ? 0 : 1);
      }),
    );

    test(
      'a request to follow that is withdrawn while it is answered leaves a follow or none, and what is told of it',
      withStore(open, async (store) => {
        const [alice] = await addPeople(store, 1);
        assert.ok(alice);
        const followers = await addPeople(store, 8);
        await inParallel(8, async (index) => {
          const pair = { followerId: followers[index]?.id ?? '', followedId: alice.id };
          await store.follow(pair, { locked: true, at: T0 });
          const acts = [() => store.acceptFollowRequest(pair, T0), () => store.unfollow(pair)];
          await Promise.all((index % 2 === 0 ? acts : acts.toReversed()).map((act) => act()));
        });
        const left = await store.findFollowsBetween(
          alice.id,
          followers.map(({ id }) => id),
        );
        assert.ok(left.every(({ requested }) => !requested));
        assert.equal((await store.findAccount(alice.id))?.followersCount, left.length);
        const told = await store.notifications.list(alice.id, { limit: 99 });
        assert.deepEqual(
          told.map(({ type, fromAccountId }) => [type, fromAccountId]).sort(),
          left.map(({ followerId }) => ['follow', followerId]).sort(),
        );
        for (const { id } of followers) {
          const follows = left.some(({ followerId }) => followerId === id);
          assert.equal((await store.findAccount(id))?.followingCount, follows ? 1 : 0);
        }
      }),
    );

    test(
      'whoever opens their account is told of each who waited, instead of their requests',
      withStore(open, async (store) => {
        const [alice] = await addPeople(store, 1);
        assert.ok(alice);
        const followers = await addPeople(store, 5);
        await inParallel(5, (index) =>
          store.follow({ followerId: followers[index]?.id ?? '', followedId: alice.id }, { locked: true, at: T0 }),
        );
        await inParallel(3, () => store.changeAccount(alice.id, { locked: false }));
        const told = await store.notifications.list(alice.id, { limit: 99 });
        assert.deepEqual(
          told.map(({ type, fromAccountId }) => [type, fromAccountId]).sort(),
          followers.map(({ id }) => ['follow', id]).sort(),
        );
      }),
    );
  });
}
