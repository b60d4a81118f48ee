import { globSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { collectSnippets, type Source } from './collect-snippets.ts';
import { compileSnippets } from './compile-snippets.ts';

/** Pages and sources whose code is compiled. The reference is left out: it repeats the doc comments of `src/`. */
const places = ['*.md', 'docs/**/*.md', 'src/**/*.ts'];
const leftOut = /^docs\/reference\/|\.test\.ts$/;

export interface CheckedSnippets {
  readonly compiled: number;
  readonly ignored: ReadonlyArray<{ readonly path: string; readonly line: number; readonly reason: string }>;
  readonly faults: readonly string[];
}

/** Compiles every block of TypeScript and JavaScript that a reader may copy. */
export function checkSnippets(root: string): CheckedSnippets {
  const collected = globSync(places, { cwd: root })
    .map((path) => path.replaceAll(sep, '/'))
    .filter((path) => !leftOut.test(path))
    .sort()
    .map((path): Source => ({ path, text: readFileSync(join(root, path), 'utf8') }))
    .map(collectSnippets);
  const snippets = collected.flatMap((one) => one.snippets);
  return {
    compiled: snippets.length,
    ignored: collected.flatMap((one) => one.ignored),
    faults: [...collected.flatMap((one) => one.faults), ...compileSnippets(root, snippets)],
  };
}
