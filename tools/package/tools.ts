import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** The clone that the package is made from. */
export const root = join(import.meta.dirname, '../..');

/** A command that `npm ci` brought. */
export function bin(name: string): string {
  return join(root, 'node_modules/.bin', name);
}

/** Runs a command and gives what it said; its errors go to the terminal. */
export function run(command: string, words: readonly string[], cwd: string): string {
  try {
    return execFileSync(command, words, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  } catch (error) {
    // Compilers and linters say on stdout what is wrong.
    if (error instanceof Error && 'stdout' in error) say(String(error.stdout).trim());
    throw error;
  }
}

/** Ends the check with these words unless it holds. */
export function demand(holds: boolean, words: string): void {
  if (!holds) throw new Error(words);
}

/** Tells whoever runs the check. */
export function say(words: string): void {
  process.stdout.write(`${words}\n`);
}
