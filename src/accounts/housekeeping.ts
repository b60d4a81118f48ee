import type { HousekeepingRound, Swept } from '../flows/ports.ts';
import type { Instant } from '../protocol/app.ts';
import { batchSizes, nextBatchSize } from '../protocol/batch-size.ts';
import { DAY } from '../protocol/lifetimes.ts';
import type { DirectoryHousekeepingStore, DirectorySweepable } from './ports.ts';

/** How long one kind is kept. */
export interface DirectoryRetention {
  readonly kind: DirectorySweepable;
  /** Milliseconds after it ended or happened. */
  readonly keep: number;
  /** How many rows go at once at most: few, so that no request waits behind a batch. */
  readonly batch: number;
}

/** What the directory keeps for how long after it ended or happened (decision 21). */
export const directoryRetention: readonly DirectoryRetention[] = [
  { kind: 'tickets', keep: DAY, batch: 200 },
  { kind: 'mails', keep: 30 * DAY, batch: 200 },
  // Much hangs below an account, so few go at once.
  { kind: 'unconfirmed accounts', keep: 7 * DAY, batch: 20 },
  { kind: 'invites', keep: 90 * DAY, batch: 200 },
  { kind: 'posting keys', keep: 0, batch: 200 },
  { kind: 'notifications', keep: 180 * DAY, batch: 200 },
  { kind: 'audit addresses', keep: 365 * DAY, batch: 200 },
  { kind: 'audit entries', keep: 3 * 365 * DAY, batch: 200 },
];

/**
 * Removes what the directory need not keep any more, batch by batch, giving way to requests in between. Beside it
 * `keepHouse` cleans what hangs on apps; the server does both in one round.
 */
export async function keepDirectory(
  deps: { readonly store: DirectoryHousekeepingStore; now(): Instant },
  { dryRun, pause }: HousekeepingRound,
): Promise<readonly Swept[]> {
  const swept: Swept[] = [];
  for (const { kind, keep, batch } of directoryRetention) {
    const before = deps.now() - keep;
    let size: number = batchSizes.first;
    let rows = 0;
    for (;;) {
      const from = deps.now();
      const count = await deps.store.sweepDirectory(kind, { before, batch: size, dryRun });
      rows += count;
      if (dryRun || count < size) break;
      size = Math.min(batch, nextBatchSize(size, deps.now() - from));
      await pause();
    }
    swept.push({ kind, rows });
  }
  return swept;
}
