import type { Instant } from '../protocol/app.ts';

const SEQUENCE_BITS = 16n;

/** Ids stay below 2⁶³ until this instant, in the year 6429. */
export const SNOWFLAKE_END: Instant = 2 ** 47;

/**
 * Makes sortable ids: milliseconds in the high bits, 16 bits of sequence in the low ones. The ids of one maker strictly
 * increase, also when the clock stands still or goes backwards. The sequence of a millisecond starts at a random number
 * in the lower half of its range, so that two processes on one database hardly ever meet; the primary key refuses it if
 * they do.
 */
export function createSnowflake(
  now: () => Instant,
  start: () => number = () => Math.floor(Math.random() * 2 ** 15),
): () => bigint {
  let last = 0n;
  return () => {
    const instant = now();
    if (!(instant >= 0 && instant < SNOWFLAKE_END)) throw new RangeError(`No id can be made at instant ${instant}`);
    const fresh = (BigInt(Math.trunc(instant)) << SEQUENCE_BITS) | BigInt(start());
    last = fresh > last ? fresh : last + 1n;
    return last;
  };
}
