import { setImmediate as nextTurn } from 'node:timers/promises';
import { WorkQueue } from '../accounts/password/work-queue.ts';
import type { SocialDeps, SocialRoute } from './social-deps.ts';

/** How many lists may wait for their turn, and for how many milliseconds: about what is made in that time. */
const [WAITING, PATIENCE] = [4000, 5000];

/** The queue in which long lists are made. Too many are refused with 503. */
export function createListQueue(atOnce: number): WorkQueue {
  return new WorkQueue({ atOnce, waiting: WAITING, patience: PATIENCE });
}

/**
 * A route whose answers are long lists, of which a few are made at a time, each from a turn of the event loop of its own. What
 * one is made of is far more than its answer: of many at once, all of it would be held, none would be ready sooner, and short
 * questions would wait for all of them.
 */
export function fewAtOnce({ lists }: Pick<SocialDeps, 'lists'>, route: SocialRoute): SocialRoute {
  const handle: SocialRoute['handle'] = (request, caller) =>
    lists.run(async () => {
      await nextTurn();
      return route.handle(request, caller);
    });
  return { ...route, handle };
}
