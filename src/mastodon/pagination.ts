import type { Parameters } from '../protocol/parameters.ts';

/** The part of a list that is asked for: newest first, below `maxId` and above `sinceId`. */
export interface Page {
  readonly limit: number;
  readonly maxId: string | undefined;
  readonly sinceId: string | undefined;
  /** Where the page ends, for lists that are also walked backwards. */
  readonly minId: string | undefined;
  /** The limit as it was sent: links repeat it, and only if it was sent. */
  readonly sentLimit: string | undefined;
}

/** Reads which page is asked for. What makes no sense counts as not sent: a list is never refused for its page. */
export function readPage(query: Parameters, limits: { readonly default: number; readonly max: number }): Page {
  const sent = query.all('limit').at(-1);
  const sentLimit = sent !== undefined && /^-?[0-9]{1,100}$/.test(sent) ? sent : undefined;
  return {
    limit: sentLimit === undefined ? limits.default : Math.min(Math.abs(Number(sentLimit)), limits.max),
    maxId: readCursor(query.all('max_id').at(-1)),
    sinceId: readCursor(query.all('since_id').at(-1)),
    minId: readCursor(query.all('min_id').at(-1)),
    sentLimit,
  };
}

/** How the links of a list differ from those of most. */
export interface LinkOptions {
  /** By which parameter the page before is asked for; `since_id` when absent. */
  readonly previous?: 'since_id' | 'min_id';
  /** What else the list was asked for with. */
  readonly repeated?: URLSearchParams;
}

/**
 * The `Link` header of a page (contract §12.4, RFC 8288): `next` only when the page is full, `prev` unless it is empty.
 * @param url of the list, without a query
 * @param cursors of the rows on the page, also of those that are not shown: otherwise the walk would end too early
 */
export function linkHeader(
  url: string,
  page: Page,
  cursors: readonly string[],
  { previous = 'since_id', repeated }: LinkOptions = {},
): Readonly<Record<string, string>> {
  const newest = cursors[0];
  const oldest = cursors.at(-1);
  if (newest === undefined || oldest === undefined) return {};
  const filters = repeated === undefined || repeated.size === 0 ? '' : `${repeated}&`;
  const limit = `${filters}${page.sentLimit === undefined ? '' : `limit=${page.sentLimit}&`}`;
  const links = [`<${url}?${limit}${previous}=${encodeURIComponent(newest)}>; rel="prev"`];
  if (cursors.length >= page.limit) links.unshift(`<${url}?${limit}max_id=${encodeURIComponent(oldest)}>; rel="next"`);
  return { Link: links.join(', ') };
}

/** A place in a list as a client sent it; what it means only the list knows. */
function readCursor(sent: string | undefined): string | undefined {
  return sent !== undefined && /^[\x21-\x7e]{1,255}$/.test(sent) ? sent : undefined;
}
