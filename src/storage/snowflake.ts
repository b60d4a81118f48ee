import type { Instant } from '../protocol/app.ts';

const SEQUENCE_BITS = 16n;

/** Ids stay below 2⁶³ until this instant, in the year 6429. */
export const SNOWFLAKE_END: Instant = 2 ** 47;

/** How many milliseconds a maker of ids for given instants remembers, so that it gives none of their ids twice. */
const REMEMBERED = 1000;

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
    const fresh = firstIdAt(now()) | BigInt(start());
    last = fresh > last ? fresh : last + 1n;
    return last;
  };
}

/**
 * Makes ids whose high bits are a given instant, in any order of instants. Those of one instant increase, from a random number as in
 * {@link createSnowflake}.
 */
export function createIdsAt(
  start: () => number = () => Math.floor(Math.random() * 2 ** 15),
): (instant: Instant) => bigint {
  const sequences = new Map<Instant, number>();
  return (instant) => {
    const sequence = (sequences.get(instant) ?? start() - 1) + 1;
    sequences.set(instant, sequence);
    const [oldest = instant] = sequences.keys();
    if (sequences.size > REMEMBERED) sequences.delete(oldest);
    return firstIdAt(instant) | BigInt(sequence % 2 ** 16);
  };
}

/** The smallest id of an instant. Throws a RangeError for one at which there are none. */
export function firstIdAt(instant: Instant): bigint {
  if (!(instant >= 0 && instant < SNOWFLAKE_END)) throw new RangeError(`No id can be made at instant ${instant}`);
  return BigInt(Math.trunc(instant)) << SEQUENCE_BITS;
}

/** The largest id of an instant. */
export function lastIdAt(instant: Instant): bigint {
  return firstIdAt(instant) | ((1n << SEQUENCE_BITS) - 1n);
}
