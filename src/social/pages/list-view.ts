import type { Incoming } from '../../http/incoming.ts';
import type { StatusListView } from '../../pages/site/statuses/status-list.ts';
import type { Status, TimelinePage } from '../ports.ts';
import { readTimelinePage } from '../read-timeline-page.ts';
import type { SocialDeps, SocialPerson } from '../social-deps.ts';
import { showStatuses } from '../statuses/show-statuses.ts';
import { statusView } from './status-view.ts';

/** A part of a list, as `max_id` and `min_id` of the address ask for it, with the ways to the parts around it. */
export async function listView(
  deps: SocialDeps,
  request: Incoming,
  viewer: SocialPerson | undefined,
  { path, read }: { readonly path: string; read(part: TimelinePage): Promise<readonly Status[]> },
): Promise<StatusListView> {
  const { part } = readTimelinePage(request.query);
  const statuses = await read(part);
  const [newest, oldest] = [statuses[0]?.id, statuses.at(-1)?.id];
  const isFull = statuses.length >= part.limit;
  const hasNewer = part.minId === undefined ? part.maxId !== undefined : isFull;
  const hasOlder = part.minId === undefined ? isFull : true;
  return {
    statuses: (await showStatuses(deps, viewer, statuses)).map(statusView),
    newer: newest !== undefined && hasNewer ? `${path}?min_id=${newest}` : undefined,
    older: oldest !== undefined && hasOlder ? `${path}?max_id=${oldest}` : undefined,
  };
}
