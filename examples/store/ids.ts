import type { Id, Instant } from 'mastodoor';

const SEQUENCE_BITS = 16n;

/**
 * Makes ids that grow, with the time in the high bits: also when the clock goes backwards, and beyond all of `known`, which
 * were given out before a restart.
 */
export function idMaker(known: Iterable<Id>, now: () => Instant): () => Id {
  let last = 0n;
  for (const id of known) if (BigInt(id) > last) last = BigInt(id);
  return () => {
    const fresh = BigInt(Math.trunc(now())) << SEQUENCE_BITS;
    last = fresh > last ? fresh : last + 1n;
    return last.toString();
  };
}

/** For sorting. Ids are decimal text, so the longer is the newer one; as numbers they would lose their last digits. */
export function newestFirst(one: { readonly id: Id }, other: { readonly id: Id }): number {
  if (one.id === other.id) return 0;
  return other.id.length - one.id.length || (one.id < other.id ? 1 : -1);
}
