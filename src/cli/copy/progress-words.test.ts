import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CopyProgress } from '../../storage/copy/copy-database.ts';
import { createProgressWords } from './progress-words.ts';

test('the words for a copy count only this run’s rows as its speed, and begin anew with each phase', () => {
  let now = 5_000_000;
  const words = createProgressWords(() => now);
  const copying: CopyProgress = {
    phase: 'copying',
    table: 'tokens',
    rows: 500_000,
    allRows: 2_000_000,
    rowsBefore: 500_000,
  };
  assert.equal(words(copying), 'Copying tokens: 500,000 of 2,000,000 rows (25 %)');
  now += 10_000;
  assert.equal(
    words({ ...copying, rows: 1_000_000 }),
    'Copying tokens: 1,000,000 of 2,000,000 rows (50 %), 50,000 a second, 20 s left',
  );
  const verifying: CopyProgress = { ...copying, phase: 'verifying', rows: 0, rowsBefore: 0 };
  assert.equal(words(verifying), 'Verifying tokens: 0 of 2,000,000 rows (0 %)');
  now += 100_000;
  assert.match(words({ ...verifying, rows: 100_000 }), / \(5 %\), 1,000 a second, 32 min left$/);
  now += 900_000;
  assert.match(words({ ...verifying, rows: 100_000 }), /, 100 a second, 5\.3 h left$/);
});
