import { channel } from 'node:diagnostics_channel';

/** What one commit was, as `mastodoor:commit` tells whoever subscribed. */
export interface CommitFacts {
  /** How many units of change shared it. */
  readonly units: number;
  /** From taking the write lock to the answer of the disk. */
  readonly milliseconds: number;
  /** How many units wait for the next one. */
  readonly waiting: number;
}

/** Told of every commit of every store in this process. Costs a look at a flag while nobody listens. */
export const commitChannel = channel('mastodoor:commit');
