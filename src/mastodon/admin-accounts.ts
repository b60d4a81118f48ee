import type { UserCaller } from '../http/access.ts';
import { ApiError, recordNotFound, validationFailed } from '../http/api-error.ts';
import type { Incoming } from '../http/incoming.ts';
import { json, type Reply } from '../http/reply.ts';
import type { Person } from '../protocol/person.ts';
import { filterNames, readFilterV1, readFilterV2 } from './admin-filter.ts';
import { type AdminAccountEntity, adminAccountEntity } from './entities/admin-account.ts';
import { findById, showPerson } from './find-people.ts';
import type { MastodonDeps } from './mastodon-deps.ts';
import { type ModeratedAct, type Moderating, ModerationRefused } from './moderation.ts';
import { linkHeader, readPage } from './pagination.ts';

/** Docs, methods/admin/accounts. */
const limits = { default: 100, max: 200 } as const;

type AdminDeps<P extends Person> = Pick<MastodonDeps<P>, 'issuer' | 'directory' | 'people'>;
type Handler<P extends Person> = (request: Incoming, caller: UserCaller<P>) => Promise<Reply>;

const notAllowed = () => new ApiError(403, 'This action is not allowed');

/** Contract §11: whatever its scopes say, a token does no more than its person's role. */
function forStaff<P extends Person>(moderating: Moderating<P>, handle: Handler<P>): Handler<P> {
  return async (request, caller) => {
    if (!(await moderating.isStaff(caller.person))) throw notAllowed();
    return handle(request, caller);
  };
}

async function findTarget<P extends Person>(deps: AdminDeps<P>, request: Incoming): Promise<P> {
  const person = await findById(deps, request.part('id'));
  if (person === undefined) throw recordNotFound();
  return person;
}

async function entitiesOf<P extends Person>(
  { people }: AdminDeps<P>,
  moderating: Moderating<P>,
  by: P,
  shown: readonly P[],
): Promise<readonly AdminAccountEntity[]> {
  const [described, accounts] = await Promise.all([
    shown.length === 0 ? [] : moderating.describe(by, shown),
    Promise.all(shown.map((person) => showPerson(people, person))),
  ]);
  return shown.flatMap((person, at) => {
    const [moderated, account] = [described[at], accounts[at]];
    return moderated === undefined || account === undefined ? [] : [adminAccountEntity(person, moderated, account)];
  });
}

/** `GET /api/v1/admin/accounts` and `GET /api/v2/admin/accounts`, which differ by how they are filtered. */
export function listModerated<P extends Person>(
  deps: AdminDeps<P>,
  moderating: Moderating<P>,
  version: 'v1' | 'v2',
): Handler<P> {
  return forStaff(moderating, async ({ query }, { person: by }) => {
    const narrowing = version === 'v1' ? readFilterV1(query) : readFilterV2(query);
    const page = readPage(query, limits);
    const { limit, maxId, sinceId, minId } = page;
    if (narrowing === undefined || limit === 0) return json([]);
    const listed = await unlessRefused(() => moderating.list(by, { ...narrowing, limit, maxId, sinceId, minId }));
    const entities = await entitiesOf(
      deps,
      moderating,
      by,
      listed.map(({ person }) => person),
    );
    const headers = linkHeader(
      `${deps.issuer}/api/${version}/admin/accounts`,
      page,
      listed.map(({ cursor }) => cursor),
      { previous: 'min_id', repeated: repeatedOf(query, filterNames[version]) },
    );
    return json(entities, { headers });
  });
}

/** The filters as they were sent, so that the other pages are pages of the same list. */
function repeatedOf(query: Incoming['query'], names: readonly string[]): URLSearchParams {
  const repeated = new URLSearchParams();
  for (const name of names) {
    for (const value of query.all(name)) repeated.append(name === 'role_ids' ? 'role_ids[]' : name, value);
  }
  return repeated;
}

/** `GET /api/v1/admin/accounts/:id`: in every state. */
export function showModerated<P extends Person>(deps: AdminDeps<P>, moderating: Moderating<P>): Handler<P> {
  return forStaff(moderating, async (request, { person: by }) => {
    const [entity] = await entitiesOf(deps, moderating, by, [await findTarget(deps, request)]);
    return json(entity);
  });
}

/**
 * `POST /api/v1/admin/accounts/:id/approve` and its siblings, and `DELETE /api/v1/admin/accounts/:id`: the account as it
 * then stands, or as it stood before it was removed.
 * @param act undefined for what no account here needs, such as ending a limit on its posts
 */
export function moderate<P extends Person>(
  deps: AdminDeps<P>,
  moderating: Moderating<P>,
  act: ModeratedAct | undefined,
): Handler<P> {
  return forStaff(moderating, async (request, { person: by }) => {
    const target = await findTarget(deps, request);
    const isGone = act === 'reject' || act === 'delete';
    // Of whoever is gone afterwards, nothing could be told any more.
    const [before] = isGone ? await entitiesOf(deps, moderating, by, [target]) : [];
    const result =
      act === undefined ? target : await unlessRefused(() => moderating.act(by, act, target, from(request)));
    return json(isGone ? before : (await entitiesOf(deps, moderating, by, [result]))[0]);
  });
}

/** What the type of an action does; `none` only warns, and there is nobody here who would write the warning. */
const actions: Readonly<Record<string, ModeratedAct | 'nothing' | 'not kept'>> = {
  none: 'nothing',
  disable: 'disable',
  suspend: 'suspend',
  silence: 'not kept',
  sensitive: 'not kept',
};

/** `POST /api/v1/admin/accounts/:id/action`: answers an empty object. */
export function takeAction<P extends Person>(deps: AdminDeps<P>, moderating: Moderating<P>): Handler<P> {
  return forStaff(moderating, async (request, { person: by }) => {
    const target = await findTarget(deps, request);
    const type = (await request.body()).or(request.query).all('type').at(-1) ?? '';
    const act = Object.hasOwn(actions, type) ? actions[type] : undefined;
    if (type === '') throw validationFailed(["Type can't be blank"]);
    if (act === undefined) throw validationFailed(['Type is not included in the list']);
    // A refusal and not a silent success: whoever limits an account relies on it.
    if (act === 'not kept') throw validationFailed([`Type ${type} is not supported by this server`]);
    if (act !== 'nothing') await unlessRefused(() => moderating.act(by, act, target, from(request)));
    return json({});
  });
}

const from = ({ address }: Incoming) => ({ address });

/** What the host answers, or its refusal in Mastodon's words. */
async function unlessRefused<T>(ask: () => T | Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof ModerationRefused)) throw error;
    if (error.reason === 'no such account') throw recordNotFound();
    if (error.reason === 'not allowed') throw notAllowed();
    throw new ApiError(409, 'Somebody else changed this account at the same moment');
  }
}
