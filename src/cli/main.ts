#!/usr/bin/env node
// The door of the command line. It imports nothing and uses only what every Node that knows modules can read, so that an
// old one can still say what it needs.
const oldestNode = 24;

if (Number(process.versions.node.split('.')[0]) < oldestNode) {
  process.stderr.write(
    `Mastodoor needs Node.js ${oldestNode} or newer, and this is ${process.versions.node}: install it from https://nodejs.org\n`,
  );
  process.exitCode = 1;
} else {
  Promise.all([import('node:module'), import('node:url')])
    .then(([module, url]) => {
      // Compiling what was compiled before is half of a start. Only whoever may write the code itself may write this folder,
      // unlike the one that Node would choose; where the server may not write here, it starts without.
      module.enableCompileCache(url.fileURLToPath(new URL('../../node_modules/.cache/mastodoor', import.meta.url)));
      return import('./program.ts');
    })
    .then((program) => program.runProgram(process.argv.slice(2)))
    .then(
      (exitCode) => {
        process.exitCode = exitCode;
      },
      (error) => {
        process.stderr.write(`Mastodoor cannot start: ${error.message}\n`);
        process.exitCode = 70;
      },
    );
}
