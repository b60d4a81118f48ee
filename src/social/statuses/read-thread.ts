import type { Id } from '../../protocol/app.ts';
import type { SocialDeps, SocialPerson } from '../social-deps.ts';
import { readableOf } from './find-readable.ts';
import { showStatuses } from './show-statuses.ts';
import type { StatusEntity } from './status-entity.ts';
import { inThreadOrder } from './thread-order.ts';

/** Of a thread so much is shown. Somebody without an account sees less, as in Mastodon. */
const threadLimits = { ancestors: 4096, descendants: 4096, ancestorsForAll: 40, descendantsForAll: 60 } as const;

/** Mastodon's entity Context. */
export interface Thread {
  /** What the status answers, the oldest first. */
  readonly ancestors: readonly StatusEntity[];
  /** Answers to it, each followed by the answers to itself. */
  readonly descendants: readonly StatusEntity[];
}

/** What is above and below a status, as far as the viewer may read it. */
export async function readThread(deps: SocialDeps, viewer: SocialPerson | undefined, id: Id): Promise<Thread> {
  const { statuses } = deps.store;
  const [above, below] = await Promise.all([
    statuses.listAncestors(id, viewer ? threadLimits.ancestors : threadLimits.ancestorsForAll),
    statuses.listDescendants(id, viewer ? threadLimits.descendants : threadLimits.descendantsForAll),
  ]);
  const [ancestors, descendants] = await Promise.all([
    readableOf(deps, viewer, above.toReversed()),
    readableOf(deps, viewer, inThreadOrder(id, below)),
  ]);
  return {
    ancestors: await showStatuses(deps, viewer, ancestors),
    descendants: await showStatuses(deps, viewer, descendants),
  };
}
