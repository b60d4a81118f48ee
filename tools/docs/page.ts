/** A generated page: where it stands in the repository, and what it says. */
export interface Page {
  /** Relative to the root, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

const WIDTH = 120;

/** Puts a page together, with a note for whoever opens it to edit. */
export function page(path: string, source: string, blocks: readonly string[]): Page {
  const note = `<!-- Written by \`npm run docs\` from ${source}. Edit that, not this. -->`;
  return { path, text: `${[note, ...blocks].join('\n\n')}\n` };
}

/** Prose in lines that fit, so that a changed word changes a line and not a paragraph. Code is never broken. */
export function prose(text: string, indent = ''): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.match(/(?:`[^`]*`|[^\s`])+/g) ?? []) {
    if (line !== '' && line.length + 1 + word.length > WIDTH - indent.length) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].join(`\n${indent}`);
}

/** A table; what would end a cell is escaped. */
export function table(head: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
  const row = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll(/\s*\n\s*/g, ' ')).join(' | ')} |`;
  return [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');
}

/** A fenced block of code. */
export function fenced(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}
