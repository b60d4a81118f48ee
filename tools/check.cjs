// `npm run check`: the one command that says yes or no. With --without-tests, what is left after `npm test`.
'use strict';
require('./require-node.cjs');
const { spawnSync } = require('node:child_process');
const { delimiter, join } = require('node:path');

const root = join(__dirname, '..');
const bin = join(root, 'node_modules', '.bin');
const env = { ...process.env, PATH: bin + delimiter + process.env.PATH };
const withoutTests = process.argv.includes('--without-tests');

const steps = [
  ['format and lint', 'biome', ['ci', '--colors=off', '--error-on-warnings', '.']],
  ['types', 'tsc', ['-p', '.']],
  ['layers', process.execPath, ['tools/layers.ts']],
  ['unused code', 'knip', []],
  ['documentation', process.execPath, ['tools/docs/check.ts']],
  ...(withoutTests ? [] : [['tests', process.execPath, ['tools/test.cjs']]]),
  ['packed package', process.execPath, ['tools/packed-package.ts']],
  ['container image', process.execPath, ['tools/container.ts']],
  ['other runtimes', process.execPath, ['tools/runtimes.ts']],
];

const started = Date.now();
for (const [name, command, arguments_] of steps) {
  const from = Date.now();
  process.stdout.write(`\n— ${name}\n`);
  const { status } = spawnSync(command, arguments_, { cwd: root, env, stdio: 'inherit' });
  if (status !== 0) {
    process.stderr.write(`\n✖ ${name} failed\n`);
    process.exit(1);
  }
  process.stdout.write(`✔ ${name} (${((Date.now() - from) / 1000).toFixed(1)} s)\n`);
}
process.stdout.write(`\n✔ everything holds (${((Date.now() - started) / 1000).toFixed(0)} s)\n`);
