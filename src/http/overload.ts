import { Overloaded } from '../flows/ports.ts';
import type { Reply } from './reply.ts';

/** What `work` resolves to, or the {@link Overloaded} it throws: for pages that keep what somebody typed and say so themselves. */
export async function unlessOverloaded<T>(work: () => Promise<T>): Promise<T | Overloaded> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Overloaded) return error;
    throw error;
  }
}

/** The same answer, which says when to try again (RFC 9110 §10.2.3). */
export function retryAfter({ retryAfterSeconds }: Overloaded, reply: Reply): Reply {
  return { ...reply, headers: { ...reply.headers, 'Retry-After': String(retryAfterSeconds) } };
}
