import { type CodeBlock, type HtmlComment, readMarkdown } from './read-markdown.ts';

/** A text of which snippets are part: a Markdown page, or a source file with doc comments. */
export interface Source {
  /** Relative to the root. */
  readonly path: string;
  readonly text: string;
}

/** A piece of code as the compiler gets it. */
export interface Snippet {
  readonly path: string;
  readonly language: 'ts' | 'js';
  readonly lines: ReadonlyArray<{ readonly text: string /** Where it stands in the source. */; readonly line: number }>;
}

export interface Collected {
  readonly snippets: readonly Snippet[];
  /** Blocks that are not compiled, each with its reason. */
  readonly ignored: ReadonlyArray<{ readonly path: string; readonly line: number; readonly reason: string }>;
  readonly faults: readonly string[];
}

/**
 * The snippets of a text. Comments before a block, which readers do not see, help it to stand alone:
 * - `<!-- snippet: prelude` and code: put before this block
 * - `<!-- snippet: continues -->`: this block goes on where the one before ended
 * - `<!-- snippet: ignored because … -->`: the reason that a block marked `ts ignore` must have
 */
export function collectSnippets({ path, text }: Source): Collected {
  const blocks = path.endsWith('.md') ? readMarkdown(text).blocks : blocksOfDocComments(text);
  const snippets: Snippet[] = [];
  const ignored: Collected['ignored'][number][] = [];
  const faults: string[] = [];
  for (const block of blocks) {
    const [language = '', ...marks] = block.info.split(/\s+/);
    const where = `${path}:${block.line - 1}`;
    if (/^(?:typescript|javascript|tsx|jsx|mts|cts|mjs|cjs)$/i.test(language)) {
      faults.push(`${where}: call the language ts or js, or nobody compiles this block`);
    }
    if (language !== 'ts' && language !== 'js') continue;
    const helps = readHelps(block.comments);
    if (marks.includes('ignore')) {
      if (helps.reason === undefined) {
        faults.push(`${where}: an ignored block needs a reason: <!-- snippet: ignored because … --> before it`);
      } else {
        ignored.push({ path, line: block.line, reason: helps.reason });
      }
      continue;
    }
    const before = helps.continues ? snippets.at(-1) : undefined;
    if (helps.continues && before === undefined)
      faults.push(`${where}: there is no block that this one could continue`);
    const own = block.lines.map((line, index) => ({ text: line, line: block.line + index }));
    snippets.push({ path, language, lines: [...(before?.lines ?? []), ...helps.prelude, ...own] });
  }
  return { snippets, ignored, faults };
}

interface Helps {
  readonly prelude: Snippet['lines'];
  readonly continues: boolean;
  readonly reason: string | undefined;
}

function readHelps(comments: readonly HtmlComment[]): Helps {
  const prelude: Snippet['lines'][number][] = [];
  let continues = false;
  let reason: string | undefined;
  for (const { text, line } of comments) {
    const [first = '', ...code] = text.split('\n');
    const help = first.trim().replace(/^snippet: */, '');
    if (help === first.trim()) continue;
    if (help === 'prelude') prelude.push(...code.map((row, index) => ({ text: row, line: line + index + 1 })));
    if (help === 'continues') continues = true;
    reason ??= /^ignored because +(.+)$/.exec([help, ...code].join(' '))?.[1];
  }
  return { prelude, continues, reason };
}

/** The fenced blocks of the doc comments of a source file. */
function blocksOfDocComments(text: string): readonly CodeBlock[] {
  return [...text.matchAll(/^ *\/\*\*[\s\S]*?\*\//gm)].flatMap((match) => {
    const before = text.slice(0, match.index).split('\n').length - 1;
    const comment = match[0].replace(/\*\/$/, '').replaceAll(/^ *\/?\*{1,2} ?/gm, '');
    return readMarkdown(comment).blocks.map((block) => ({ ...block, line: block.line + before }));
  });
}
