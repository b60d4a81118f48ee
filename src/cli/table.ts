import { printable } from './terminal.ts';

/** Rows as aligned text, for people. Cells lose what could steer the terminal. */
export function table(head: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
  const lines = [head, ...rows].map((row) => row.map(printable));
  const widths = head.map((_, column) => Math.max(...lines.map((line) => widthOf(line[column] ?? ''))));
  return lines
    .map((line) =>
      line
        .map((cell, column) => pad(cell, widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Facts of one thing, one a line. */
export function facts(pairs: ReadonlyArray<readonly [name: string, value: string]>): string {
  const width = Math.max(...pairs.map(([name]) => widthOf(name)));
  return pairs.map(([name, value]) => `${pad(name, width)}  ${printable(value)}`.trimEnd()).join('\n');
}

/** An instant as people compare it: to the minute, in UTC. */
export function moment(instant: number | undefined): string {
  return instant === undefined ? 'never' : `${new Date(instant).toISOString().slice(0, 16).replace('T', ' ')}Z`;
}

function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}

/** In characters as people see them; wide scripts may still stand out by a little. */
function widthOf(text: string): number {
  return [...graphemes.segment(text)].length;
}

const graphemes = new Intl.Segmenter('en');
