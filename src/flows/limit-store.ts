import type { Id, Instant } from '../protocol/app.ts';

/** One counter: how often something happened to a key in a window. */
export interface LimitCounter {
  /** The limit's name. */
  readonly rule: string;
  /** Who is counted, such as an address or an account. Never a secret; what a stranger typed comes as a digest. */
  readonly key: string;
  readonly windowEndsAt: Instant;
}

/** Tries that are added to a counter. */
export interface LimitTries extends LimitCounter {
  /** How many; 1 or more. */
  readonly by: number;
}

/** How a counter stands after tries were added. */
export interface LimitCount {
  readonly count: number;
  /** Later than the one that was given where a node with a faster clock began the next window. */
  readonly windowEndsAt: Instant;
}

/** A limit that a key reached in one window. */
export interface ReachedLimit extends LimitCounter {
  readonly id: Id;
  readonly reachedAt: Instant;
  /** When an operator let the key begin anew; absent while the key is refused, also when it reached the limit again. */
  readonly liftedAt: Instant | undefined;
  /** How often that was done in this window. */
  readonly lifts: number;
}

/** What of limits is in force, or was. */
export interface ReachedLimitFilter {
  /** At most so many, newest first. */
  readonly limit: number;
  /** Older than this one. */
  readonly before?: Id;
  /** Only those whose window is not over at this instant. */
  readonly openAt?: Instant;
  /** Only of this key, and of keys that begin with it and a space. */
  readonly key?: string;
}

/** What housekeeping may remove of limits, by the end of their windows. */
export type SweepableLimits = 'limit counts' | 'reached limits';

/**
 * Where limits are counted that several nodes share, and where every server keeps which were reached, for its operator to
 * see and to lift. Unlike the rest of a store, counts may be lost in a crash: then people have a few tries more.
 */
export interface LimitStore {
  /**
   * Who counts: `'nodes'` that share the counters below, or the `'one process'` that has the data open, in its own memory and
   * without a write for each request. What is reached and lifted is kept here in both cases.
   */
  readonly countedBy: 'nodes' | 'one process';
  /**
   * Adds tries to counters and resolves to how they stand, in the same order. No two of them are of the same rule and key.
   * Of any number of callers, on whatever node, each sees its own place: no two get the same count. A counter whose window
   * is over begins anew with the first try of a later one; it never goes back to an earlier window.
   */
  countTries(tries: readonly LimitTries[]): Promise<readonly LimitCount[]>;
  /** Takes tries back that turned out to be none; nothing happens when that window is over or the counter began anew. */
  takeBackTries(tries: LimitTries): Promise<void>;
  /**
   * Notes that a key reached a limit, once for each window, and resolves to what stands. With `again`, a limit that was
   * lifted before in this window is in force once more; otherwise it stays as it is.
   */
  noteReachedLimit(reached: LimitCounter & { readonly at: Instant; readonly again: boolean }): Promise<ReachedLimit>;
  /** What is noted of this very window. */
  findReachedLimit(counter: LimitCounter): Promise<ReachedLimit | undefined>;
  /** Newest first. */
  listReachedLimits(filter: ReachedLimitFilter): Promise<readonly ReachedLimit[]>;
  /**
   * Lets a key begin anew on every node: its counter is gone when this resolves. Undefined when there is no such limit or
   * its window is over at that instant. May be done again.
   */
  liftLimit(id: Id, at: Instant): Promise<ReachedLimit | undefined>;
  /** As `HousekeepingStore.sweep`: of windows that ended before `before`. */
  sweepLimits(
    kind: SweepableLimits,
    options: { readonly before: Instant; readonly batch: number; readonly dryRun: boolean },
  ): Promise<number>;
}
