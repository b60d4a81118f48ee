import { DAY } from '../protocol/lifetimes.ts';
import type { HousekeepingRound, Sweepable, Swept, World } from './ports.ts';

/** What is kept for how long after it ended or was last used (decision 21). Deleting an app that people use breaks it for ever. */
export const retention: ReadonlyArray<{ readonly kind: Sweepable; readonly keep: number }> = [
  { kind: 'pending authorizations', keep: DAY },
  { kind: 'codes', keep: DAY },
  { kind: 'revoked grants', keep: 30 * DAY },
  { kind: 'unused app tokens', keep: 30 * DAY },
  { kind: 'idle app tokens', keep: 365 * DAY },
  { kind: 'sessions', keep: 90 * DAY },
  { kind: 'apps never used', keep: 30 * DAY },
];

/** Small, so that no request waits behind a batch. */
const BATCH = 200;

/** Removes what its time is over, batch by batch, giving way to requests in between; with `dryRun` only counts. */
export async function keepHouse(
  world: Pick<World, 'store' | 'now'>,
  options: HousekeepingRound,
): Promise<readonly Swept[]> {
  const swept: Swept[] = [];
  for (const { kind, keep } of retention) {
    const before = world.now() - keep;
    let rows = 0;
    for (;;) {
      const count = await world.store.sweep(kind, { before, batch: BATCH, dryRun: options.dryRun });
      rows += count;
      if (options.dryRun || count < BATCH) break;
      await options.pause();
    }
    swept.push({ kind, rows });
  }
  return swept;
}
