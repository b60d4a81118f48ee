import { note } from './terminal.ts';

/** Milliseconds between two signs of life: often where they replace each other, seldom where each stays in a log. */
const PAUSE = { terminal: 200, log: 10_000 } as const;

/**
 * Says how far long work is, on standard error. In a terminal one line changes in its place; elsewhere a line comes every
 * ten seconds.
 */
export class Progress {
  readonly #inPlace = process.stderr.isTTY === true;
  #spokeAt = performance.now();
  #shown = '';

  /** @param words made only when it is time to say them */
  update(words: () => string): void {
    const now = performance.now();
    if (now - this.#spokeAt < (this.#inPlace ? PAUSE.terminal : PAUSE.log)) return;
    this.#spokeAt = now;
    const line = words();
    if (this.#inPlace) {
      process.stderr.write(`\r${line.padEnd(this.#shown.length)}`);
      this.#shown = line;
    } else note(line);
  }

  /** Says something that stays, such as the end of a part. */
  say(line: string): void {
    this.clear();
    note(line);
  }

  /** Removes the line that changes. */
  clear(): void {
    if (this.#shown !== '') process.stderr.write(`\r${' '.repeat(this.#shown.length)}\r`);
    this.#shown = '';
  }
}
