import { channel } from 'node:diagnostics_channel';

/** What one commit was, as `mastodoor:commit` tells whoever subscribed. */
export interface CommitFacts {
  /** How many units of change shared it. */
  readonly units: number;
  /** SQLite: from taking the write lock to the answer of the disk. PostgreSQL: from asking for it to its answer. */
  readonly milliseconds: number;
}

/** Told of every commit of every store in this process. Costs a look at a flag while nobody listens. */
export const commitChannel = channel('mastodoor:commit');

/** Tells of a commit that was done. */
export function tellCommit(units: number, started: number): void {
  if (!commitChannel.hasSubscribers) return;
  commitChannel.publish({ units, milliseconds: performance.now() - started } satisfies CommitFacts);
}
