import { type LimitStore, StoreUnavailable } from '../../flows/ports.ts';
import type { Instant } from '../../protocol/app.ts';
import { type Counted, type Counts, type Place, windowEnd } from './counts.ts';

/** About so many keys of one limit are counted in one window before those that matter least are forgotten. */
const MOST_KEYS = 50_000;

interface Counter {
  count: number;
  /** How often the count began anew because an operator lifted the limit. */
  restarts: number;
  /** How many lifts the store knew of when it was last asked; absent while it was not. */
  lifts: number | undefined;
  /** Settles when it is noted that the limit was reached; absent before, and after it could not be. */
  noted: Promise<void> | undefined;
}

interface Window {
  readonly endsAt: Instant;
  readonly counters: Map<string, Counter>;
  /** From so many counters on, some are forgotten. */
  full: number;
  round: Round;
}

/** A way through all counters of a window, on which those are forgotten that have few events. */
interface Round {
  readonly hand: MapIterator<[string, Counter]>;
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
      const counters: Window['counters'] = new Map();
      window = { endsAt, counters, full: this.#mostKeys, round: newRound(counters, 1) };
      this.#windows.set(counted.rule, window);
    }
    let counter = window.counters.get(counted.key);
    if (counter === undefined) {
      makeRoom(window, counted.max);
      counter = { count: 0, restarts: 0, lifts: undefined, noted: undefined };
      window.counters.set(counted.key, counter);
    }
    counter.count += 1;
    const place = { count: counter.count, windowEndsAt: endsAt };
    if (counter.count <= counted.max || this.#limits === undefined) return place;
    return this.#beyond(this.#limits, counted, counter, place, now);
  }

  giveBack({ rule, key }: Counted, windowEndsAt: Instant): void {
    const window = this.#windows.get(rule);
    const counter = window?.endsAt === windowEndsAt ? window.counters.get(key) : undefined;
    if (counter !== undefined && counter.count > 0) counter.count -= 1;
  }

  /** How many keys of a limit are counted now. */
  keysOf(rule: string): number {
    return this.#windows.get(rule)?.counters.size ?? 0;
  }

  async #beyond(limits: LimitStore, counted: Counted, counter: Counter, place: Place, now: Instant): Promise<Place> {
    const { restarts } = counter;
    const which = { rule: counted.rule, key: counted.key, windowEndsAt: place.windowEndsAt };
    try {
      if (counter.noted === undefined) {
        counter.noted = this.#note(limits, which, counter, now);
        await counter.noted;
      } else {
        await counter.noted;
        adopt(counter, (await limits.findReachedLimit(which))?.lifts);
      }
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      return place;
    }
    if (counter.restarts === restarts) return place;
    counter.count += 1;
    const again = { ...place, count: counter.count };
    return again.count <= counted.max ? again : this.#beyond(limits, counted, counter, again, now);
  }

  async #note(
    limits: LimitStore,
    which: { readonly rule: string; readonly key: string; readonly windowEndsAt: Instant },
    counter: Counter,
    at: Instant,
  ): Promise<void> {
    try {
      adopt(counter, (await limits.noteReachedLimit({ ...which, at, again: true })).lifts);
    } catch (error) {
      counter.noted = undefined;
      throw error;
    }
  }
}

/** The count begins anew with each lift that is news, but not with those that were there before this process counted. */
function adopt(counter: Counter, lifts: number | undefined): void {
  if (lifts === undefined) return;
  if (counter.lifts !== undefined && lifts > counter.lifts) {
    counter.count = 0;
    counter.restarts += 1;
    counter.noted = undefined;
  }
  counter.lifts = Math.max(lifts, counter.lifts ?? 0);
}

/** So many counters are looked at for each new one while there are too many. */
const LOOKED_AT = 8;

/**
 * Forgets counters with few events, and never one that used up more than half of its limit. Whoever floods the server from ever new
 * addresses leaves counts of one, which go first, so that the count of an account under attack stays. A hand goes round through the
 * counters, a few steps for each new one, so that nobody waits for a walk through all of them; a round that finds none to forget is
 * followed by one that forgets what had the fewest events. Where all are beyond half nothing is forgotten and more are kept: each of them took
 * half as many counted requests as its limit allows, and a counter takes about 200 bytes.
 */
function makeRoom(window: Window, max: number): void {
  const { counters, round } = window;
  for (let looked = 0; looked < LOOKED_AT && counters.size >= window.full; looked += 1) {
    const { value, done } = round.hand.next();
    if (done) {
      const isOver = round.forgotten === 0 && round.fewest > max / 2;
      if (isOver) window.full = Math.ceil(counters.size * 1.25);
      window.round = newRound(counters, round.forgotten === 0 && !isOver ? round.fewest : 1);
      return;
    }
    const [key, { count }] = value;
    if (count <= round.upTo && count <= max / 2) {
      counters.delete(key);
      round.forgotten += 1;
    } else round.fewest = Math.min(round.fewest, count);
  }
}

function newRound(counters: Window['counters'], upTo: number): Round {
  return { hand: counters.entries(), upTo, fewest: Number.POSITIVE_INFINITY, forgotten: 0 };
}
