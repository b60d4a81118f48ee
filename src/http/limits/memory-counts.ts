import { type LimitStore, StoreUnavailable } from '../../flows/ports.ts';
import type { Instant } from '../../protocol/app.ts';
import { CountTable } from './count-table.ts';
import { type Counted, type Counts, type Place, windowEnd } from './counts.ts';

/** About so many keys of one limit are counted in one window before those that matter least are forgotten. */
const MOST_KEYS = 50_000;

/** What is known of a key that went beyond its limit. */
interface Reached {
  /** How often the count began anew because an operator lifted the limit. */
  restarts: number;
  /** How many lifts the store knew of when it was last asked; absent while it was not. */
  lifts: number | undefined;
  /** Settles when it is noted that the limit was reached; absent before, and after it could not be. */
  noted: Promise<void> | undefined;
}

interface Window {
  readonly endsAt: Instant;
  readonly table: CountTable;
  readonly reached: Map<string, Reached>;
  /** From so many keys on, some are forgotten. */
  full: number;
  round: Round;
}

/** A way through all places of a window's table, on which those keys are forgotten that have few events. */
interface Round {
  /** The place that comes next. */
  at: number;
  /** What has no more events than this is forgotten. */
  readonly upTo: number;
  /** How many events the least of those had that were not. */
  fewest: number;
  forgotten: number;
}

/**
 * Counts in this process's memory, for the one process that has its data open: exact, and without a write for each request.
 * What is within a limit is counted at once. What is beyond asks the store, so that whatever another process lifted is
 * lifted here from the next request on; when the store cannot be asked, the limit stands.
 */
export class MemoryCounts implements Counts {
  readonly #windows = new Map<string, Window>();
  readonly #limits: LimitStore | undefined;
  readonly #mostKeys: number;

  constructor(limits: LimitStore | undefined, mostKeys = MOST_KEYS) {
    this.#limits = limits;
    this.#mostKeys = mostKeys;
  }

  count(counted: Counted, now: Instant): Place | Promise<Place> {
    const endsAt = windowEnd(now, counted.period);
    let window = this.#windows.get(counted.rule);
    if (window?.endsAt !== endsAt) {
      window = { endsAt, table: new CountTable(), reached: new Map(), full: this.#mostKeys, round: newRound(1) };
      this.#windows.set(counted.rule, window);
    }
    const count = window.table.add(counted.key);
    if (count === 1) makeRoom(window, counted.max);
    const place = { count, windowEndsAt: endsAt };
    if (count <= counted.max || this.#limits === undefined) return place;
    return this.#beyond(this.#limits, counted, window, place, now);
  }

  giveBack({ rule, key }: Counted, windowEndsAt: Instant): void {
    const window = this.#windows.get(rule);
    if (window?.endsAt === windowEndsAt) window.table.takeBack(key);
  }

  /** How many keys of a limit are counted now. */
  keysOf(rule: string): number {
    return this.#windows.get(rule)?.table.size ?? 0;
  }

  async #beyond(limits: LimitStore, counted: Counted, window: Window, place: Place, now: Instant): Promise<Place> {
    const { rule, key, max } = counted;
    const reached = window.reached.get(key) ?? { restarts: 0, lifts: undefined, noted: undefined };
    window.reached.set(key, reached);
    const { restarts } = reached;
    const which = { rule, key, windowEndsAt: place.windowEndsAt };
    const adopt = (lifts: number | undefined) => adoptLifts(window, key, reached, lifts);
    try {
      if (reached.noted === undefined) {
        reached.noted = note(limits, which, reached, now).then(adopt);
        await reached.noted;
      } else {
        await reached.noted;
        adopt((await limits.findReachedLimit(which))?.lifts);
      }
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      return place;
    }
    if (reached.restarts === restarts) return place;
    const again = { ...place, count: window.table.add(key) };
    return again.count <= max ? again : this.#beyond(limits, counted, window, again, now);
  }
}

async function note(
  limits: LimitStore,
  which: { readonly rule: string; readonly key: string; readonly windowEndsAt: Instant },
  reached: Reached,
  at: Instant,
): Promise<number> {
  try {
    return (await limits.noteReachedLimit({ ...which, at, again: true })).lifts;
  } catch (error) {
    reached.noted = undefined;
    throw error;
  }
}

/** The count begins anew with each lift that is news, but not with those that were there before this process counted. */
function adoptLifts({ table }: Window, key: string, reached: Reached, lifts: number | undefined): void {
  if (lifts === undefined) return;
  if (reached.lifts !== undefined && lifts > reached.lifts) {
    table.remove(key);
    reached.restarts += 1;
    reached.noted = undefined;
  }
  reached.lifts = Math.max(lifts, reached.lifts ?? 0);
}

/** So many keys are looked at for each new one while there are too many. */
const LOOKED_AT = 8;

/**
 * Forgets keys with few events, and never one that used up more than half of its limit. Whoever floods the server from ever new
 * addresses leaves counts of one, which go first, so that the count of an account under attack stays. A hand goes round through the
 * table, a few steps for each new key, so that nobody waits for a walk through all of it; a round that forgets fewer than come in
 * meanwhile is followed by one that forgets what had the fewest events. Where all are beyond half nothing is forgotten and more are
 * kept: each of them took half as many counted requests as its limit allows, and a key takes 64 bytes at most.
 */
function makeRoom(window: Window, max: number): void {
  const { table, round } = window;
  for (let looked = 0; looked < LOOKED_AT && table.size > window.full; ) {
    if (round.at >= table.places) {
      const isEnough = round.forgotten * LOOKED_AT >= table.size;
      const isOver = !isEnough && round.fewest > max / 2;
      if (isOver) window.full = Math.ceil(table.size * 1.25);
      window.round = newRound(isEnough || isOver ? 1 : round.fewest);
      return;
    }
    const count = table.countAt(round.at);
    if (count > 0) looked += 1;
    if (count > 0 && count <= round.upTo && count <= max / 2) {
      // Another may move up into this place, so the hand stays there.
      table.removeAt(round.at);
      round.forgotten += 1;
    } else {
      if (count > 0) round.fewest = Math.min(round.fewest, count);
      round.at += 1;
    }
  }
}

function newRound(upTo: number): Round {
  return { at: 0, upTo, fewest: Number.POSITIVE_INFINITY, forgotten: 0 };
}
