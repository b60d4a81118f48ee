import type { ListPage } from '../mastodon/people.ts';
import type { Id } from '../protocol/app.ts';
import type { FollowPage } from './ports.ts';

const LARGEST = 2n ** 63n - 1n;

/** The page of follow records that a client asked for; a place that makes no sense counts as not given. */
export function readFollowPage({ limit, maxId, sinceId }: ListPage): FollowPage {
  return { limit, maxId: readCursor(maxId), sinceId: readCursor(sinceId) };
}

/** A place in a list; any number will do, and one beyond all ids stands after them all. */
function readCursor(text: string | undefined): Id | undefined {
  if (text === undefined || !/^[0-9]{1,100}$/.test(text)) return undefined;
  const value = BigInt(text);
  return (value <= LARGEST ? value : LARGEST).toString();
}
