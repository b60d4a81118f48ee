import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Parameters } from '../protocol/parameters.ts';
import { linkHeader, readPage } from './pagination.ts';

const limits = { default: 40, max: 80 };
const page = (query: string) => readPage(Parameters.fromPairs(new URLSearchParams(query)), limits);
const url = 'https://social.example/api/v1/accounts/1/followers';

const cases: readonly (readonly [string, number])[] = [
  ['', 40],
  ['limit=2', 2],
  ['limit=80', 80],
  ['limit=81', 80],
  ['limit=-5', 5],
  ['limit=0', 0],
  [`limit=${'9'.repeat(50)}`, 80],
  ['limit=', 40],
  ['limit=many', 40],
  ['limit=1.5', 40],
  ['limit=3&limit=4', 4],
  ['limit[a]=3', 40],
];

for (const [query, limit] of cases) {
  test(`readPage() reads ${limit} from the query "${query.slice(0, 20)}" (contract §12.4)`, () => {
    assert.equal(page(query).limit, limit);
  });
}

test('readPage() takes places in the list, and leaves out what is none', () => {
  const none = { limit: 40, maxId: undefined, sinceId: undefined, minId: undefined, sentLimit: undefined };
  assert.deepEqual(page('max_id=9&since_id=3&min_id=2'), { ...none, maxId: '9', sinceId: '3', minId: '2' });
  assert.deepEqual(page('max_id=%20&since_id=&min_id='), none);
});

test('linkHeader() repeats what the list was asked for with, and leads back by min_id where that is meant', () => {
  const repeated = new URLSearchParams([
    ['role_ids[]', '1'],
    ['username', 'a&b'],
  ]);
  assert.deepEqual(linkHeader(url, page('limit=1'), ['9'], { previous: 'min_id', repeated }), {
    Link: ['max_id=9>; rel="next"', 'min_id=9>; rel="prev"']
      .map((end) => `<${url}?role_ids%5B%5D=1&username=a%26b&limit=1&${end}`)
      .join(', '),
  });
  const nothing = { previous: 'min_id', repeated: new URLSearchParams() } as const;
  assert.deepEqual(linkHeader(url, page(''), ['9'], nothing), { Link: `<${url}?min_id=9>; rel="prev"` });
});

test('linkHeader() is the contract’s, with the limit only if it was sent (contract §12.4)', () => {
  assert.deepEqual(linkHeader(url, page('limit=2'), ['7489740', '7486869']), {
    Link: `<${url}?limit=2&max_id=7486869>; rel="next", <${url}?limit=2&since_id=7489740>; rel="prev"`,
  });
  const full = Array.from({ length: 40 }, (_, index) => String(100 - index));
  assert.deepEqual(linkHeader(url, page(''), full), {
    Link: `<${url}?max_id=61>; rel="next", <${url}?since_id=100>; rel="prev"`,
  });
});

test('linkHeader() has no next on a page that is not full, and is not there for an empty one (contract §12.4)', () => {
  assert.deepEqual(linkHeader(url, page('limit=3'), ['9', '8']), { Link: `<${url}?limit=3&since_id=9>; rel="prev"` });
  assert.deepEqual(linkHeader(url, page('limit=3'), []), {});
  assert.deepEqual(linkHeader(url, page('limit=0'), []), {});
});

test('linkHeader() repeats no limit that was not a number', () => {
  const headers = linkHeader(url, page('limit=%22%3E%0D%0AX:'), ['9']);
  assert.deepEqual(headers, { Link: `<${url}?since_id=9>; rel="prev"` });
});
