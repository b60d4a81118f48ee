import { type LimitStore, type LimitTries, StoreUnavailable } from '../../flows/ports.ts';
import type { Instant } from '../../protocol/app.ts';
import { type Counted, type Counts, type Place, windowEnd } from './counts.ts';

/** So many counters are counted on at once at the most. */
const MOST_AT_ONCE = 500;

/** After so many reached limits a node forgets which it noted; it notes them once more then, which changes nothing. */
const MOST_NOTED = 10_000;

/** Callers that wait for their place on one counter. */
interface Waiting {
  readonly tries: Omit<LimitTries, 'by'>;
  readonly callers: { readonly resolve: (place: Place) => void; readonly reject: (error: unknown) => void }[];
}

/**
 * Counts in a store that several nodes share. While one statement is on its way, what else is to be counted waits and goes
 * out together in the next: the busier a node is, the fewer statements a request costs. A lift needs no asking here, as it
 * takes the counter away for all nodes. When the store cannot count, nobody gets through.
 */
export class StoreCounts implements Counts {
  readonly #limits: LimitStore;
  readonly #waiting = new Map<string, Waiting>();
  readonly #noted = new Set<string>();
  #busy = false;

  constructor(limits: LimitStore) {
    this.#limits = limits;
  }

  async count(counted: Counted, now: Instant): Promise<Place> {
    const { rule, key, period, max } = counted;
    const place = await this.#takePlace({ rule, key, windowEndsAt: windowEnd(now, period) });
    if (place.count > max) await this.#note(counted, place, now);
    return place;
  }

  async giveBack({ rule, key }: Counted, windowEndsAt: Instant): Promise<void> {
    try {
      await this.#limits.takeBackTries({ rule, key, windowEndsAt, by: 1 });
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
    }
  }

  #takePlace(tries: Waiting['tries']): Promise<Place> {
    const { promise, resolve, reject } = Promise.withResolvers<Place>();
    // Windows are told apart too: one may end while requests of the last one wait.
    const name = `${tries.rule}\n${tries.windowEndsAt}\n${tries.key}`;
    let waiting = this.#waiting.get(name);
    if (waiting === undefined) {
      waiting = { tries, callers: [] };
      this.#waiting.set(name, waiting);
    }
    waiting.callers.push({ resolve, reject });
    if (!this.#busy) {
      this.#busy = true;
      // After what else this turn has to count.
      queueMicrotask(() => void this.#send());
    }
    return promise;
  }

  async #send(): Promise<void> {
    while (this.#waiting.size > 0) {
      const batch = this.#takeBatch();
      try {
        const counts = await this.#limits.countTries(
          batch.map(({ tries, callers }) => ({ ...tries, by: callers.length })),
        );
        for (const [index, { callers }] of batch.entries()) {
          const counted = counts[index];
          if (counted === undefined) throw new Error('The store answered fewer counts than it was given tries');
          const before = counted.count - callers.length;
          for (const [place, { resolve }] of callers.entries())
            resolve({ count: before + place + 1, windowEndsAt: counted.windowEndsAt });
        }
      } catch (error) {
        for (const { callers } of batch) for (const { reject } of callers) reject(error);
      }
    }
    this.#busy = false;
  }

  /** No two of one rule and key, as the store demands: of two windows, one waits. */
  #takeBatch(): readonly Waiting[] {
    const batch: Waiting[] = [];
    const taken = new Set<string>();
    for (const [name, waiting] of this.#waiting) {
      const counter = `${waiting.tries.rule}\n${waiting.tries.key}`;
      if (taken.has(counter)) continue;
      taken.add(counter);
      batch.push(waiting);
      this.#waiting.delete(name);
      if (batch.length === MOST_AT_ONCE) break;
    }
    return batch;
  }

  /**
   * Of all callers on all nodes one is the first beyond the limit, and notes it. Each node notes it once as well, should that
   * one have died over it. A refusal stands whether or not it could be noted.
   */
  async #note({ rule, key, max }: Counted, { count, windowEndsAt }: Place, at: Instant): Promise<void> {
    const name = `${rule}\n${windowEndsAt}\n${key}`;
    const again = count === max + 1;
    if (!again && this.#noted.has(name)) return;
    if (this.#noted.size >= MOST_NOTED) this.#noted.clear();
    this.#noted.add(name);
    try {
      await this.#limits.noteReachedLimit({ rule, key, windowEndsAt, at, again });
    } catch (error) {
      this.#noted.delete(name);
      if (!(error instanceof StoreUnavailable)) throw error;
    }
  }
}
