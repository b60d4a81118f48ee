import type { Instant } from '../protocol/app.ts';

/** Work that servers over one store do in turn, each when it has the duty. */
export interface Duty {
  /** Whose it is, or was. Empty when nobody had it yet. */
  readonly holder: string;
  /** From then on it is whoever's takes it. */
  readonly until: Instant;
  /** When the work was last done. */
  readonly doneAt: Instant | undefined;
  /** When the work last failed. */
  readonly failedAt: Instant | undefined;
}

/** Where it stands whose turn it is. */
export interface DutyStore {
  /**
   * Makes a duty the holder's until `until`, when it is nobody's, their own already, or was somebody's until `now` or
   * before. Of any number of callers exactly one gets it and true. With `until` at `now` a holder gives it up.
   */
  take(
    name: string,
    lease: { readonly holder: string; readonly now: Instant; readonly until: Instant },
  ): Promise<boolean>;
  /** Notes how the work went, whoever did it; whose duty it is stays. */
  note(name: string, outcome: { readonly at: Instant; readonly failed: boolean }): Promise<void>;
  /** Undefined when it was never taken nor noted. */
  find(name: string): Promise<Duty | undefined>;
}
