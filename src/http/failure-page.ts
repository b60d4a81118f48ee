import type { ErrorKind, ErrorView } from '../pages/error.ts';
import type { Frame } from '../pages/layout.ts';
import { builtInPages, type Pages } from '../pages/pages.ts';
import type { Person } from '../protocol/person.ts';
import { frameOf } from './frame.ts';
import type { HttpDeps } from './http-deps.ts';
import type { Incoming } from './incoming.ts';
import { pathOf } from './paths.ts';
import { html, type Reply, withCookies } from './reply.ts';
import type { Failure } from './respond.ts';
import type { Visit } from './visit.ts';

/** Which page tells of a failure, by its status. */
function kindOf(status: number): ErrorKind {
  switch (status) {
    case 404:
      return 'not found';
    case 413:
      return 'too large';
    case 422:
      return 'expired form';
    case 429:
      return 'too many requests';
    case 503:
      return 'unavailable';
    default:
      return status >= 500 ? 'broken' : 'bad request';
  }
}

/**
 * A failure as a page. Reads neither cookies nor storage and asks nothing of the host: it must come out even when those are
 * the trouble.
 */
export function failurePage<P extends Person>(deps: HttpDeps<P>, request: Incoming, failure: Failure): Reply {
  const messages = deps.languages.choose(undefined, request.header('accept-language'));
  const signInWay = { ...deps.signInWay, signInUrl: () => pathOf(deps.issuer, '/') };
  const frame = frameOf({ ...deps, signInWay }, { messages, person: undefined, csrfToken: '' });
  const page = draw(deps.pages.error, frame, {
    status: failure.status,
    kind: failure.byPolicy ? 'refused by policy' : kindOf(failure.status),
    ...(failure.status === 400 || failure.byPolicy ? { detail: failure.description } : {}),
    ...(failure.unexpected ? { incidentId: request.id } : {}),
  });
  return html(page, failure.status, failure.headers);
}

/** A page of the host's own may be what failed. */
function draw(own: Pages['error'], frame: Frame, view: ErrorView): { toString(): string } {
  try {
    return own(frame, view);
  } catch {
    return builtInPages.error(frame, view);
  }
}

/** The page for a form that is not this browser's own, was sent by a stranger's page, or outlived its session. */
export function expiredFormPage(deps: HttpDeps, visit: Visit, signInAgain?: string): Reply {
  const view = { status: 422, kind: 'expired form' as const, ...(signInAgain === undefined ? {} : { signInAgain }) };
  return withCookies(html(deps.pages.error(visit.frame, view), 422), visit.cookies);
}
