import type { Instant } from '../protocol/app.ts';

/**
 * Calls once in a while, whoever asks, and answers with that meanwhile. What failed is not kept.
 * @param period in milliseconds
 */
export function onceIn<T>(period: number, now: () => Instant, call: () => Promise<T>): () => Promise<T> {
  let last: { readonly at: Instant; readonly answer: Promise<T> } | undefined;
  return async () => {
    if (last === undefined || now() >= last.at + period) last = { at: now(), answer: call() };
    const asked = last;
    try {
      return await asked.answer;
    } catch (error) {
      if (last === asked) last = undefined;
      throw error;
    }
  };
}
