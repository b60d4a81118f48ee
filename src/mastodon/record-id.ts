import type { Id } from '../protocol/app.ts';

const LARGEST = 2n ** 63n - 1n;

/** An id that a client sent; undefined when it cannot be one. Nothing else may reach the storage as an id. */
export function readId(text: string): Id | undefined {
  if (!/^[1-9][0-9]{0,18}$/.test(text)) return undefined;
  return BigInt(text) <= LARGEST ? text : undefined;
}

/** The ids among what a client sent, each once, in the order of their first appearance. */
export function readIds(texts: readonly string[]): readonly Id[] {
  return [...new Set(texts.flatMap((text) => readId(text) ?? []))];
}

/** A place in a list; any number will do, and one beyond all ids stands after them all. */
export function readCursor(text: string | undefined): Id | undefined {
  if (text === undefined || !/^[0-9]{1,100}$/.test(text)) return undefined;
  const value = BigInt(text);
  return (value <= LARGEST ? value : LARGEST).toString();
}
