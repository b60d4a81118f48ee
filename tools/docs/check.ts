/**
 * Proves the documentation: generated pages are as the code makes them, links lead somewhere, snippets compile. Run by
 * `npm run check`.
 */
import { globSync, readFileSync } from 'node:fs';
import { basename, join, sep } from 'node:path';
import { generatedPages, leftOverPages } from './generated-pages.ts';
import { brokenLinks, type MarkdownFile } from './links.ts';
import { checkSnippets } from './snippets.ts';

const root = join(import.meta.dirname, '..', '..');
const foreign = new Set(['node_modules', 'dist', 'data', 'coverage', '.git']);

function read(path: string): string | undefined {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

const pages = await generatedPages();
const stale = [
  ...pages.filter(({ path, text }) => read(path) !== text).map(({ path }) => path),
  ...leftOverPages(root, pages),
].map((path) => `${path} is not what the code makes of it: run npm run docs`);

const files = globSync('**/*.md', { cwd: root, exclude: (name) => foreign.has(basename(name)) })
  .map((path): MarkdownFile => ({ path: path.replaceAll(sep, '/'), text: readFileSync(join(root, path), 'utf8') }))
  .sort((one, other) => one.path.localeCompare(other.path));
const { compiled, ignored, faults } = checkSnippets(root);

process.stdout.write(
  `${pages.length} generated pages, ${files.length} pages in all, ${compiled} snippets compiled, ${ignored.length} ignored\n`,
);
for (const { path, line, reason } of ignored) process.stdout.write(`  ${path}:${line} ignored: ${reason}\n`);

const all = [...stale, ...brokenLinks(root, files), ...faults];
if (all.length > 0) {
  process.stderr.write(`\n${all.join('\n')}\n`);
  process.exitCode = 1;
}
