// Runs all tests, or the files that are named. PostgreSQL is started once for all of them, unless TEST_DATABASE_URL names one.
'use strict';
require('./require-node.cjs');
const { spawn, spawnSync } = require('node:child_process');
const { once } = require('node:events');
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

runTests().then((code) => {
  process.exitCode = code;
});

async function runTests() {
  // A file that runs alone starts its own when it needs one.
  const isShared = files.length !== 1 && !process.env.TEST_DATABASE_URL;
  const cluster = isShared ? await startCluster() : undefined;
  const env = cluster === undefined ? process.env : { ...process.env, TEST_DATABASE_URL: cluster.url };
  // The terminal interrupts the tests too; they end, and then this does.
  process.on('SIGINT', () => {});
  try {
    const [code] = await once(spawn(process.execPath, arguments_, { stdio: 'inherit', env }), 'exit');
    return code ?? 1;
  } finally {
    await cluster?.stop();
  }
}

async function startCluster() {
  const { startLocalCluster } = await import('../src/storage/postgres/testing/local-cluster.ts');
  return startLocalCluster();
}
