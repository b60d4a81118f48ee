import type { Caller, UserCaller } from '../../http/access.ts';
import { ApiError, parameterMissing } from '../../http/api-error.ts';
import type { Incoming } from '../../http/incoming.ts';
import { json, type Reply } from '../../http/reply.ts';
import { readLocalUsername } from '../../mastodon/local-username.ts';
import type { Id } from '../../protocol/app.ts';
import { readBoolean } from '../../protocol/boolean.ts';
import { isShownInLists } from '../../protocol/visible-person.ts';
import type { SocialDeps, SocialPerson } from '../social-deps.ts';
import { findReadable } from '../statuses/find-readable.ts';
import { readHashtag } from '../statuses/named-in-text.ts';
import { showStatuses } from '../statuses/show-statuses.ts';
import { hashtagUrl } from '../statuses/status-entity.ts';
import { showPeople } from './show-people.ts';

/** Half of what the other lists have, as in Mastodon. */
const limits = { default: 20, max: 40, accounts: { default: 40, max: 80 } } as const;

/** Nobody turns so many pages; what lies beyond is not looked for. */
const MOST_FOUND = 200;

/** `GET /api/v1/accounts/search`: people of this server, by name. */
export const searchAccounts =
  (deps: SocialDeps) =>
  async (request: Incoming, { person }: UserCaller<SocialPerson>): Promise<Reply> => {
    const found = await findPeople(deps, request, person, limits.accounts);
    return json(await showPeople(deps, found));
  };

/** `GET /api/v2/search`: people by name, and a status or a person by the address of its page. */
export const search =
  (deps: SocialDeps) =>
  async (request: Incoming, caller: Caller<SocialPerson> | undefined): Promise<Reply> => {
    const viewer = caller?.person;
    if (viewer === undefined) {
      for (const name of ['resolve', 'offset']) {
        const value = request.query.all(name).at(-1);
        if (value === undefined || (name === 'resolve' && !readBoolean(value))) continue;
        throw new ApiError(401, `Search queries with ${name} need a person: sign in first`);
      }
    }
    const sought = request.query.oneOrBlank('q')?.trim();
    if (sought === undefined) throw parameterMissing('q');
    const type = request.query.oneOrBlank('type');
    const wants = (name: string) => type === undefined || type === name;
    const statusId = statusIdOf(sought, deps.origin);
    // Of these there is one at most: apps ask for more until nothing comes.
    const isFirst = readNumber(request, 'offset', 0) === 0;
    const people = wants('accounts') && statusId === undefined ? await findPeople(deps, request, viewer, limits) : [];
    const statuses =
      isFirst && wants('statuses') && statusId !== undefined ? await findStatus(deps, viewer, statusId) : [];
    const hashtags = isFirst && wants('hashtags') ? await findHashtag(deps, sought) : [];
    return json({ accounts: await showPeople(deps, people), statuses, hashtags });
  };

/** The hashtag that is sought, if anybody may read something with it (entity Tag). How much it is used is not counted. */
async function findHashtag(deps: SocialDeps, sought: string) {
  const name = readHashtag(sought);
  if (name === undefined) return [];
  const newest = await deps.store.statuses.listTagged({ any: [name], all: [], none: [] }, { limit: 1 });
  return newest.length > 0 ? [{ name, url: hashtagUrl(deps.origin, name), history: [] }] : [];
}

async function findStatus(deps: SocialDeps, viewer: SocialPerson | undefined, id: string) {
  try {
    return await showStatuses(deps, viewer, [await findReadable(deps, viewer, id)]);
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return [];
    throw error;
  }
}

/** The id in the address of a status's page. */
function statusIdOf(text: string, origin: string): string | undefined {
  if (!text.startsWith(`${origin}/`)) return undefined;
  return /^\/(?:@[A-Za-z0-9_]+|users\/[A-Za-z0-9_]+\/statuses)\/([0-9]+)$/.exec(text.slice(origin.length))?.[1];
}

async function findPeople(
  { kit, store, origin }: SocialDeps,
  request: Incoming,
  viewer: SocialPerson | undefined,
  bounds: { readonly default: number; readonly max: number },
): Promise<readonly SocialPerson[]> {
  const sought = request.query.oneOrBlank('q')?.trim();
  if (sought === undefined) throw parameterMissing('q');
  const name = nameIn(sought, origin);
  const followedBy = readFlag(request, 'following') ? viewer?.id : undefined;
  const exact = name === undefined ? undefined : await kit.people.findByUsername?.(name);
  const isNamed = exact !== undefined && (followedBy === undefined || (await follows(store, followedBy, exact.id)));
  const found = await store.searchAccounts(name ?? sought, { limit: MOST_FOUND, followedBy });
  const ids = [...new Set([...(isNamed ? [exact.id] : []), ...found.map(({ id }) => id)])];
  const people = new Map(((await kit.people.findMany?.(ids)) ?? []).map((person) => [person.id, person]));
  const kept = ids.flatMap((id) => people.get(id) ?? []).filter(isShownInLists);
  const offset = readNumber(request, 'offset', 0);
  const limit = Math.min(Math.max(1, readNumber(request, 'limit', bounds.default)), bounds.max);
  return kept.slice(offset, offset + limit);
}

async function follows(store: SocialDeps['store'], viewerId: Id, id: Id): Promise<boolean> {
  return (await store.statuses.findFollowed(viewerId, [id])).size > 0;
}

/** A username, or the beginning of one, as people write it: `alice`, `@alice`, `alice@host`, or an address of theirs. */
function nameIn(sought: string, origin: string): string | undefined {
  const [, inUrl] = sought.startsWith(`${origin}/`)
    ? (/^\/(?:@|users\/)([A-Za-z0-9_]+)$/.exec(sought.slice(origin.length)) ?? [])
    : [];
  return inUrl ?? readLocalUsername(sought, origin);
}

function readFlag(request: Incoming, name: string): boolean {
  const value = request.query.all(name).at(-1);
  return value !== undefined && readBoolean(value);
}

function readNumber(request: Incoming, name: string, otherwise: number): number {
  const value = request.query.all(name).at(-1);
  return value !== undefined && /^[0-9]{1,9}$/.test(value) ? Number(value) : otherwise;
}
