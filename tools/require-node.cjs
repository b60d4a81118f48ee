// Says in one line what is missing where the bundled Node was not installed. Readable by any Node.
'use strict';
if (Number(process.versions.node.split('.')[0]) < 24) {
  process.stderr.write(
    'This needs Node 24 or newer, and this is ' +
      process.version +
      '. Run "npm ci" without --omit=dev and --ignore-scripts, which brings the right Node along.\n',
  );
  process.exit(1);
}
