import { readFileSync } from 'node:fs';
import { join, matchesGlob } from 'node:path';
import { root } from '../package/tools.ts';

const patterns = readFileSync(join(root, '.dockerignore'), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'));

/**
 * Whether a file of the clone gets into the build, by `.dockerignore`: the last pattern that matches it, or a folder that
 * it is in, decides.
 */
export function isInContext(path: string): boolean {
  // Here a star also means a name that begins with a dot.
  const folders = path
    .replaceAll(/(^|\/)\./g, '$1dot-')
    .split('/')
    .map((_, index, parts) => parts.slice(0, index + 1).join('/'));
  let ignored = false;
  for (const pattern of patterns) {
    const isException = pattern.startsWith('!');
    const glob = isException ? pattern.slice(1) : pattern;
    if (folders.some((folder) => matchesGlob(folder, glob))) ignored = !isException;
  }
  return !ignored;
}
