import type { UserCaller } from '../http/access.ts';
import type { Incoming } from '../http/incoming.ts';
import { json, type Reply } from '../http/reply.ts';
import { readBoolean } from '../protocol/boolean.ts';
import type { Person } from '../protocol/person.ts';
import { isFoundByOthers } from '../protocol/visible-person.ts';
import { relationshipEntity } from './entities/relationship.ts';
import { findByIds } from './find-people.ts';
import type { MastodonDeps } from './mastodon-deps.ts';
import type { People } from './people.ts';

/** `GET /api/v1/accounts/relationships` (contract §12.6): one for each account that there is, in the order asked for. */
export const showRelationships =
  <P extends Person>(deps: MastodonDeps<P>, relationships: NonNullable<People<P>['relationships']>) =>
  async (request: Incoming, { person }: UserCaller<P>): Promise<Reply> => {
    const withSuspended = readBoolean(request.query.all('with_suspended').at(-1));
    const found = await findByIds(deps, request.query.all('id'));
    const others = found.filter((other) => isFoundByOthers(other) && (withSuspended || other.state !== 'suspended'));
    return json(others.length === 0 ? [] : (await relationships(person, others)).map(relationshipEntity));
  };
