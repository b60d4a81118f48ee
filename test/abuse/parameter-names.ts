import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const source = fileURLToPath(new URL('../../src/', import.meta.url));

/** Where handlers ask a query or a body for one of its members. */
const asked = /\.(?:one|oneOrBlank|all|has|list|flag|text)\(\s*'([A-Za-z_[\]]+)'/g;

/** Other ways in which names of members stand in handlers: `read(body, 'name')` and the like. */
const given = /\b(?:body|query|parameters|form|given|typed|field)\b[^\n']{0,40}'([A-Za-z_[\]]{2,40})'/g;

/** The names of all members that any handler knows, as they are written in the source. */
export const parameterNames: readonly string[] = [
  ...new Set(
    globSync(['http/**/*.ts', 'site/**/*.ts', 'flows/**/*.ts', 'mastodon/**/*.ts'], { cwd: source })
      .filter((file) => !file.endsWith('.test.ts'))
      .map((file) => readFileSync(source + file, 'utf8'))
      .flatMap((text) => [...text.matchAll(asked), ...text.matchAll(given)].map(([, name = '']) => name)),
  ),
].sort();
