/** `npm run docs`: writes every generated page, and removes those that nothing generates any more. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { generatedPages, leftOverPages } from './generated-pages.ts';

const root = join(import.meta.dirname, '..', '..');
const pages = await generatedPages();

for (const path of leftOverPages(root, pages)) rmSync(join(root, path));
for (const { path, text } of pages) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
process.stdout.write(`${pages.length} pages are written.\n`);
