import type { Instant } from '../protocol/app.ts';
import { batchSizes, nextBatchSize } from '../protocol/batch-size.ts';
import { DAY, HOUR } from '../protocol/lifetimes.ts';
import type { HousekeepingRound, Sweepable, SweepableLimits, Swept, World } from './ports.ts';

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

/** The same of limits, after their windows ended, where the store keeps any. What was reached can be looked at for a week. */
export const retentionOfLimits: ReadonlyArray<{ readonly kind: SweepableLimits; readonly keep: number }> = [
  { kind: 'limit counts', keep: HOUR },
  { kind: 'reached limits', keep: 7 * DAY },
];

/** Removes what its time is over, batch by batch, giving way to requests in between; with `dryRun` only counts. */
export async function keepHouse(
  world: Pick<World, 'store' | 'now'>,
  options: HousekeepingRound,
): Promise<readonly Swept[]> {
  const { limits } = world.store;
  const swept: Swept[] = [];
  for (const { kind, keep } of retention) {
    const sweepBatch: SweepBatch = (round) => world.store.sweep(kind, round);
    swept.push({ kind, rows: await sweepAll(sweepBatch, world, keep, options) });
  }
  if (limits === undefined) return swept;
  for (const { kind, keep } of retentionOfLimits) {
    const sweepBatch: SweepBatch = (round) => limits.sweepLimits(kind, round);
    swept.push({ kind, rows: await sweepAll(sweepBatch, world, keep, options) });
  }
  return swept;
}

type SweepBatch = (round: {
  readonly before: Instant;
  readonly batch: number;
  readonly dryRun: boolean;
}) => Promise<number>;

async function sweepAll(
  sweep: SweepBatch,
  { now }: Pick<World, 'now'>,
  keep: number,
  { dryRun, pause }: HousekeepingRound,
): Promise<number> {
  const before = now() - keep;
  let batch: number = batchSizes.first;
  let rows = 0;
  for (;;) {
    const from = now();
    const count = await sweep({ before, batch, dryRun });
    rows += count;
    if (dryRun || count < batch) return rows;
    batch = nextBatchSize(batch, now() - from);
    await pause();
  }
}
