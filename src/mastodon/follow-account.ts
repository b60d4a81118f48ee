import type { UserCaller } from '../http/access.ts';
import { ApiError, recordNotFound, validationFailed } from '../http/api-error.ts';
import type { Incoming } from '../http/incoming.ts';
import { accountKey } from '../http/limits/limit-keys.ts';
import { countOn, rateLimits } from '../http/rate-limiter.ts';
import { json, type Reply } from '../http/reply.ts';
import { readBoolean } from '../protocol/boolean.ts';
import type { Parameters } from '../protocol/parameters.ts';
import type { Person } from '../protocol/person.ts';
import { relationshipEntity } from './entities/relationship.ts';
import { findById, foundByOthers } from './find-people.ts';
import type { MastodonDeps } from './mastodon-deps.ts';
import { type FollowOptions, FollowRefused, type People } from './people.ts';

/** `POST /api/v1/accounts/:id/follow` (contract §12.7). A new follow counts against its limit (contract §1.6). */
export const follow =
  <P extends Person>(deps: MastodonDeps<P>, followPerson: NonNullable<People<P>['follow']>) =>
  async (request: Incoming, { person }: UserCaller<P>): Promise<Reply> => {
    const options = readFollowOptions((await request.body()).or(request.query));
    const target = await findById(deps, request.part('id'));
    const countNew = async () => {
      await countOn(request, deps.limiter, rateLimits.follows, accountKey(person.id));
    };
    try {
      return json(relationshipEntity(await followPerson(person, target, options, countNew)));
    } catch (error) {
      if (!(error instanceof FollowRefused)) throw error;
      throw error.reason === 'self' ? new ApiError(403, 'Following your own account is not allowed') : recordNotFound();
    }
  };

/** `POST /api/v1/accounts/:id/unfollow` (contract §12.7). */
export const unfollow =
  <P extends Person>(deps: MastodonDeps<P>, unfollowPerson: NonNullable<People<P>['unfollow']>) =>
  async (request: Incoming, { person }: UserCaller<P>): Promise<Reply> => {
    const target = foundByOthers(await findById(deps, request.part('id')));
    return json(relationshipEntity(await unfollowPerson(person, target)));
  };

/** More languages than anybody reads, and a bound on what is stored. */
const MAX_LANGUAGES = 100;

/** What is not sent stays undefined, which leaves an existing follow as it is. */
function readFollowOptions(parameters: Parameters): FollowOptions {
  return {
    reblogs: readOptionalBoolean(parameters, 'reblogs'),
    notify: readOptionalBoolean(parameters, 'notify'),
    languages: readLanguages(parameters),
  };
}

function readOptionalBoolean(parameters: Parameters, name: string): boolean | undefined {
  const value = parameters.all(name).at(-1);
  return value === undefined ? undefined : readBoolean(value);
}

/** An empty list, or a list of blanks as forms send it, takes the filter away. */
function readLanguages(parameters: Parameters): readonly string[] | undefined {
  if (!parameters.has('languages')) return undefined;
  const languages = [...new Set(parameters.all('languages').filter((language) => language !== ''))];
  const valid = languages.every((language) => /^[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}$/i.test(language));
  if (!valid || parameters.isComposite('languages') || languages.length > MAX_LANGUAGES) {
    throw validationFailed(['Languages is invalid']);
  }
  return languages;
}
