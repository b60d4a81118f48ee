import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';

/** Milliseconds for which a server is given the chance to part politely. */
const FAREWELL = 1000;

/** Members that `pg` has and its types do not. */
type Client = pg.Client & {
  ref(): void;
  unref(): void;
  readonly connection: { readonly stream: { destroy(): void } };
};

/** Says whether a connection keeps the process alive. */
export function keepAlive(client: pg.Client, alive: boolean): void {
  if (alive) (client as Client).ref();
  else (client as Client).unref();
}

/** Ends a connection, also where the network swallows everything, so that the server would never answer. */
export async function dispose(client: pg.Client): Promise<void> {
  const given = new AbortController();
  const tired = sleep(FAREWELL, undefined, { ref: false, signal: given.signal }).then(
    () => (client as Client).connection.stream.destroy(),
    () => {},
  );
  await Promise.race([client.end().catch(() => {}), tired]);
  given.abort();
}
