import type { DestinationStream } from 'pino';

/** Pino's own stream of lines, which writes to a file in batches. */
type LineStream = DestinationStream & { flush(done: (error?: Error) => void): void };

/**
 * Hands lines over many at a time, those of one turn of the event loop together: with each call the stream of pino goes through all that
 * it holds, which under load takes longer than making the line.
 */
export class LinesTogether implements LineStream {
  readonly #stream: LineStream;
  #lines: string[] = [];

  constructor(stream: LineStream) {
    this.#stream = stream;
    // Before the stream writes what it holds, which it does then too.
    process.prependListener('exit', () => this.#handOver());
  }

  write(line: string): void {
    if (this.#lines.length === 0) setImmediate(() => this.#handOver());
    this.#lines.push(line);
  }

  flush(done: (error?: Error) => void): void {
    this.#handOver();
    this.#stream.flush(done);
  }

  #handOver(): void {
    if (this.#lines.length === 0) return;
    const lines = this.#lines.join('');
    this.#lines = [];
    this.#stream.write(lines);
  }
}
