import type pg from 'pg';

/** Says whether a connection keeps the process alive. `pg` has it, and its types do not. */
export function keepAlive(client: pg.Client, alive: boolean): void {
  const { ref, unref } = client as pg.Client & { ref(): void; unref(): void };
  (alive ? ref : unref).call(client);
}
