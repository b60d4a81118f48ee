/**
 * How many rows a batch of housekeeping takes. A request that comes meanwhile waits behind it, and how long a row takes
 * depends on the disk and on how much hangs below it: so the first is small, and the next is as large as the last one
 * was quick.
 */
export const batchSizes = { first: 20, least: 10, most: 200 } as const;

/** Milliseconds; shorter ones may grow. */
const SHORT = 2;
/** Milliseconds; longer ones shrink: of some twenty in half a second the longest takes twice as long. */
const LONG = 4;

/**
 * The size of the next batch.
 * @param size of the last one
 * @param took milliseconds from asking for it until it was durable
 */
export function nextBatchSize(size: number, took: number): number {
  if (took > LONG) return Math.max(batchSizes.least, Math.floor(size / 2));
  if (took < SHORT) return Math.min(batchSizes.most, size * 2);
  return size;
}
