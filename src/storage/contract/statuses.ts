import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { StoreUnavailable } from '../../flows/ports.ts';
import type { NewStatus, News, SoughtTags, Status, TimelinePage } from '../../social/ports.ts';
import type { FullStore } from '../store.ts';
import { newAccount, newDigest, T0 } from './samples.ts';
import { countOf, inParallel, withStore } from './with-store.ts';

/** What people post, and what comes with it. */
export function describeStatuses(open: () => Promise<FullStore>): void {
  const newStatus = (accountId: string, change: Partial<NewStatus> = {}): NewStatus => ({
    accountId,
    text: 'Hello',
    spoilerText: '',
    visibility: 'public',
    sensitive: false,
    language: undefined,
    inReplyToId: undefined,
    inReplyToAccountId: undefined,
    application: { name: 'App "Süd"', website: undefined },
    mentionedIds: [],
    tags: [],
    createdAt: T0,
    ...change,
  });
  const addPeople = (store: FullStore, count: number) => inParallel(count, () => store.addAccount(newAccount()));

  describe('statuses', () => {
    test(
      'statuses.add() keeps a status as it is, counts it, and notifies whom it names, but not its author',
      withStore(open, async (store) => {
        const [alice, bob] = await addPeople(store, 2);
        assert.ok(alice && bob);
        const told: News[] = [];
        const end = store.onNews((news) => told.push(news));
        const sample = newStatus(alice.id, {
          text: 'Ünï 🤖\u2028',
          language: 'de',
          sensitive: true,
          mentionedIds: [alice.id, bob.id],
        });
        const status = await store.statuses.add(sample);
        end();
        assert.ok(status);
        const { tags: _, ...kept } = sample;
        assert.deepEqual(status, { ...kept, id: status.id, repliesCount: 0, mentionedIds: status.mentionedIds });
        assert.deepEqual([...status.mentionedIds].sort(), [alice.id, bob.id].sort());
        assert.deepEqual(await store.statuses.find(status.id), status);
        const account = await store.findAccount(alice.id);
        assert.deepEqual([account?.statusesCount, account?.lastStatusAt], [1, T0]);
        const [notification, ...more] = await store.notifications.list(bob.id, { limit: 9 });
        assert.deepEqual([notification?.type, notification?.statusId, more], ['mention', status.id, []]);
        assert.deepEqual(await store.notifications.list(alice.id, { limit: 9 }), []);
        assert.deepEqual(
          told.map(({ kind }) => kind),
          ['status', 'notification'],
        );
      }),
    );

    test(
      'of parallel calls of statuses.add() under one key exactly one adds, and all resolve to it',
      withStore(open, async (store) => {
        const [alice] = await addPeople(store, 1);
        assert.ok(alice);
        const key = { digest: newDigest(), expiresAt: T0 + 1000 };
        const added = await inParallel(20, () => store.statuses.add(newStatus(alice.id), key));
        assert.equal(new Set(added.map((status) => status?.id)).size, 1);
        assert.equal((await store.findAccount(alice.id))?.statusesCount, 1);
        const later = await store.statuses.add(newStatus(alice.id, { createdAt: T0 + 1000 }), key);
        assert.notEqual(later?.id, added[0]?.id);
      }),
    );

    test(
      'statuses.remove() is done once, by the author alone, and takes notifications along; answers stay',
      withStore(open, async (store) => {
        const [alice, bob] = await addPeople(store, 2);
        assert.ok(alice && bob);
        const root = await store.statuses.add(newStatus(alice.id, { mentionedIds: [bob.id] }));
        assert.ok(root);
        const answers = await inParallel(5, () =>
          store.statuses.add(newStatus(bob.id, { inReplyToId: root.id, inReplyToAccountId: alice.id })),
        );
        assert.equal((await store.statuses.find(root.id))?.repliesCount, 5);
        assert.equal(await store.statuses.remove(root.id, bob.id), undefined);
        const removed = await inParallel(5, () => store.statuses.remove(root.id, alice.id));
        assert.equal(
          countOf(removed, (status) => status !== undefined),
          1,
        );
        assert.equal((await store.findAccount(alice.id))?.statusesCount, 0);
        assert.deepEqual(await store.notifications.list(bob.id, { limit: 9 }), []);
        const answer = await store.statuses.find(answers[0]?.id ?? '');
        assert.deepEqual([answer?.inReplyToId, answer?.inReplyToAccountId], [undefined, alice.id]);
        assert.equal(await store.statuses.add(newStatus(bob.id, { inReplyToId: root.id })), undefined);
        assert.equal((await store.findAccount(bob.id))?.statusesCount, 5);
      }),
    );

    test(
      'only answers that everybody may read are counted, and only those are taken off again',
      withStore(open, async (store) => {
        const [alice, bob] = await addPeople(store, 2);
        assert.ok(alice && bob);
        const root = await store.statuses.add(newStatus(alice.id));
        assert.ok(root);
        const count = async () => (await store.statuses.find(root.id))?.repliesCount;
        const answer = (author: string, visibility: Status['visibility']) =>
          store.statuses.add(newStatus(author, { visibility, inReplyToId: root.id, inReplyToAccountId: alice.id }));
        for (const visibility of ['public', 'unlisted', 'private', 'direct'] as const) await answer(bob.id, visibility);
        assert.equal(await count(), 2);
        for (const visibility of ['direct', 'private', 'unlisted'] as const) {
          const own = await answer(alice.id, visibility);
          await store.statuses.remove(own?.id ?? '', alice.id);
          assert.equal(await count(), 2, visibility);
        }
        await store.deleteAccount(bob.id, T0);
        assert.equal(await count(), 0);
      }),
    );

    test(
      'an answer that races with the end of what it answers is counted, or is none',
      withStore(open, async (store) => {
        const [alice, bob] = await addPeople(store, 2);
        assert.ok(alice && bob);
        for (let round = 0; round < 5; round += 1) {
          const root = await store.statuses.add(newStatus(alice.id));
          assert.ok(root);
          const reply = newStatus(bob.id, { inReplyToId: root.id, inReplyToAccountId: alice.id });
          const removing = store.statuses.remove(root.id, alice.id);
          const answer: Status | undefined = await store.statuses.add(reply);
          await removing;
          if (answer !== undefined) assert.equal((await store.statuses.find(answer.id))?.inReplyToId, undefined);
        }
        const count = (await store.statuses.listOfAccount(bob.id, undefined, { limit: 40 })).length;
        assert.equal((await store.findAccount(bob.id))?.statusesCount, count);
      }),
    );

    test(
      'deleteAccount() leaves nothing of what the account posted, and nobody who was told of it',
      withStore(open, async (store) => {
        const [alice, bob] = await addPeople(store, 2);
        assert.ok(alice && bob);
        const root = await store.statuses.add(newStatus(bob.id));
        const own = await store.statuses.add(
          newStatus(alice.id, { mentionedIds: [bob.id], inReplyToId: root?.id, inReplyToAccountId: bob.id }),
        );
        await store.follow({ followerId: alice.id, followedId: bob.id }, { locked: false, at: T0 });
        await store.markers.set(alice.id, 'home', '1', T0);
        assert.equal(await store.deleteAccount(alice.id, T0), true);
        assert.equal(await store.statuses.find(own?.id ?? ''), undefined);
        assert.equal((await store.statuses.find(root?.id ?? ''))?.repliesCount, 0);
        assert.deepEqual(await store.notifications.list(bob.id, { limit: 9 }), []);
        assert.deepEqual(await store.markers.find(alice.id, ['home']), []);
        assert.equal(await store.statuses.add(newStatus(alice.id)), undefined);
        await assert.rejects(store.markers.set(alice.id, 'home', '2', T0), StoreUnavailable);
        assert.deepEqual(await store.markers.find(alice.id, ['home']), []);
      }),
    );

    test(
      'the home timeline has the newest of many authors in order, whoever posted when',
      withStore(open, async (store) => {
        const [reader, ...authors] = await addPeople(store, 8);
        assert.ok(reader);
        for (const { id } of authors)
          await store.follow({ followerId: reader.id, followedId: id }, { locked: false, at: T0 });
        const ids: string[] = [];
        for (let number = 0; number < 30; number += 1) {
          const author = authors[(number * number) % authors.length];
          ids.unshift((await store.statuses.add(newStatus(author?.id ?? '')))?.id ?? '');
        }
        const page = async (part: object) =>
          (await store.statuses.listHome(reader.id, { limit: 4, ...part })).map(({ id }) => id);
        assert.deepEqual(await page({}), ids.slice(0, 4));
        assert.deepEqual(await page({ maxId: ids[3] }), ids.slice(4, 8));
        assert.deepEqual(await page({ minId: ids[9] }), ids.slice(5, 9));
        assert.deepEqual(await page({ sinceId: ids[2] }), ids.slice(0, 2));
        assert.deepEqual(await page({ minId: '1' }), ids.slice(-4));
      }),
    );

    test(
      'statuses.listTagged() finds public statuses by any, all and none of hashtags, page by page',
      withStore(open, async (store) => {
        const [alice] = await addPeople(store, 1);
        assert.ok(alice);
        const ids: string[] = [];
        for (const tags of [['a'], ['a', 'b'], ['b'], ['a', 'b', 'c'], [], ['ä']]) {
          const status = await store.statuses.add(newStatus(alice.id, { tags }));
          ids.push(status?.id ?? '');
        }
        await store.statuses.add(newStatus(alice.id, { tags: ['a'], visibility: 'unlisted' }));
        const found = async (sought: Partial<SoughtTags>, page: TimelinePage = { limit: 9 }) => {
          const statuses = await store.statuses.listTagged({ any: [], all: [], none: [], ...sought }, page);
          return statuses.map(({ id }) => ids.indexOf(id));
        };
        assert.deepEqual(await found({ any: ['a'] }), [3, 1, 0]);
        assert.deepEqual(await found({ any: ['a', 'b', 'ä'] }), [5, 3, 2, 1, 0]);
        assert.deepEqual(await found({ any: ['a'], all: ['b'] }), [3, 1]);
        assert.deepEqual(await found({ any: ['a', 'b'], all: ['b'], none: ['c', 'd'] }), [2, 1]);
        assert.deepEqual(await found({ any: [] }), []);
        assert.deepEqual(await found({ any: ['a'] }, { limit: 2 }), [3, 1]);
        assert.deepEqual(await found({ any: ['a'] }, { limit: 2, maxId: ids[1] }), [0]);
        assert.deepEqual(await found({ any: ['a', 'b'] }, { limit: 2, minId: ids[0] }), [2, 1]);
        assert.deepEqual(await found({ any: ['a', 'b'] }, { limit: 2, sinceId: ids[0] }), [3, 2]);
        const ofAlice = (tag: string) => store.statuses.listOfAccount(alice.id, undefined, { limit: 9, tag });
        assert.deepEqual(
          (await ofAlice('b')).map(({ id }) => ids.indexOf(id)),
          [3, 2, 1],
        );
        await store.statuses.remove(ids[1] ?? '', alice.id);
        assert.deepEqual(await found({ any: ['a'] }), [3, 0]);
      }),
    );

    test(
      'a marker that is set while its account is deleted goes with it',
      withStore(open, async (store) => {
        for (let round = 0; round < 5; round += 1) {
          const [alice] = await addPeople(store, 1);
          assert.ok(alice);
          await inParallel<unknown>(12, (index) =>
            index === 5
              ? store.deleteAccount(alice.id, T0)
              : store.markers.set(alice.id, 'home', `${index}`, T0).catch(() => {}),
          );
          assert.deepEqual(await store.markers.find(alice.id, ['home']), []);
        }
      }),
    );

    test(
      'of parallel changes of one marker each counts',
      withStore(open, async (store) => {
        const [alice] = await addPeople(store, 1);
        assert.ok(alice);
        const set = await inParallel(10, (index) => store.markers.set(alice.id, 'home', `${index + 1}`, T0));
        assert.deepEqual(
          set.map(({ version }) => version).sort((one, other) => one - other),
          Array.from({ length: 10 }, (_, index) => index + 1),
        );
      }),
    );

    test(
      'housekeeping takes notifications that were told before, and keys that may be used anew',
      withStore(open, async (store) => {
        const [alice, bob] = await addPeople(store, 2);
        assert.ok(alice && bob);
        for (const at of [T0, T0 + 10]) {
          const sample = newStatus(alice.id, { createdAt: at, mentionedIds: [bob.id] });
          await store.statuses.add(sample, { digest: newDigest(), expiresAt: at });
        }
        for (const kind of ['notifications', 'posting keys'] as const) {
          const options = { before: T0 + 1, batch: 9 };
          assert.equal(await store.sweepDirectory(kind, { ...options, dryRun: true }), 1, kind);
          assert.equal(await store.sweepDirectory(kind, { ...options, dryRun: false }), 1, kind);
          assert.equal(await store.sweepDirectory(kind, { ...options, dryRun: false }), 0, kind);
        }
        assert.equal((await store.notifications.list(bob.id, { limit: 9 })).length, 1);
      }),
    );
  });
}
