// Runs all tests, or the files that are named.
'use strict';
require('./require-node.cjs');
const { spawnSync } = require('node:child_process');
const files = process.argv.slice(2);
const all = ['src/**/*.test.ts', 'test/**/*.test.ts', 'examples/**/*.test.ts', 'tools/**/*.test.ts'];
const arguments_ = ['--test', '--test-timeout=180000', ...(files.length > 0 ? files : all)];
process.exit(spawnSync(process.execPath, arguments_, { stdio: 'inherit' }).status ?? 1);
