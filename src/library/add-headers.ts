import type { Context } from 'hono';

/**
 * Adds to the answer of a Hono handler the headers that it does not have yet. Those of an answer that was fetched from
 * elsewhere cannot be changed, so they go through the context, which copies such an answer.
 */
export function addHeaders(context: Context, headers: Iterable<readonly [string, string]>): void {
  for (const [name, value] of headers) if (!context.res.headers.has(name)) context.header(name, value);
}
