/**
 * Proves the package as others get it: built, packed, installed into an empty project outside the clone, compiled by a
 * strict TypeScript project, used by a JavaScript one, its command run there. Run by `npm run check`.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { proveCommand } from './package/command.ts';
import { compile, install, runJavaScript } from './package/consumers.ts';
import { checkLoads, checkStart } from './package/loads.ts';
import { report } from './package/report.ts';
import { packInto } from './package/tarball.ts';
import { root, run } from './package/tools.ts';

const folder = mkdtempSync(join(tmpdir(), 'mastodoor-packed-'));
try {
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  run('npm', ['run', '--silent', 'build'], root);
  const packed = packInto(folder);
  install(join(folder, packed.filename), folder);
  compile(folder);
  checkLoads(folder);
  checkStart(folder);
  runJavaScript(folder);
  await proveCommand(folder);
  report(packed, folder);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
