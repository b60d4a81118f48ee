import type { Id } from '../protocol/app.ts';
import type { Parameters } from '../protocol/parameters.ts';
import { readCursor } from './record-id.ts';

/** The part of a list that is asked for: newest first, below `maxId` and above `sinceId`. */
export interface Page {
  readonly limit: number;
  readonly maxId: Id | undefined;
  readonly sinceId: Id | undefined;
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
    sentLimit,
  };
}

/**
 * The `Link` header of a page (contract §12.4, RFC 8288): `next` only when the page is full, `prev` unless it is empty.
 * @param url of the list, without a query
 * @param ids of the records on the page, also of those that are not shown: otherwise the walk would end too early
 */
export function linkHeader(url: string, page: Page, ids: readonly Id[]): Readonly<Record<string, string>> {
  const newest = ids[0];
  const oldest = ids.at(-1);
  if (newest === undefined || oldest === undefined) return {};
  const limit = page.sentLimit === undefined ? '' : `limit=${page.sentLimit}&`;
  const links = [`<${url}?${limit}since_id=${newest}>; rel="prev"`];
  if (ids.length >= page.limit) links.unshift(`<${url}?${limit}max_id=${oldest}>; rel="next"`);
  return { Link: links.join(', ') };
}
