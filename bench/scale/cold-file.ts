import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';

/**
 * Drops the pages of a file from the system's cache (`posix_fadvise`, by `dd`), leaving those of everybody else, and says
 * how much of it is still there.
 * @returns the share that stayed, 0 to 1; undefined where `fincore` cannot tell
 */
export function makeCold(path: string): number | undefined {
  execFileSync('dd', [`of=${path}`, 'oflag=nocache', 'conv=notrunc,fdatasync', 'count=0'], { stdio: 'ignore' });
  try {
    const resident = execFileSync('fincore', ['-n', '-b', '-o', 'RES', path], { encoding: 'utf8' });
    return Number(resident.trim()) / statSync(path).size;
  } catch {
    return undefined;
  }
}

/** Reads a whole file, so that the system has it in its cache as far as it fits. */
export function makeWarm(path: string): void {
  execFileSync('dd', [`if=${path}`, 'of=/dev/null', 'bs=4M'], { stdio: 'ignore' });
}
