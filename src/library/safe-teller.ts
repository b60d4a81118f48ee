/**
 * A listener of the host that cannot harm what it is told of: what it throws goes to standard error, and what happened has
 * happened.
 */
export function safeTeller<Told>(name: string, listener: ((told: Told) => void) | undefined): (told: Told) => void {
  if (listener === undefined) return () => {};
  return (told) => {
    try {
      listener(told);
    } catch (error) {
      complain(`${name} threw`, error);
    }
  };
}

/** Says on standard error what nobody else would hear of. */
export function complain(words: string, error: unknown): void {
  // biome-ignore lint/suspicious/noConsole: where the host gave no place for this, every runtime has this one
  console.error(`Mastodoor: ${words}:`, error);
}
