import type { UserCaller } from '../../http/access.ts';
import { ApiError, recordNotFound } from '../../http/api-error.ts';
import type { Incoming } from '../../http/incoming.ts';
import { accountKey } from '../../http/limits/limit-keys.ts';
import { countOn } from '../../http/rate-limiter.ts';
import { json, type Reply } from '../../http/reply.ts';
import type { Id } from '../../protocol/app.ts';
import { HOUR } from '../../protocol/lifetimes.ts';
import { digestOf } from '../../protocol/secret.ts';
import { isShownInLists } from '../../protocol/visible-person.ts';
import type { PostingKey, Status } from '../ports.ts';
import { postingLimits } from '../posting-limits.ts';
import type { SocialDeps, SocialPerson } from '../social-deps.ts';
import { findReadable } from './find-readable.ts';
import { hashtagsIn, partsOf } from './named-in-text.ts';
import { readNewStatus, replyToNothing } from './read-new-status.ts';
import { showStatuses } from './show-statuses.ts';

/** As long as Mastodon remembers an `Idempotency-Key`. */
const KEY_LIFETIME = HOUR;

/** `POST /api/v1/statuses`: posts, once for each `Idempotency-Key`. */
export const postStatus =
  (deps: SocialDeps) =>
  async (request: Incoming, { person, token }: UserCaller<SocialPerson>): Promise<Reply> => {
    const key = readPostingKey(request.header('idempotency-key'), deps.now());
    const wish = readNewStatus(await request.body(), person.account.account);
    await countOn(request, deps.kit.http.limiter, postingLimits.posts, accountKey(person.id));
    const parent = wish.inReplyTo === undefined ? undefined : await findParent(deps, person, wish.inReplyTo);
    const { inReplyTo: _, ...written } = wish;
    const status = await deps.store.statuses.add(
      {
        ...written,
        accountId: person.id,
        inReplyToId: parent?.id,
        inReplyToAccountId: parent?.accountId,
        application: token.app && { name: token.app.name, website: token.app.website },
        mentionedIds: await findMentioned(deps, wish.text),
        tags: hashtagsIn(wish.text),
        createdAt: deps.now(),
      },
      key,
    );
    if (status === undefined) throw replyToNothing();
    const [entity] = await showStatuses(deps, person, [status]);
    if (entity === undefined) throw recordNotFound();
    return json(entity);
  };

function readPostingKey(header: string | undefined, now: number): PostingKey | undefined {
  if (header === undefined || header === '') return undefined;
  if (header.length > 255) throw new ApiError(422, 'The Idempotency-Key is longer than 255 characters');
  return { digest: digestOf(header), expiresAt: now + KEY_LIFETIME };
}

async function findParent(deps: SocialDeps, person: SocialPerson, id: string): Promise<Status> {
  try {
    return await findReadable(deps, person, id);
  } catch (error) {
    throw error instanceof ApiError && error.status === 404 ? replyToNothing() : error;
  }
}

/** More people than this are named by nobody who means well; the rest of the names stay text. */
const MOST_MENTIONED = 50;

/** The people of this server whom a text names. */
async function findMentioned({ kit, origin }: SocialDeps, text: string): Promise<readonly Id[]> {
  const { host } = new URL(origin);
  const usernames = partsOf(text).flatMap((part) =>
    part.kind === 'mention' && (part.domain === undefined || part.domain.toLowerCase() === host)
      ? [part.username.toLowerCase()]
      : [],
  );
  const distinct = [...new Set(usernames)].slice(0, MOST_MENTIONED);
  const people = await Promise.all(distinct.map((username) => kit.people.findByUsername?.(username)));
  return people.flatMap((person) => (person !== undefined && isShownInLists(person) ? [person.id] : []));
}
