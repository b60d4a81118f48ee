/**
 * Runs the rules and the flows of the built package under Node, Bun and Deno, over a store without native parts and over
 * SQLite. The other two come from the registry of packages and are installed here alone: nobody who starts a server should
 * wait for them. What cannot be installed is skipped loudly; with CI=true it fails. Run by `npm run check`.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const folder = join(root, 'test/runtimes');
const installed = (name: string) => join(folder, 'node_modules/.bin', name);
const runtimes = [
  { name: 'node', command: process.execPath, words: [] },
  { name: 'bun', command: installed('bun'), words: ['run'] },
  { name: 'deno', command: installed('deno'), words: ['run', '-A'] },
];

if (!existsSync(join(root, 'dist/exports/index.js'))) {
  process.stderr.write('✖ There is no dist/ to run: npm run build first\n');
  process.exit(1);
}
spawnSync('npm', ['ci', '--silent', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'inherit' });
for (const { name, command, words } of runtimes) {
  const version = spawnSync(command, ['--version'], { encoding: 'utf8' });
  if (version.status !== 0) {
    process.stderr.write(`✖ ${name} could not be installed, so nothing was run under it\n`);
    if (process.env.CI === 'true') process.exitCode = 1;
    continue;
  }
  const number = /\d+\.\d+\.\d+/.exec(version.stdout)?.[0] ?? 'of unknown version';
  for (const store of ['journal', 'sqlite']) {
    const walk = spawnSync(command, [...words, join(folder, 'walk.mjs'), store], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
      timeout: 60_000,
    });
    const holds = walk.status === 0;
    process.stdout.write(`${name} ${number}: ${holds ? walk.stdout.trim() : `✖ over ${store} it does not hold`}\n`);
    if (!holds) process.exitCode = 1;
  }
}
