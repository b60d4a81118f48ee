import type { Store } from '../flows/ports.ts';
import { open } from '../http/access.ts';
import { json } from '../http/reply.ts';
import { type Route, route } from '../http/route.ts';
import type { Person } from '../protocol/person.ts';

/** `GET /health`: 200 while the storage answers; 503 with `Retry-After` otherwise, as every answer would be. */
export function healthRoute<P extends Person>(store: Pick<Store, 'ping'>): Route<P> {
  return route('discovery', 'GET', '/health', open, async () => {
    await store.ping();
    return json({ status: 'ok' }, { headers: { 'Cache-Control': 'no-store' } });
  });
}
