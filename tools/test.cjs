// Runs all tests, or the files that are named.
'use strict';
require('./require-node.cjs');
const { spawnSync } = require('node:child_process');
const { availableParallelism } = require('node:os');
const files = process.argv.slice(2);
// The examples use the package as others do: built.
if (files.length === 0 || files.some((file) => file.includes('examples'))) {
  const tsc = require.resolve('typescript/bin/tsc');
  const { status } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { stdio: 'inherit' });
  if (status !== 0) process.exit(1);
}

const all = ['src/**/*.test.ts', 'test/**/*.test.ts', 'examples/**/*.test.ts', 'tools/**/*.test.ts'];
// Many tests wait for processes and browsers, so a processor can be kept busy while another one waits.
const atOnce = Math.max(2, availableParallelism());
const arguments_ = [
  '--test',
  `--test-concurrency=${atOnce}`,
  '--test-timeout=180000',
  ...(files.length > 0 ? files : all),
];
process.exit(spawnSync(process.execPath, arguments_, { stdio: 'inherit' }).status ?? 1);
