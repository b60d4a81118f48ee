/**
 * Runs the rules and the flows of the built package under Node, Bun and Deno. The other two come from the registry of
 * packages and are installed here alone: nobody who starts a server should wait for them. Run by `npm run check`.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const folder = join(root, 'test/runtimes');
const walk = join(folder, 'walk.mjs');

const install = spawnSync('npm', ['ci', '--silent', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'inherit' });
if (install.status !== 0) {
  process.stderr.write('✖ Bun and Deno could not be installed, so nothing was run under them\n');
  if (process.env.CI === 'true') process.exit(1);
}
const others: readonly (readonly [string, readonly string[]])[] =
  install.status === 0
    ? [
        [join(folder, 'node_modules/.bin/bun'), ['run']],
        [join(folder, 'node_modules/.bin/deno'), ['run', '-A']],
      ]
    : [];
for (const [command, words] of [[process.execPath, []] as const, ...others]) {
  const name = execFileSync(command, ['--version'], { encoding: 'utf8' }).split('\n', 1)[0];
  const says = execFileSync(command, [...words, walk], { cwd: root, encoding: 'utf8', timeout: 60_000 });
  process.stdout.write(`${command.split('/').at(-1)} ${name}: ${says}`);
}
