import type { Caller, UserCaller } from '../../http/access.ts';
import { recordNotFound } from '../../http/api-error.ts';
import type { Incoming } from '../../http/incoming.ts';
import { json, type Reply } from '../../http/reply.ts';
import { linkHeader } from '../../mastodon/pagination.ts';
import { readBoolean } from '../../protocol/boolean.ts';
import { isFoundByOthers } from '../../protocol/visible-person.ts';
import { readTimelinePage } from '../read-timeline-page.ts';
import type { SocialDeps, SocialPerson } from '../social-deps.ts';
import { viewerOf } from '../statuses/find-readable.ts';
import { readHashtag } from '../statuses/named-in-text.ts';
import { showStatuses } from '../statuses/show-statuses.ts';
import { readHome } from './read-home.ts';

type MaybeCaller = Caller<SocialPerson> | undefined;

/** `GET /api/v1/timelines/home`. */
export const showHome =
  (deps: SocialDeps) =>
  async (request: Incoming, { person }: UserCaller<SocialPerson>): Promise<Reply> => {
    const { page, part } = readTimelinePage(request.query);
    const { statuses, ids } = await readHome(deps.store.statuses, person.id, part);
    const links = linkHeader(`${deps.origin}/api/v1/timelines/home`, page, ids, { previous: 'min_id' });
    return json(await showStatuses(deps, person, statuses), { headers: links });
  };

/** `GET /api/v1/timelines/public`: nothing of other servers, and nothing with media, is here. */
export const showPublic =
  (deps: SocialDeps) =>
  async (request: Incoming, caller: MaybeCaller): Promise<Reply> => {
    if (isAsked(request, 'remote') || isAsked(request, 'only_media')) return json([]);
    const { page, part } = readTimelinePage(request.query);
    const statuses = await deps.store.statuses.listPublic(part);
    const repeated = repeatedOf(request, ['local']);
    const ids = statuses.map(({ id }) => id);
    const links = linkHeader(`${deps.origin}/api/v1/timelines/public`, page, ids, { previous: 'min_id', repeated });
    return json(await showStatuses(deps, caller?.person, statuses), { headers: links });
  };

/** As in Mastodon, no more hashtags than these are looked at of each parameter. */
const MOST_TAGS = 4;

/** `GET /api/v1/timelines/tag/:hashtag`: public statuses with it, or with `any[]`; with `all[]` too, and without `none[]`. */
export const showTagged =
  (deps: SocialDeps) =>
  async (request: Incoming, caller: MaybeCaller): Promise<Reply> => {
    if (isAsked(request, 'remote') || isAsked(request, 'only_media')) return json([]);
    const { page, part } = readTimelinePage(request.query);
    const hashtag = request.part('hashtag');
    const repeated = repeatedOf(request, ['local']);
    const read = (name: string) => {
      const sent = request.query.all(name).slice(0, MOST_TAGS);
      for (const value of sent) repeated.append(`${name}[]`, value);
      return hashtagsOf(sent);
    };
    const tags = { any: [...hashtagsOf([hashtag]), ...read('any')], all: read('all'), none: read('none') };
    const statuses = await deps.store.statuses.listTagged(tags, part);
    const url = `${deps.origin}/api/v1/timelines/tag/${encodeURIComponent(hashtag)}`;
    const ids = statuses.map(({ id }) => id);
    const links = linkHeader(url, page, ids, { previous: 'min_id', repeated });
    return json(await showStatuses(deps, caller?.person, statuses), { headers: links });
  };

/** `GET /api/v1/accounts/:id/statuses`: what the caller may read of an account. */
export const showStatusesOfAccount =
  (deps: SocialDeps) =>
  async (request: Incoming, caller: MaybeCaller): Promise<Reply> => {
    const [author] = (await deps.kit.people.findMany?.([request.part('id')])) ?? [];
    if (author === undefined || !isFoundByOthers(author)) throw recordNotFound();
    const isEmpty = ['only_media', 'pinned'].some((name) => isAsked(request, name));
    const tagged = request.query.oneOrBlank('tagged');
    const tag = tagged === undefined ? undefined : readHashtag(tagged);
    if (author.state === 'suspended' || isEmpty || (tagged !== undefined && tag === undefined)) return json([]);
    const viewer = caller?.person;
    const reader = await viewerOf(deps, viewer, author.id);
    const { page, part } = readTimelinePage(request.query);
    const statuses = await deps.store.statuses.listOfAccount(author.id, reader, {
      ...part,
      excludeReplies: isAsked(request, 'exclude_replies'),
      tag,
    });
    const url = `${deps.origin}/api/v1/accounts/${author.id}/statuses`;
    const repeated = repeatedOf(request, ['exclude_replies', 'exclude_reblogs']);
    if (tagged !== undefined) repeated.append('tagged', tagged);
    const ids = statuses.map(({ id }) => id);
    const links = linkHeader(url, page, ids, { previous: 'min_id', repeated });
    return json(await showStatuses(deps, viewer, statuses), { headers: links });
  };

function isAsked(request: Incoming, name: string): boolean {
  const value = request.query.all(name).at(-1);
  return value !== undefined && readBoolean(value);
}

/** What no text can have as a hashtag counts as not sent. */
function hashtagsOf(sent: readonly string[]): readonly string[] {
  return sent.flatMap((text) => readHashtag(text) ?? []);
}

/** What links to other pages must say again. */
function repeatedOf(request: Incoming, names: readonly string[]): URLSearchParams {
  return new URLSearchParams(
    names.filter((name) => isAsked(request, name)).map((name): [string, string] => [name, 'true']),
  );
}
