import type { Id } from '../../protocol/app.ts';
import type { Status, StatusStore, TimelinePage } from '../ports.ts';

/** How many parts of a timeline are read for one page, where much of it is not for the reader, and how long the later ones are. */
const [MOST_PARTS, LATER_PART] = [10, 80];

/** A page of somebody's home timeline. */
export interface HomePage {
  readonly statuses: readonly Status[];
  /** Of all that was looked at, for the links to the pages around: otherwise a walk would end too early. */
  readonly ids: readonly Id[];
}

/**
 * The home timeline: what the person and those whom they follow posted, without what is not for them
 * ({@link belongsInHome}). Reads on until the page is full.
 */
export async function readHome(store: StatusStore, viewerId: Id, page: TimelinePage): Promise<HomePage> {
  const statuses: Status[] = [];
  const ids: Id[] = [];
  let next = page;
  for (let part = 0; part < MOST_PARTS && statuses.length < page.limit; part += 1) {
    const read = await store.listHome(viewerId, next);
    const kept = await keepForHome(store, viewerId, read);
    const room = page.limit - statuses.length;
    const ascending = page.minId !== undefined;
    // Nothing may be looked at beyond the last one that is shown.
    const shown = ascending ? kept.slice(-room) : kept.slice(0, room);
    const edge = kept.length > room ? (ascending ? shown[0]?.id : shown.at(-1)?.id) : undefined;
    const looked = read.map(({ id }) => id).filter((id) => edge === undefined || isWithin(id, edge, ascending));
    if (ascending) {
      statuses.unshift(...shown);
      ids.unshift(...looked);
    } else {
      statuses.push(...shown);
      ids.push(...looked);
    }
    if (read.length < next.limit) break;
    const last = ascending ? ids[0] : ids.at(-1);
    next = { ...page, limit: LATER_PART, ...(ascending ? { minId: last } : { maxId: last }) };
  }
  return { statuses, ids };
}

function isWithin(id: Id, edge: Id, ascending: boolean): boolean {
  return ascending ? BigInt(id) <= BigInt(edge) : BigInt(id) >= BigInt(edge);
}

/** Of statuses of the viewer and those whom they follow, what their home timeline shows. */
async function keepForHome(store: StatusStore, viewerId: Id, read: readonly Status[]): Promise<readonly Status[]> {
  const people = read.flatMap(({ accountId, inReplyToAccountId }) => [accountId, inReplyToAccountId ?? accountId]);
  const followed = await store.findFollowed(viewerId, [...new Set(people)]);
  return read.filter(
    (status) =>
      isInLanguage(status, followed.get(status.accountId)) && belongsInHome(status, viewerId, (id) => followed.has(id)),
  );
}

/** Whether a status is in one of the languages that a follow is limited to; one that names none always is. */
export function isInLanguage({ language }: Pick<Status, 'language'>, wanted: readonly string[] | undefined): boolean {
  return wanted === undefined || language === undefined || wanted.includes(language);
}

/**
 * Whether a status of somebody whom the viewer follows, or of the viewer, belongs in their home timeline: a direct one only
 * to those whom it names, an answer only where it is to its own author, to the viewer, or to somebody whom they follow too.
 */
export function belongsInHome(
  { accountId, visibility, mentionedIds, inReplyToAccountId }: Status,
  viewerId: Id,
  follows: (accountId: Id) => boolean,
): boolean {
  if (accountId === viewerId) return true;
  if (visibility === 'direct' && !mentionedIds.includes(viewerId)) return false;
  return (
    inReplyToAccountId === undefined ||
    inReplyToAccountId === accountId ||
    inReplyToAccountId === viewerId ||
    follows(inReplyToAccountId)
  );
}
