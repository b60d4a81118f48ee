// Runs the long tests, one file after the other, or those that are named. SOAK_MINUTES is how long the soak lasts (3).
'use strict';
require('./require-node.cjs');
const { spawnSync } = require('node:child_process');
const { globSync } = require('node:fs');

/** Minutes, for one file and for all of them together. */
const ONE_FILE = 15;
const ALL = 45;

const named = process.argv.slice(2);
const files = named.length > 0 ? named : globSync('test/hard/*.hard.ts').sort();
const minutes = ALL + Math.max(0, Number(process.env.SOAK_MINUTES ?? 3) - 3);
const arguments_ = [
  '--test',
  '--test-concurrency=1',
  '--test-reporter=spec',
  `--test-timeout=${(ONE_FILE + minutes - ALL) * 60_000}`,
  ...files,
];
process.stdout.write(`${files.length} files, ${minutes} minutes at most\n`);
const { status, error } = spawnSync(process.execPath, arguments_, { stdio: 'inherit', timeout: minutes * 60_000 });
if (error !== undefined) process.stderr.write(`${error.message}\n`);
process.exit(status ?? 1);
