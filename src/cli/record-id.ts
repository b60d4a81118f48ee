import type { Id } from '../protocol/app.ts';

const LARGEST = 2n ** 63n - 1n;

/** An id that a person typed; undefined when it cannot be one of the store's own. */
export function readId(text: string): Id | undefined {
  if (!/^[1-9][0-9]{0,18}$/.test(text)) return undefined;
  return BigInt(text) <= LARGEST ? text : undefined;
}
