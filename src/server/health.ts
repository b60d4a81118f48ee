import type { AccountPerson } from '../accounts/person.ts';
import type { Store } from '../flows/ports.ts';
import { open } from '../http/access.ts';
import { json } from '../http/reply.ts';
import { type Route, route } from '../http/route.ts';

/** `GET /health`: 200 while the storage answers; 503 with `Retry-After` otherwise, as every answer would be. */
export function healthRoute(store: Pick<Store, 'ping'>): Route<AccountPerson> {
  return route('discovery', 'GET', '/health', open, async () => {
    await store.ping();
    return json({ status: 'ok' }, { headers: { 'Cache-Control': 'no-store' } });
  });
}
