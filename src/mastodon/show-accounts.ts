import { validationFailed } from '../http/api-error.ts';
import type { Incoming } from '../http/incoming.ts';
import { json, type Reply } from '../http/reply.ts';
import type { Person } from '../protocol/person.ts';
import { isFoundByOthers } from '../protocol/visible-person.ts';
import { findById, findByIds, foundByOthers, showPerson } from './find-people.ts';
import { readLocalUsername } from './local-username.ts';
import type { MastodonDeps } from './mastodon-deps.ts';
import type { People } from './people.ts';

/** Contract §12.3: more ids than these are refused. */
const MAX_IDS = 40;

/** `GET /api/v1/accounts/:id` (contract §12.3). */
export const showAccount =
  <P extends Person>(deps: MastodonDeps<P>) =>
  async (request: Incoming): Promise<Reply> =>
    json(await showPerson(deps.people, foundByOthers(await findById(deps, request.part('id')))));

/** `GET /api/v1/accounts?id[]=` (contract §12.3): unknown ids are left out. */
export const showAccounts =
  <P extends Person>(deps: MastodonDeps<P>) =>
  async (request: Incoming): Promise<Reply> => {
    const asked = new Set(request.query.all('id'));
    if (asked.size > MAX_IDS) throw validationFailed([`Id is too long (maximum is ${MAX_IDS} ids)`]);
    const found = await findByIds(deps, [...asked]);
    return json(await Promise.all(found.filter(isFoundByOthers).map((person) => showPerson(deps.people, person))));
  };

/** `GET /api/v1/accounts/lookup` (contract §12.5): only accounts of this server, nothing is asked of others. */
export const lookUpAccount =
  <P extends Person>({ issuer, people }: MastodonDeps<P>, findByUsername: NonNullable<People<P>['findByUsername']>) =>
  async (request: Incoming): Promise<Reply> => {
    const username = readLocalUsername(request.query.all('acct').at(-1)?.trim() ?? '', issuer);
    const person = foundByOthers(username === undefined ? undefined : await findByUsername(username));
    return json(await showPerson(people, person));
  };
