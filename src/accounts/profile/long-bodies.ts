import type { Id } from '../../protocol/app.ts';
import { WorkQueue, WorkQueues } from '../password/work-queue.ts';

/** Milliseconds. */
const PATIENCE = 5000;

/** Of all people together: a body with pictures may have 24 MB, and is held whole until they are made anew. */
const everybody = new WorkQueue({ atOnce: 8, waiting: 32, patience: PATIENCE });

/** Of one person one, lest one keeps the places of all others with bodies that never end. */
const people = new WorkQueues({ atOnce: 1, waiting: 2, patience: PATIENCE });

/**
 * Reads and uses a long body of a person when its turn comes. Only so many are in memory at a time, however many are sent.
 * @throws Overloaded when too many wait, or its turn did not come in time
 */
export function withLongBody<T>(personId: Id, work: () => Promise<T>): Promise<T> {
  return people.run(personId, () => everybody.run(work));
}
