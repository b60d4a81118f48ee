import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DirectorySweepable } from '../../accounts/ports.ts';
import { plansOf } from '../sqlite/testing/query-plans.ts';
import { countSweepableOfDirectory, sweepDirectory } from './sweep-directory.ts';

/** All but invites, which are few. */
const kinds: readonly DirectorySweepable[] = [
  'tickets',
  'mails',
  'unconfirmed accounts',
  'audit addresses',
  'audit entries',
];

test('sweepDirectory() finds what ended by an index, whatever the number of rows that stay', async () => {
  const planned = await plansOf(async (db) => {
    for (const kind of kinds) {
      await countSweepableOfDirectory(db, kind, 1);
      await sweepDirectory(db, kind, 1, 1, 2);
    }
  });
  assert.equal(planned.length, 2 * kinds.length);
  for (const { query, steps } of planned) {
    for (const step of steps) assert.doesNotMatch(step, /\bSCAN (?!rows\b)/, query);
    // Else entries whose address is long gone would be looked at again every hour.
    if (query.includes('"address"')) assert.match(steps.join(), /audit_entries_address_time/, query);
  }
});
