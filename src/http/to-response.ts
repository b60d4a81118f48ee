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

/**
 * The one place where a reply becomes a Response.
 * @throws TypeError for a header that HTTP cannot carry
 */
export function toResponse<P extends Person>(
  deps: Pick<HttpDeps<P>, 'surfaceHeaders'>,
  surface: Surface,
  reply: Reply,
  request: Pick<Incoming, 'id' | 'tallies'>,
): Response {
  demandCarriable(reply.headers);
  const headers = responseHeaders(deps, surface, reply, request);
  if (reply.cookies === undefined || reply.cookies.length === 0) {
    return new Response(reply.body, { status: reply.status, headers });
  }
  const lines = Object.entries(headers);
  for (const cookie of reply.cookies) lines.push(['Set-Cookie', cookie]);
  return new Response(reply.body, { status: reply.status, headers: lines });
}

/**
 * RFC 9110 §5.5. A Response may look at its headers as late as when they are sent, where nobody can answer with a failure
 * any more.
 */
function demandCarriable(headers: Reply['headers']): void {
  for (const [name, value] of Object.entries(headers)) {
    if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value))
      throw new TypeError(`The header ${name} has a value that HTTP cannot carry`);
  }
}
