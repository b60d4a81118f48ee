import type { AccountPerson } from '../accounts/person.ts';
import { relationshipsOf } from '../accounts/relationship.ts';
import { isFoundByOthers } from '../accounts/visible-account.ts';
import type { UserCaller } from '../http/access.ts';
import type { Incoming } from '../http/incoming.ts';
import { json, type Reply } from '../http/reply.ts';
import { readBoolean } from '../protocol/boolean.ts';
import { relationshipEntity } from './entities/relationship.ts';
import type { MastodonDeps } from './mastodon-deps.ts';
import { readIds } from './record-id.ts';

/** `GET /api/v1/accounts/relationships` (contract §12.6): one for each account that there is, in the order asked for. */
export const showRelationships =
  ({ store }: MastodonDeps) =>
  async (request: Incoming, { person }: UserCaller<AccountPerson>): Promise<Reply> => {
    const withSuspended = readBoolean(request.query.all('with_suspended').at(-1));
    const accounts = await store.findAccounts(readIds(request.query.all('id')));
    const ids = accounts
      .filter((account) => isFoundByOthers(account) && (withSuspended || account.state !== 'suspended'))
      .map(({ id }) => id);
    const follows = ids.length === 0 ? [] : await store.findFollowsBetween(person.id, ids);
    return json(relationshipsOf(person.id, ids, follows).map(relationshipEntity));
  };
