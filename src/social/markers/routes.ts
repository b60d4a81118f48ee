import type { UserCaller } from '../../http/access.ts';
import { user } from '../../http/access.ts';
import { validationFailed } from '../../http/api-error.ts';
import type { Incoming } from '../../http/incoming.ts';
import { json, type Reply } from '../../http/reply.ts';
import { route } from '../../http/route.ts';
import { type Marker, markedTimelines } from '../ports.ts';
import { idIn } from '../read-timeline-page.ts';
import type { SocialDeps, SocialPerson, SocialRoute } from '../social-deps.ts';

const reads = user('read', 'read:statuses');
const writes = user('write', 'write:statuses');

/** How far somebody has read, for all of their apps. */
export function markerRoutes(deps: SocialDeps): readonly SocialRoute[] {
  return [
    route<SocialPerson, typeof reads>('api', 'GET', '/api/v1/markers', reads, showMarkers(deps)),
    route<SocialPerson, typeof writes>('api', 'POST', '/api/v1/markers', writes, setMarkers(deps)),
  ];
}

type ByUser = UserCaller<SocialPerson>;

/** `GET /api/v1/markers?timeline[]=`. */
const showMarkers =
  ({ store }: SocialDeps) =>
  async (request: Incoming, { person }: ByUser): Promise<Reply> => {
    const wanted = request.query.all('timeline');
    const timelines = markedTimelines.filter((timeline) => wanted.includes(timeline));
    return json(markersEntity(await store.markers.find(person.id, timelines)));
  };

/** `POST /api/v1/markers`, with `home[last_read_id]` and `notifications[last_read_id]`. */
const setMarkers =
  ({ store, now }: SocialDeps) =>
  async (request: Incoming, { person }: ByUser): Promise<Reply> => {
    const body = await request.body();
    const wishes = markedTimelines.flatMap((timeline) => {
      const sent = body.oneOrBlank(`${timeline}[last_read_id]`);
      if (sent === undefined) return [];
      const id = idIn(sent);
      if (id === undefined) throw validationFailed([`${timeline}[last_read_id] must be an id`]);
      return [{ timeline, id }];
    });
    const set: Marker[] = [];
    for (const { timeline, id } of wishes) set.push(await store.markers.set(person.id, timeline, id, now()));
    return json(markersEntity(set));
  };

function markersEntity(markers: readonly Marker[]) {
  return Object.fromEntries(
    markers.map(({ timeline, lastReadId, version, updatedAt }) => [
      timeline,
      { last_read_id: lastReadId, version, updated_at: new Date(updatedAt).toISOString() },
    ]),
  );
}
