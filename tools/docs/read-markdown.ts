/** A fenced block of code in a Markdown text. */
export interface CodeBlock {
  /** What stands behind the opening fence, such as `ts` or `ts ignore`. */
  readonly info: string;
  readonly lines: readonly string[];
  /** Number of the first line of code in the text, from 1. */
  readonly line: number;
  /** The HTML comments directly before the block, nothing but blank lines between. */
  readonly comments: readonly HtmlComment[];
}

export interface HtmlComment {
  readonly text: string;
  /** Number of its first line, from 1. */
  readonly line: number;
}

export interface MarkdownText {
  readonly blocks: readonly CodeBlock[];
  /** The lines with code blocks and comments left blank, so that numbers still fit. */
  readonly prose: readonly string[];
}

/** Takes a Markdown text apart as far as the checks need it: fenced blocks, comments, and the rest. */
export function readMarkdown(text: string): MarkdownText {
  const lines = text.split('\n');
  const blocks: CodeBlock[] = [];
  const prose: string[] = [];
  let comments: HtmlComment[] = [];
  let index = 0;

  /** Takes lines up to the one that ends what began here; what never ends goes to the end of the text. */
  const takeUntil = (ends: (line: string) => boolean): readonly string[] => {
    const taken: string[] = [];
    while (index < lines.length) {
      const line = lines[index] ?? '';
      taken.push(line);
      prose.push('');
      index += 1;
      if (ends(line)) break;
    }
    return taken;
  };

  while (index < lines.length) {
    const line = lines[index] ?? '';
    const [, indent = '', fence, info = ''] = /^( *)(`{3,}|~{3,}) *(.*)$/.exec(line) ?? [];
    if (fence !== undefined) {
      index += 1;
      prose.push('');
      const first = index + 1;
      const closing = new RegExp(`^ *${fence[0]}{${fence.length},} *$`);
      const taken = takeUntil((candidate) => closing.test(candidate));
      const code = closing.test(taken.at(-1) ?? '') ? taken.slice(0, -1) : taken;
      const outdent = new RegExp(`^ {0,${indent.length}}`);
      blocks.push({ info: info.trim(), lines: code.map((row) => row.replace(outdent, '')), line: first, comments });
      comments = [];
    } else if (/^ *<!--/.test(line)) {
      const start = index + 1;
      const taken = takeUntil((candidate) => candidate.includes('-->'));
      const whole = taken.join('\n');
      comments.push({ text: whole.slice(whole.indexOf('<!--') + 4, whole.lastIndexOf('-->')), line: start });
    } else {
      if (line.trim() !== '') comments = [];
      prose.push(line);
      index += 1;
    }
  }
  return { blocks, prose };
}
