/**
 * A listener of the host that cannot harm what it is told of: what it throws, or is rejected with later, goes to standard
 * error, and what happened has happened.
 */
export function safeTeller<Told>(name: string, listener: ((told: Told) => void) | undefined): (told: Told) => void {
  if (listener === undefined) return () => {};
  const fail = (error: unknown) => complain(`${name} threw`, error);
  return (told) => {
    try {
      const answer: unknown = listener(told);
      // Nobody waits for a listener that is async all the same; its rejection would end the process.
      if (answer !== undefined) Promise.resolve(answer).catch(fail);
    } catch (error) {
      fail(error);
    }
  };
}

/** Says on standard error what nobody else would hear of. */
export function complain(words: string, error: unknown): void {
  // biome-ignore lint/suspicious/noConsole: where the host gave no place for this, every runtime has this one
  console.error(`Mastodoor: ${words}:`, error);
}
