import { globSync } from 'node:fs';
import { sep } from 'node:path';
import { departurePages } from './departures.ts';
import { logPage } from './log-page.ts';
import { metricsPage } from './metrics-page.ts';
import type { Page } from './page.ts';
import { referencePages } from './reference.ts';
import { wirePage } from './wire.ts';

/** Folders in which everything is generated. */
const folders = ['docs/departures', 'docs/reference'];

/** All pages that are made from code. */
export async function generatedPages(): Promise<readonly Page[]> {
  return [...departurePages(), await wirePage(), logPage(), await metricsPage(), ...(await referencePages())];
}

/** Files in the generated folders that no page stands for any more. */
export function leftOverPages(root: string, pages: readonly Page[]): readonly string[] {
  const known = new Set(pages.map(({ path }) => path));
  const present = globSync(
    folders.map((folder) => `${folder}/**/*.md`),
    { cwd: root },
  );
  return present.map((path) => path.replaceAll(sep, '/')).filter((path) => !known.has(path));
}
