import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Account } from '../../accounts/ports.ts';
import { newAccount, T0 } from './samples.ts';
import { inParallel, type PeopleStore, withStore } from './with-store.ts';

const unlocked = { locked: false, at: T0 };
const locked = { locked: true, at: T0 };

export function describeFollows(open: () => Promise<PeopleStore>): void {
  describe('follows', () => {
    test(
      'follow() adds a follow and counts it on both sides',
      withStore(open, async (store) => {
        const pair = await addPair(store);
        const follow = await store.follow(pair, unlocked);
        assert.deepEqual(follow, {
          id: follow.id,
          ...pair,
          requested: false,
          reblogs: true,
          notify: false,
          languages: undefined,
          createdAt: T0,
        });
        assert.deepEqual(await countsOf(store, pair), { following: 1, followers: 1 });
        const { followedId, followerId } = pair;
        assert.equal((await store.findAccount(followedId))?.followingCount, 0);
        assert.equal((await store.findAccount(followerId))?.followersCount, 0);
      }),
    );

    test(
      'follow() changes the options that are given of a follow that exists, and counts nothing',
      withStore(open, async (store) => {
        const pair = await addPair(store);
        const first = await store.follow(pair, { ...unlocked, reblogs: false, languages: ['de', 'pt-BR'] });
        const second = await store.follow(pair, { locked: true, at: T0 + 1, notify: true });
        assert.deepEqual(second, { ...first, notify: true });
        assert.deepEqual(second.languages, ['de', 'pt-BR']);
        assert.equal(second.reblogs, false);
        assert.deepEqual(await countsOf(store, pair), { following: 1, followers: 1 });
      }),
    );

    test(
      'parallel calls of follow() count once, and so do those of unfollow()',
      withStore(open, async (store) => {
        const pair = await addPair(store);
        const follows = await inParallel(20, () => store.follow(pair, unlocked));
        assert.equal(new Set(follows.map((follow) => follow.id)).size, 1);
        assert.deepEqual(await countsOf(store, pair), { following: 1, followers: 1 });
        await inParallel(20, () => store.unfollow(pair));
        assert.deepEqual(await countsOf(store, pair), { following: 0, followers: 0 });
        await inParallel(20, async (index) => {
          if (index % 2 === 0) await store.follow(pair, unlocked);
          else await store.unfollow(pair);
        });
        const [follow] = await store.findFollowsBetween(pair.followerId, [pair.followedId]);
        const expected = follow === undefined ? 0 : 1;
        assert.deepEqual(await countsOf(store, pair), { following: expected, followers: expected });
      }),
    );

    test(
      'two accounts that follow each other at once are both counted',
      withStore(open, async (store) => {
        const pair = await addPair(store);
        const back = { followerId: pair.followedId, followedId: pair.followerId };
        await inParallel(20, (index) => store.follow(index % 2 === 0 ? pair : back, unlocked));
        assert.deepEqual(await countsOf(store, pair), { following: 1, followers: 1 });
        assert.deepEqual(await countsOf(store, back), { following: 1, followers: 1 });
      }),
    );

    test(
      'a locked account gets a request, which is not counted among the followers',
      withStore(open, async (store) => {
        const pair = await addPair(store);
        const request = await store.follow(pair, locked);
        assert.equal(request.requested, true);
        assert.deepEqual(await countsOf(store, pair), { following: 0, followers: 0 });
        assert.equal(await store.countFollowRequests(pair.followedId), 1);
        assert.equal(await store.countFollowRequests(pair.followerId), 0);
        assert.deepEqual(await store.listFollowRequests(pair.followedId, { limit: 9 }), [request]);
        assert.deepEqual(await store.listFollowRequests(pair.followerId, { limit: 9 }), []);
        assert.deepEqual(await store.listSentFollowRequests(pair.followerId, { limit: 9 }), [request]);
        assert.deepEqual(await store.listSentFollowRequests(pair.followedId, { limit: 9 }), []);
        const before = { limit: 9, maxId: request.id };
        assert.deepEqual(await store.listSentFollowRequests(pair.followerId, before), []);
        assert.deepEqual(await store.listFollowers(pair.followedId, { limit: 9 }), []);
        assert.deepEqual(await store.listFollowing(pair.followerId, { limit: 9 }), []);
        await store.unfollow(pair);
        assert.equal(await store.countFollowRequests(pair.followedId), 0);
        assert.deepEqual(await store.listSentFollowRequests(pair.followerId, { limit: 9 }), []);
        assert.deepEqual(await countsOf(store, pair), { following: 0, followers: 0 });
      }),
    );

    test(
      'a request becomes a follow, counted once, when the account is not locked any more',
      withStore(open, async (store) => {
        const pair = await addPair(store);
        const request = await store.follow(pair, locked);
        assert.deepEqual(await store.follow(pair, locked), request);
        await inParallel(10, () => store.follow(pair, unlocked));
        const [follow] = await store.listFollowers(pair.followedId, { limit: 9 });
        assert.deepEqual(follow, { ...request, requested: false });
        assert.deepEqual(await countsOf(store, pair), { following: 1, followers: 1 });
      }),
    );

    test(
      'everyone who asked is let in, and counted once, in the commit that unlocks the account',
      withStore(open, async (store) => {
        const [star, other, ...fans] = await addAccounts(store, 7);
        assert.ok(star && other);
        const asked = await Promise.all(
          fans.map((fan) => store.follow({ followerId: fan.id, followedId: star.id }, locked)),
        );
        const elsewhere = { followerId: fans[0]?.id ?? '', followedId: other.id };
        await store.follow(elsewhere, locked);
        await store.changeAccount(star.id, { locked: true });
        assert.equal(await store.countFollowRequests(star.id), 5);
        const changed = await inParallel(3, () => store.changeAccount(star.id, { locked: false }));
        assert.deepEqual(
          changed.map((account) => account?.followersCount),
          [5, 5, 5],
        );
        const followers = await store.listFollowers(star.id, { limit: 9 });
        assert.deepEqual(followers.map(({ id }) => id).sort(), asked.map(({ id }) => id).sort());
        assert.deepEqual(await countsOf(store, elsewhere), { following: 1, followers: 0 });
        assert.equal(await store.countFollowRequests(other.id), 1);
        assert.equal((await store.changeAccount('1', { locked: false }))?.id, undefined);
      }),
    );

    test(
      'findFollowsBetween() finds both directions and nobody else',
      withStore(open, async (store) => {
        const [a, b, c, d] = await addAccounts(store, 4);
        assert.ok(a && b && c && d);
        const there = await store.follow({ followerId: a.id, followedId: b.id }, unlocked);
        const back = await store.follow({ followerId: b.id, followedId: a.id }, unlocked);
        const request = await store.follow({ followerId: c.id, followedId: a.id }, locked);
        await store.follow({ followerId: a.id, followedId: d.id }, unlocked);
        await store.follow({ followerId: b.id, followedId: c.id }, unlocked);
        const found = await store.findFollowsBetween(a.id, [b.id, c.id]);
        assert.deepEqual(found.map((follow) => follow.id).sort(), [there.id, back.id, request.id].sort());
        assert.deepEqual(await store.findFollowsBetween(a.id, []), []);
      }),
    );

    test(
      'listFollowers() and listFollowing() list newest first, in pages',
      withStore(open, async (store) => {
        const [star, ...fans] = await addAccounts(store, 5);
        assert.ok(star);
        const follows = [];
        for (const fan of fans) {
          follows.unshift(await store.follow({ followerId: fan.id, followedId: star.id }, unlocked));
        }
        assert.deepEqual(await store.listFollowers(star.id, { limit: 9 }), follows);
        assert.deepEqual(await store.listFollowers(star.id, { limit: 2 }), follows.slice(0, 2));
        const maxId = follows[1]?.id;
        assert.deepEqual(await store.listFollowers(star.id, { limit: 9, maxId }), follows.slice(2));
        assert.deepEqual(await store.listFollowers(star.id, { limit: 9, sinceId: maxId }), follows.slice(0, 1));
        assert.deepEqual(await store.listFollowers(star.id, { limit: 9, sinceId: '0' }), follows);
        assert.deepEqual(await store.listFollowing(star.id, { limit: 9 }), []);
        const fan = fans[0];
        assert.ok(fan);
        assert.deepEqual(await store.listFollowing(fan.id, { limit: 9 }), follows.slice(3));
      }),
    );

    test(
      'countFollowRequests() counts no further than 40',
      withStore(open, async (store) => {
        const [star, ...fans] = await addAccounts(store, 43);
        assert.ok(star);
        await Promise.all(fans.map((fan) => store.follow({ followerId: fan.id, followedId: star.id }, locked)));
        assert.equal(await store.countFollowRequests(star.id), 40);
      }),
    );
  });
}

async function addAccounts(store: PeopleStore, count: number): Promise<readonly Account[]> {
  return inParallel(count, () => store.addAccount(newAccount()));
}

async function addPair(store: PeopleStore): Promise<{ readonly followerId: string; readonly followedId: string }> {
  const follower = await store.addAccount(newAccount());
  const followed = await store.addAccount(newAccount());
  return { followerId: follower.id, followedId: followed.id };
}

async function countsOf(store: PeopleStore, pair: { readonly followerId: string; readonly followedId: string }) {
  return {
    following: (await store.findAccount(pair.followerId))?.followingCount,
    followers: (await store.findAccount(pair.followedId))?.followersCount,
  };
}
