import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { readMarkdown } from './read-markdown.ts';

/** A Markdown page of the repository. */
export interface MarkdownFile {
  /** Relative to the root, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** Links of pages that lead nowhere: to a file that is not there, or to a heading that nobody wrote. */
export function brokenLinks(root: string, files: readonly MarkdownFile[]): readonly string[] {
  const anchors = new Map<string, ReadonlySet<string>>();
  const anchorsOf = (path: string, text: () => string) => {
    const known = anchors.get(path) ?? anchorsIn(text());
    anchors.set(path, known);
    return known;
  };
  return files.flatMap(({ path, text }) =>
    linksIn(text).flatMap(({ target, line }) => {
      const where = `${path}:${line}`;
      if (/^[a-z][a-z0-9+.-]*:/i.test(target)) return [];
      if (target.startsWith('/')) return [`${where}: ${target} begins at the root of nothing; links are relative`];
      const [file = '', anchor] = decodeURI(target).split('#', 2);
      const linked = file === '' ? path : posix.join(posix.dirname(path), file);
      const isHere = linked === path || (!linked.startsWith('..') && existsSync(join(root, linked)));
      if (!isHere) return [`${where}: ${target} is not there`];
      if (anchor === undefined) return [];
      if (!linked.endsWith('.md')) return [`${where}: ${target} has an anchor, but is no Markdown page`];
      const known = anchorsOf(linked, () => (linked === path ? text : readFileSync(join(root, linked), 'utf8')));
      return known.has(anchor) ? [] : [`${where}: ${linked} has no heading for #${anchor}`];
    }),
  );
}

interface Link {
  readonly target: string;
  readonly line: number;
}

/** Inline links and pictures, definitions, and links in HTML; nothing inside code. */
function linksIn(text: string): readonly Link[] {
  return readMarkdown(text).prose.flatMap((row, index) => {
    const plain = row.replaceAll(/(`+)(?:(?!\1).)+\1/g, 'code');
    const found = [
      ...plain.matchAll(/\]\(\s*<?([^\s)>]+)>?[^)]*\)/g),
      ...plain.matchAll(/^ *\[[^\]]+\]: *<?([^\s>]+)/g),
      ...plain.matchAll(/\b(?:href|src)="([^"]+)"/g),
    ];
    return found.map(([, target = '']) => ({ target, line: index + 1 }));
  });
}

/** What may stand behind `#`: headings as forges name them, and anchors that are written out. */
function anchorsIn(text: string): ReadonlySet<string> {
  const anchors = new Set<string>();
  for (const row of readMarkdown(text).prose) {
    for (const [, id = ''] of row.matchAll(/\bid="([^"]+)"/g)) anchors.add(id);
    const heading = /^ {0,3}#{1,6} +(.*?)(?: +#+)?$/.exec(row)?.[1];
    if (heading === undefined) continue;
    const slug = slugOf(heading);
    let name = slug;
    for (let count = 1; anchors.has(name); count += 1) name = `${slug}-${count}`;
    anchors.add(name);
  }
  return anchors;
}

function slugOf(heading: string): string {
  return heading
    .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/<[^>]+>/g, '')
    .toLowerCase()
    .replaceAll(/[^\p{Letter}\p{Mark}\p{Number}\p{Connector_Punctuation} -]/gu, '')
    .trim()
    .replaceAll(' ', '-');
}
