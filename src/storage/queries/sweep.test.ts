import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Sweepable } from '../../flows/ports.ts';
import { plansOf } from '../sqlite/testing/query-plans.ts';
import { countSweepable, sweep } from './sweep.ts';

const kinds: readonly Sweepable[] = [
  'pending authorizations',
  'codes',
  'revoked grants',
  'unused app tokens',
  'idle app tokens',
  'sessions',
  'apps never used',
];

test('sweep() finds what ended by an index, whatever the number of rows that live', async () => {
  const planned = await plansOf(async (db) => {
    for (const kind of kinds) {
      await countSweepable(db, kind, 1);
      await sweep(db, kind, 1, 1);
    }
  });
  assert.ok(planned.length >= 2 * kinds.length);
  for (const { query, steps } of planned) {
    for (const step of steps) assert.doesNotMatch(step, /\bSCAN (?!rows\b)/, query);
  }
});
