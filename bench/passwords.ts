/**
 * What it costs to judge a password that was made to be hard to judge, beside one verification of argon2id in the same run.
 * `node bench/passwords.ts`
 */

import { findWeakness } from '../src/accounts/password/password-strength.ts';
import { argon2id, NOBODYS_HASH } from '../src/accounts/password-hashes.ts';

/** What makes the estimate try most: spellings of words, digits that may be dates, repetitions. */
const hostile = [
  '4@8({[</369&#!1/|0$5+7%2'.repeat(3),
  '4'.repeat(72),
  '@4'.repeat(36),
  '1/1/91'.repeat(12),
  '1234567890'.repeat(8),
  '718293645019283746556473829101928374655647382910192837465564738291019283',
  'p4ssw0rdp@ssw0rd'.repeat(5),
  '|-||)|(|_|/\\/\\'.repeat(10),
  '19'.repeat(36),
  'aabaabaabaab'.repeat(6),
  'v'.repeat(72),
  '(c)'.repeat(24),
  '1!1!|i!l1'.repeat(8),
  '\u{1F511}'.repeat(72),
  'x'.repeat(8_000_000),
];

const names = [
  'alice',
  'alice@example.org',
  'x'.repeat(1_000_000),
  ...Array.from({ length: 1000 }, (_, n) => `name${n}`),
];

/** The best of some runs, in milliseconds: what the work costs, not what else the machine does. */
async function timeOf(work: () => Promise<unknown>): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 5; run += 1) {
    const start = performance.now();
    await work();
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

await findWeakness('first', names);
const floor = await timeOf(() => argon2id.verifyPassword('x', NOBODYS_HASH));
for (const password of hostile) {
  const ratio = (await timeOf(() => findWeakness(password, names))) / floor;
  process.stdout.write(`${ratio.toFixed(2).padStart(6)} ${JSON.stringify(password.slice(0, 40))}\n`);
}
process.stdout.write('times one verification of argon2id\n');
