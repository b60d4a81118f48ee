import type { Filled } from './fill-sqlite.ts';
import type { ScaleSettings } from './settings.ts';

/** What a part of the measurement works with. */
export interface Stand extends ScaleSettings {
  /** The large database. */
  readonly many: Filled;
  /** The small one beside it. */
  readonly little: Filled;
  /** Says how far it is. */
  readonly say: (line: string) => void;
}

/** One figure, and what it should be. */
export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly must?: number;
  readonly aim?: number;
  /** Whether more is better; less is, without it. */
  readonly higher?: boolean;
  /** What the value was made from. */
  readonly from?: string;
}

/** One part of the measurement. */
export type Measure = (stand: Stand) => Promise<readonly Figure[]>;
