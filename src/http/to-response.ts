import type { Person } from '../protocol/person.ts';
import type { HttpDeps } from './http-deps.ts';
import type { Incoming } from './incoming.ts';
import { rateLimitHeaders, tightest } from './rate-limiter.ts';
import type { Reply } from './reply.ts';
import type { Surface } from './route.ts';

/** The headers of an answer: those of its surface, then its own, then what limits have counted. */
export function responseHeaders<P extends Person>(
  { surfaceHeaders }: Pick<HttpDeps<P>, 'surfaceHeaders'>,
  surface: Surface,
  reply: Pick<Reply, 'headers'>,
  request: Pick<Incoming, 'id' | 'tallies'>,
): Record<string, string> {
  const headers: Record<string, string> = { ...surfaceHeaders[surface], ...reply.headers, 'X-Request-Id': request.id };
  if (surface === 'api' || surface === 'gateway') Object.assign(headers, rateLimitHeaders(tightest(request.tallies)));
  return headers;
}

/** An answer with all its headers, as plain data: what any runtime can send. */
export interface Answer extends Pick<Reply, 'status' | 'body'> {
  readonly cookies: Reply['cookies'] | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * A reply with the headers that it needs beside its own.
 * @throws TypeError for a header that HTTP cannot carry
 */
export function completeReply<P extends Person>(
  deps: Pick<HttpDeps<P>, 'surfaceHeaders'>,
  surface: Surface,
  { status, headers, cookies, body }: Reply,
  request: Pick<Incoming, 'id' | 'tallies'>,
): Answer {
  demandCarriable(headers);
  return { status, headers: responseHeaders(deps, surface, { headers }, request), cookies, body };
}

/** The same as a Response. */
export function toResponse({ status, headers, cookies, body }: Answer): Response {
  if (cookies === undefined || cookies.length === 0) return new Response(body, { status, headers });
  const lines = Object.entries(headers);
  for (const cookie of cookies) lines.push(['Set-Cookie', cookie]);
  return new Response(body, { status, headers: lines });
}

/**
 * RFC 9110 §5.1 and §5.5. Headers may be looked at as late as when they are sent, where nobody can answer with a failure any
 * more.
 */
function demandCarriable(headers: Reply['headers']): void {
  for (const name in headers) {
    if (!/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name)) throw new TypeError('A header has a name that HTTP cannot carry');
    if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(headers[name] ?? ''))
      throw new TypeError(`The header ${name} has a value that HTTP cannot carry`);
  }
}
