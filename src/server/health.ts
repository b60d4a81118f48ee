import { type Store, StoreUnavailable } from '../flows/ports.ts';
import { open } from '../http/access.ts';
import { json } from '../http/reply.ts';
import { type Route, route } from '../http/route.ts';
import type { Person } from '../protocol/person.ts';

/** How long the storage may take, in milliseconds; a check that hangs tells a proxy nothing. */
const LONGEST_PING = 3000;

/** What the health of a server depends on. */
export interface HealthParts {
  readonly store: Pick<Store, 'ping'>;
  /** Whether it is about to stop, and wants no more requests. */
  readonly isDraining: () => boolean;
  /** Milliseconds; three seconds unless a test is in a hurry. */
  readonly patience?: number;
}

const notCached = { 'Cache-Control': 'no-store' };

/**
 * `GET /health`, whether requests should come here: 200 while the storage reads and writes; 503 with `Retry-After` otherwise, as
 * every answer would be, and while the server drains. `GET /health/live`, whether the process runs: 200, and nothing is asked.
 */
export function healthRoutes<P extends Person>(parts: HealthParts): readonly Route<P>[] {
  const ping = sharedPing(parts);
  return [
    route('discovery', 'GET', '/health', open, async () => {
      if (parts.isDraining()) {
        return json({ status: 'draining' }, { status: 503, headers: { ...notCached, 'Retry-After': '5' } });
      }
      await ping();
      return json({ status: 'ok' }, { headers: notCached });
    }),
    route('discovery', 'GET', '/health/live', open, () => json({ status: 'ok' }, { headers: notCached })),
  ];
}

/** Who asks while the storage is being asked gets that answer: however many ask, a storage in trouble gets one question at a time. */
function sharedPing({ store, patience = LONGEST_PING }: HealthParts): () => Promise<void> {
  let asking: Promise<void> | undefined;
  return async () => {
    asking ??= store.ping().finally(() => {
      asking = undefined;
    });
    await within(patience, asking);
  };
}

async function within(milliseconds: number, answer: Promise<void>): Promise<void> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const deadline = setTimeout(() => reject(new StoreUnavailable('The storage does not answer')), milliseconds);
  try {
    await Promise.race([answer, late]);
  } finally {
    clearTimeout(deadline);
  }
}
