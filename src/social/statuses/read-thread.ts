import type { Id } from '../../protocol/app.ts';
import type { SocialDeps, SocialPerson } from '../social-deps.ts';
import { readableOf } from './find-readable.ts';
import { showStatuses } from './show-statuses.ts';
import type { StatusEntity } from './status-entity.ts';
import { inThreadOrder } from './thread-order.ts';

/** How much of a thread is shown. */
export interface ThreadLimits {
  readonly ancestors: number;
  readonly descendants: number;
}

/** As in Mastodon: to a person with an app, and to everybody else. */
export const threadLimits: Readonly<Record<'person' | 'everybody', ThreadLimits>> = {
  person: { ancestors: 4096, descendants: 4096 },
  everybody: { ancestors: 40, descendants: 60 },
};

/** Mastodon's entity Context. */
export interface Thread {
  /** What the status answers, the oldest first. */
  readonly ancestors: readonly StatusEntity[];
  /** Answers to it, each followed by the answers to itself. */
  readonly descendants: readonly StatusEntity[];
}

/** What is above and below a status, as far as the viewer may read it. */
export async function readThread(
  deps: SocialDeps,
  viewer: SocialPerson | undefined,
  id: Id,
  most: ThreadLimits,
): Promise<Thread> {
  const { statuses } = deps.store;
  const [above, below] = await Promise.all([
    statuses.listAncestors(id, most.ancestors),
    statuses.listDescendants(id, most.descendants),
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
