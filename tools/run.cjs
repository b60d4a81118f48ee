// Starts the command line from a clone.
'use strict';
require('./require-node.cjs');
const { join } = require('node:path');
process.argv[1] = join(__dirname, '..', 'src', 'cli', 'main.ts');
import('../src/cli/main.ts');
