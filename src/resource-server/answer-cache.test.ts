import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AnswerCache } from './answer-cache.ts';
import type { Introspected } from './introspected.ts';

const living = (expiresAt?: number): Introspected => ({
  kind: 'living',
  expiresAt,
  caller: { tokenId: '1', grantId: '2', scopes: [], app: undefined, account: undefined },
});
const unknown: Introspected = { kind: 'unknown' };
const now = () => performance.now();

test('An answer holds no longer than its age allows, counted from the question', () => {
  const cache = new AnswerCache({ maxEntries: 10, maxAgeMs: 1000 });
  cache.set('young', living(), now());
  cache.set('old', living(), now() - 1001);
  cache.set('old and unknown', unknown, now() - 1001);
  assert.notEqual(cache.get('young'), undefined);
  assert.equal(cache.get('old'), undefined);
  assert.equal(cache.get('old and unknown'), undefined);
});

test('An answer never outlives the token, however long answers may hold (RFC 7662 §4)', () => {
  const cache = new AnswerCache({ maxEntries: 10, maxAgeMs: 3_600_000 });
  cache.set('living', living(Date.now() + 60_000), now());
  cache.set('expired', living(Date.now() - 1), now());
  assert.notEqual(cache.get('living'), undefined);
  assert.equal(cache.get('expired'), undefined);
});

test('The token that was not used for the longest time is forgotten first', () => {
  const cache = new AnswerCache({ maxEntries: 2, maxAgeMs: 1000 });
  cache.set('first', living(), now());
  cache.set('second', living(), now());
  cache.get('first');
  cache.set('third', living(), now());
  assert.equal(cache.get('second'), undefined);
  assert.notEqual(cache.get('first'), undefined);
});

test('Made-up tokens are bounded too, and push no living token out', () => {
  const cache = new AnswerCache({ maxEntries: 20, maxAgeMs: 1000 });
  cache.set('living', living(), now());
  for (let index = 0; index < 500; index++) cache.set(`made up ${index}`, unknown, now());
  assert.equal(cache.size, 3);
  assert.notEqual(cache.get('living'), undefined);
});
