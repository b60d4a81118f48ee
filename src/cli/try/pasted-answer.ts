import { createInterface } from 'node:readline';

/** What a person pastes: the whole address that the browser could not open, or the code alone. */
export interface PastedAnswer {
  /** The first line that says something; never when the input ends without one. */
  readonly line: Promise<string>;
  /** Resolves when there will be no line any more. */
  readonly ended: Promise<void>;
  close(): void;
}

/** Listens for one pasted line on standard input, without keeping the process alive for it. */
export function awaitPasted(): PastedAnswer {
  const lines = createInterface({ input: process.stdin });
  const { promise: line, resolve: pasted } = Promise.withResolvers<string>();
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  lines.on('line', (text) => {
    if (text.trim() !== '') pasted(text.trim());
  });
  lines.once('close', end);
  return {
    line,
    ended,
    close() {
      lines.close();
      process.stdin.pause();
      process.stdin.unref?.();
    },
  };
}

/** The parameters in what was pasted. A code alone comes without `state` and `iss`. */
export function readPasted(text: string): URLSearchParams {
  const query = /[?#](.*)$/.exec(text)?.[1];
  return query === undefined ? new URLSearchParams({ code: text }) : new URLSearchParams(query);
}
