// Runs the long tests, one file after the other, or those that are named; and after all of them the server with 10⁷ tokens, and as
// two nodes. SOAK_MINUTES is how long the soak lasts (3).
'use strict';
require('./require-node.cjs');
const { spawnSync } = require('node:child_process');
const { globSync } = require('node:fs');

/** Minutes, for one file, for all of them together, and for the many tokens. */
const ONE_FILE = 15;
const ALL = 45;
const SCALE = 30;

const named = process.argv.slice(2);
const files = named.length > 0 ? named : globSync('test/hard/*.hard.ts').sort();
const minutes = ALL + Math.max(0, Number(process.env.SOAK_MINUTES ?? 3) - 3);
process.stdout.write(`${files.length} files, ${minutes} minutes at most\n`);
run(process.execPath, minutes, [
  '--test',
  '--test-concurrency=1',
  '--test-reporter=spec',
  `--test-timeout=${(ONE_FILE + minutes - ALL) * 60_000}`,
  ...files,
]);
if (named.length === 0) {
  process.stdout.write(`10⁷ tokens, ${SCALE} minutes at most\n`);
  const measured = 'sizes,lists,start,warm,cold,nodes,housekeeping';
  run('npm', SCALE, ['run', 'bench:scale', '--', '--rounds', '3', '--seconds', '3', '--only', measured]);
}

/** Ends this process where it fails or takes longer. */
function run(command, minutesAtMost, words) {
  const { status, error } = spawnSync(command, words, { stdio: 'inherit', timeout: minutesAtMost * 60_000 });
  if (error !== undefined) process.stderr.write(`${error.message}\n`);
  if (status !== 0) process.exit(status ?? 1);
}
