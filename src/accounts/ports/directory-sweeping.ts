import type { Instant } from '../../protocol/app.ts';

/** What the directory's housekeeping may remove; the rules are written in `accounts/housekeeping.ts`. */
export type DirectorySweepable =
  /** That expired. */
  | 'tickets'
  /** That were given up. */
  | 'mails'
  /** Made by sign-ups whose address was never confirmed; their names are free again. */
  | 'unconfirmed accounts'
  /** That ended, expired or were used up. */
  | 'invites'
  /** That may be used anew. */
  | 'posting keys'
  /** That were told long ago. */
  | 'notifications'
  /** Of audit entries; the entries stay. */
  | 'audit addresses'
  | 'audit entries';

/** What removes what its time is over. */
export interface DirectoryHousekeepingStore {
  /**
   * Deletes at most `batch` rows of one kind that ended, or happened, before `before`; with `dryRun` only counts them.
   * Resolves to the number of rows.
   */
  sweepDirectory(
    kind: DirectorySweepable,
    options: { readonly before: Instant; readonly batch: number; readonly dryRun: boolean },
  ): Promise<number>;
}
