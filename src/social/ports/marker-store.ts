import type { Id, Instant } from '../../protocol/app.ts';

/** The lists that have a marker. */
export const markedTimelines = ['home', 'notifications'] as const;

/** One of {@link markedTimelines}. */
export type MarkedTimeline = (typeof markedTimelines)[number];

/** How far somebody has read (entity Marker). */
export interface Marker {
  readonly timeline: MarkedTimeline;
  readonly lastReadId: Id;
  /** Grows with each change. */
  readonly version: number;
  readonly updatedAt: Instant;
}

/** Where it is kept how far people have read. */
export interface MarkerStore {
  /** Those of these lists that have one. */
  find(accountId: Id, timelines: readonly MarkedTimeline[]): Promise<readonly Marker[]>;
  /**
   * Sets one, and resolves to it. Of parallel calls each counts, and the versions tell their order. Rejects with
   * `StoreUnavailable` where the account was deleted meanwhile: nothing stays below one that is gone.
   */
  set(accountId: Id, timeline: MarkedTimeline, lastReadId: Id, at: Instant): Promise<Marker>;
}
