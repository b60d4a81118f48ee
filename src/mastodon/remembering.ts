/** Keeps the results for the arguments that were asked for last, at most `size` of them. */
export function remembering<Result>(compute: (argument: string) => Result, size: number): (argument: string) => Result {
  const kept = new Map<string, Result>();
  return (argument) => {
    const result = kept.get(argument) ?? compute(argument);
    // Taken out and put in again, it moves to the end: the first is always the one not asked for longest.
    kept.delete(argument);
    kept.set(argument, result);
    const [oldest] = kept.keys();
    if (kept.size > size && oldest !== undefined) kept.delete(oldest);
    return result;
  };
}
