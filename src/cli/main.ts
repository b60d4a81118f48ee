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
  import('./program.ts')
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
