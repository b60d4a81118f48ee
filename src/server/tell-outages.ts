import { StoreUnavailable } from '../flows/ports.ts';
import type { Around } from './around-store.ts';

/** Between two lines, in milliseconds: an outage fails every call, and its cause has to be read once. */
const LONGEST_QUIET = 60_000;

/** Calls of the database that failed because it cannot be used now. */
export interface Outage {
  readonly error: StoreUnavailable;
  /** How many, since the last time somebody was told. */
  readonly count: number;
}

/**
 * Tells of calls that the database could not answer, at once and then once a minute at most. Callers get a 503 for it and
 * are told nothing of the cause, so that without this nobody would learn whether the disk is full or the network is cut.
 */
export function tellOutages(tell: (outage: Outage) => void, now: () => number = () => performance.now()): Around {
  let count = 0;
  let told = Number.NEGATIVE_INFINITY;
  const hear = (error: unknown): void => {
    if (!(error instanceof StoreUnavailable)) return;
    count += 1;
    if (now() - told < LONGEST_QUIET) return;
    told = now();
    tell({ error, count });
    count = 0;
  };
  return (_, call) => {
    const answer = call();
    answer.catch(hear);
    return answer;
  };
}
