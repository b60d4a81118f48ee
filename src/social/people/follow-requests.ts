import type { UserCaller } from '../../http/access.ts';
import { recordNotFound } from '../../http/api-error.ts';
import type { Incoming } from '../../http/incoming.ts';
import { json, type Reply } from '../../http/reply.ts';
import { relationshipEntity } from '../../mastodon/entities/relationship.ts';
import { linkHeader } from '../../mastodon/pagination.ts';
import { isShownInLists } from '../../protocol/visible-person.ts';
import { readTimelinePage } from '../read-timeline-page.ts';
import type { SocialDeps, SocialPerson } from '../social-deps.ts';
import { showPeople } from './show-people.ts';

type ByUser = UserCaller<SocialPerson>;

/** As the lists of followers (contract §12.4). */
const limits = { default: 40, max: 80 } as const;

/** `GET /api/v1/follow_requests`: who asked to follow. */
export const listFollowRequests =
  (deps: SocialDeps) =>
  async (request: Incoming, { person }: ByUser): Promise<Reply> => {
    const { page, part } = readTimelinePage(request.query, limits);
    const rows = await deps.store.listFollowRequests(person.id, part);
    const people = (await deps.kit.people.findMany?.(rows.map(({ followerId }) => followerId))) ?? [];
    const cursors = rows.map(({ id }) => id);
    const links = linkHeader(`${deps.origin}/api/v1/follow_requests`, page, cursors);
    return json(await showPeople(deps, people.filter(isShownInLists)), { headers: links });
  };

/** `POST /api/v1/follow_requests/:account_id/authorize` and `/reject`. */
export const answerFollowRequest =
  (deps: SocialDeps, answer: 'authorize' | 'reject') =>
  async (request: Incoming, { person }: ByUser): Promise<Reply> => {
    const [other] = (await deps.kit.people.findMany?.([request.part('account_id')])) ?? [];
    if (other === undefined) throw recordNotFound();
    const pair = { followerId: other.id, followedId: person.id };
    const answered =
      answer === 'authorize'
        ? await deps.store.acceptFollowRequest(pair, deps.now())
        : await deps.store.rejectFollowRequest(pair);
    if (!answered) throw recordNotFound();
    const [relationship] = (await deps.kit.people.relationships?.(person, [other])) ?? [];
    if (relationship === undefined) throw recordNotFound();
    return json(relationshipEntity(relationship));
  };
