import { type Page, readPage } from '../mastodon/pagination.ts';
import type { Parameters } from '../protocol/parameters.ts';
import type { TimelinePage } from './ports.ts';

/** Timelines have twenty statuses on a page, and at most forty. */
const limits = { default: 20, max: 40 } as const;

/** Which part of a timeline is asked for. Ids that are no ids count as not sent: a list is never refused for its page. */
export function readTimelinePage(
  query: Parameters,
  bounds: { readonly default: number; readonly max: number } = limits,
): { readonly page: Page; readonly part: TimelinePage } {
  const page = readPage(query, bounds);
  const [maxId, sinceId, minId] = [page.maxId, page.sinceId, page.minId].map(idIn);
  return { page, part: { limit: Math.max(1, page.limit), maxId, sinceId, minId } };
}

/** An id as it is kept: decimal, without zeros before it, and no larger than ids are; undefined where it is none. */
export function idIn(text: string | undefined): string | undefined {
  if (text === undefined || !/^[0-9]{1,30}$/.test(text)) return undefined;
  const id = BigInt(text);
  const largest = 2n ** 63n - 1n;
  return (id > largest ? largest : id).toString();
}
