import type { Caller } from '../http/access.ts';
import { recordNotFound } from '../http/api-error.ts';
import type { Incoming } from '../http/incoming.ts';
import { json, type Reply } from '../http/reply.ts';
import type { Person } from '../protocol/person.ts';
import { isShownInLists } from '../protocol/visible-person.ts';
import { findById, profileOf, showPerson } from './find-people.ts';
import type { MastodonDeps } from './mastodon-deps.ts';
import { linkHeader, readPage } from './pagination.ts';
import type { People } from './people.ts';

/** Contract §12.4. */
const limits = { default: 40, max: 80 } as const;

/** `GET /api/v1/accounts/:id/followers` and `/following` (contract §12.4). */
export function listFollows<P extends Person>(
  deps: MastodonDeps<P>,
  name: 'followers' | 'following',
  list: NonNullable<People<P>['listFollowers']>,
): (request: Incoming, caller: Caller<P> | undefined) => Promise<Reply> {
  const { issuer, people } = deps;
  return async (request, caller) => {
    // Also an account that is not confirmed yet is found here, as nothing but an empty list is told of it.
    const person = await findById(deps, request.part('id'));
    if (person === undefined) throw recordNotFound();
    if (await hidesItsLists(people, person, caller)) return json([]);
    const page = readPage(request.query, limits);
    const listed = await list(person, page);
    const shown = listed.filter((row) => isShownInLists(row.person));
    const entities = await Promise.all(shown.map((row) => showPerson(people, row.person)));
    const url = `${issuer}/api/v1/accounts/${encodeURIComponent(person.id)}/${name}`;
    const cursors = listed.map(({ cursor }) => cursor);
    return json(entities, { headers: linkHeader(url, page, cursors) });
  };
}

async function hidesItsLists<P extends Person>(
  people: People<P>,
  person: P,
  caller: Caller<P> | undefined,
): Promise<boolean> {
  if (person.state === 'suspended') return true;
  const { hideCollections } = await profileOf(people, person);
  return hideCollections === true && caller?.person?.id !== person.id;
}
