import type { Instant } from '../../protocol/app.ts';

/** How many events a key had in a window, the one that was just counted among them. */
export interface Place {
  readonly count: number;
  readonly windowEndsAt: Instant;
}

/** What is counted, and how many go through. */
export interface Counted {
  readonly rule: string;
  readonly key: string;
  /** Milliseconds. */
  readonly period: number;
  readonly max: number;
}

/** Where limits are counted: in this process, or in a store that several share. */
export interface Counts {
  /**
   * Counts one event, and resolves to its place, or answers it at once. A place beyond `max` is refused: it was asked whether
   * an operator lifted the limit before.
   */
  count(counted: Counted, now: Instant): Place | Promise<Place>;
  /** Takes back one event of the window that ends then. Of a store, what fails is lost: somebody has a try less. */
  giveBack(counted: Counted, windowEndsAt: Instant): void | Promise<void>;
}

/** When the window ends in which an instant is: windows are aligned to the epoch (contract §1.6). */
export function windowEnd(now: Instant, period: number): Instant {
  return (Math.floor(now / period) + 1) * period;
}
