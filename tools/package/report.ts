import { costOf } from './measure.ts';
import type { Packed } from './tarball.ts';
import { run, say } from './tools.ts';

/** Prints what the package weighs, installed and imported: ratios, since milliseconds are this machine's. */
export function report(packed: Packed, folder: string): void {
  const packages = run('npm', ['ls', '--all', '--parseable'], folder).trim().split('\n').length - 1;
  const megabytes = Number(run('du', ['-sk', 'node_modules'], folder).split('\t')[0]) / 1000;
  const nothing = costOf('0', folder);
  const core = costOf("await import('mastodoor')", folder);
  const hono = costOf("await import('hono')", folder);
  const times = (cost: number, of: number) => `${(cost / of).toFixed(1)} ×`;
  say(
    `Packed ${kilobytes(packed.size)}, unpacked ${kilobytes(packed.unpackedSize)}; ` +
      `installed ${megabytes.toFixed(1)} MB in ${packages} packages.`,
  );
  say(
    `Importing the core: ${core.milliseconds.toFixed(0)} ms, ${times(core.milliseconds, hono.milliseconds)} hono alone; ` +
      `${core.megabytes.toFixed(0)} MB, ${times(core.megabytes, hono.megabytes)} hono alone, ` +
      `${times(core.megabytes, nothing.megabytes)} an empty script.`,
  );
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(0)} kB`;
}
