import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { digestOf } from '../../src/protocol/secret.ts';
import type { FullStore } from '../../src/storage/store.ts';
import type { Figure, Job } from '../job.ts';
import { load } from '../load.ts';
import { addPerson } from '../people.ts';
import { withToken } from '../requests.ts';
import type { Stand } from '../stand.ts';

const FOLLOWS = 1000;
const FEW = 1000;
const MANY = 100_000;

/** More than the server looks at before it asks for those of each author. */
const NEWEST = 500;

/** The home timeline of somebody who follows a thousand: with a hundred thousand statuses, beside a thousand of them. */
export const home: Job = {
  name: 'home',
  title: 'home timeline, 1,000 follows: 100,000 statuses ÷ 1,000',
  unit: 'requests/s',
  prepare: async (stand) => {
    const { store } = stand;
    const reader = await addPerson(store, 'reader');
    const authors: string[] = [];
    for (let number = 0; number < FOLLOWS; number += 1) authors.push(await addPerson(store, `author${number}`));
    await Promise.all(
      authors.map((followedId) => store.follow({ followerId: reader, followedId }, { locked: false, at: Date.now() })),
    );
    const token = await readingToken(store, reader);
    await post(store, authors, 0, FEW);
    // Once to warm up, once to measure.
    await measure(stand, token);
    const base = await measure(stand, token);
    await post(store, authors, FEW, MANY);
    settle(join(stand.folder, 'bench.db'));
    let posted = MANY;
    return async () => {
      // Other jobs post too, and home would be another question where the newest of the server are all of strangers.
      await post(store, authors, posted, posted + NEWEST);
      posted += NEWEST;
      settle(join(stand.folder, 'bench.db'));
      return { ours: await measure(stand, token), base };
    };
  },
};

/** As in a database that has grown for years: nothing of it waits in the log any more. */
function settle(path: string): void {
  const database = new DatabaseSync(path);
  database.exec('pragma wal_checkpoint(truncate)');
  database.close();
}

/** Posts some, by several authors in turn. */
export async function post(store: FullStore, authors: readonly string[], from: number, to: number): Promise<void> {
  for (let number = from; number < to; number += 500) {
    await Promise.all(
      Array.from({ length: Math.min(500, to - number) }, (_, index) =>
        store.statuses.add({
          accountId: authors[(number + index * 7) % authors.length] ?? '',
          text: `Status ${number + index} of the bench, https://bench.example/`,
          spoilerText: '',
          visibility: index % 10 === 0 ? 'private' : 'public',
          sensitive: false,
          language: 'en',
          inReplyToId: undefined,
          inReplyToAccountId: undefined,
          application: { name: 'Bench', website: undefined },
          mentionedIds: [],
          tags: [],
          createdAt: Date.now(),
        }),
      ),
    );
  }
}

function measure(stand: Stand, token: string): Promise<Figure> {
  return load(stand.ours, [withToken('/api/v1/timelines/home', token)], stand);
}

/** A token of an account that may read and write, without an app. */
export async function readingToken(store: FullStore, accountId: string): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  const createdAt = Date.now();
  await store.addGrantWithToken(
    { appId: undefined, accountId, scopes: ['read', 'write'], redirectUri: undefined, createdAt },
    { digest: digestOf(token), createdAt, expiresAt: undefined },
  );
  return token;
}
