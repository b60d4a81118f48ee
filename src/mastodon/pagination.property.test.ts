import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readFollowPage } from '../accounts/follow-page.ts';
import { Parameters } from '../protocol/parameters.ts';
import { linkHeader, readPage } from './pagination.ts';

const limits = { default: 3, max: 6 };
const list = 'https://social.example/list';

/** A page of a list of ids, as a store gives it. */
function serve(ids: readonly bigint[], url: string) {
  const page = readPage(Parameters.fromPairs(new URL(url).searchParams), limits);
  const { maxId, sinceId } = readFollowPage(page);
  const found = ids
    .filter((id) => maxId === undefined || id < BigInt(maxId))
    .filter((id) => sinceId === undefined || id > BigInt(sinceId))
    .toSorted((a, b) => (a < b ? 1 : -1))
    .slice(0, page.limit)
    .map(String);
  return { page, found, link: linkHeader(list, page, found).Link ?? '' };
}

const nextOf = (link: string): string | undefined => /<([^>]+)>; rel="next"/.exec(link)?.[1];

const anyIds = fc.uniqueArray(fc.bigInt({ min: 1n, max: 2n ** 63n - 1n }), { maxLength: 40 });

test('a walk along next visits each item once, newest first, and ends', () => {
  fc.assert(
    fc.property(
      anyIds,
      fc.integer({ min: -9, max: 9 }).filter((limit) => limit !== 0),
      (ids, limit) => {
        const visited: string[] = [];
        let url: string | undefined = `${list}?limit=${limit}`;
        for (let steps = 0; url !== undefined; steps++) {
          assert.ok(steps <= ids.length + 1, 'the walk does not end');
          const { found, link } = serve(ids, url);
          visited.push(...found);
          url = nextOf(link);
        }
        assert.deepEqual(visited, ids.toSorted((a, b) => (a < b ? 1 : -1)).map(String));
      },
    ),
  );
});

test('prev of a page leads to what is newer, and to nothing on the first page', () => {
  fc.assert(
    fc.property(anyIds, (ids) => {
      const prev = /<([^>]+)>; rel="prev"/.exec(serve(ids, list).link)?.[1];
      assert.equal(prev === undefined, ids.length === 0);
      if (prev !== undefined) assert.deepEqual(serve(ids, prev).found, []);
    }),
  );
});

test('no query makes a page larger than the limit, or throws', () => {
  const words = fc.oneof(fc.string(), fc.integer().map(String), fc.constant('9'.repeat(60)));
  fc.assert(
    fc.property(anyIds, words, words, words, (ids, limit, maxId, sinceId) => {
      const query = new URLSearchParams({ limit, max_id: maxId, since_id: sinceId });
      const { page, found, link } = serve(ids, `${list}?${query}`);
      assert.ok(found.length <= limits.max && page.limit >= 0);
      assert.match(link, /^[\x20-\x7e]*$/);
    }),
  );
});
