/** What draws nothing, steers a terminal or turns the text around it has no place in a line that others had a hand in. */
const unprintable = /[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/gu;

/** Text that somebody else chose, on one line and without power over the terminal. */
export function printable(text: string): string {
  return text.replace(unprintable, '\uFFFD');
}

/** A line of result on standard output: for people, and for programs that read it. */
export function print(line = ''): void {
  process.stdout.write(`${line}\n`);
}

/** A line for people on standard error: what happens, what is wrong, what to do. */
export function note(line = ''): void {
  process.stderr.write(`${line}\n`);
}

/** A result for scripts: one JSON value on standard output. */
export function printJson(value: unknown): void {
  print(JSON.stringify(value, undefined, 2));
}

/** A reader that stops early (`| head`) is no failure: there is nobody left to write for. */
export function endWithReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
}
