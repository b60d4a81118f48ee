import { withRequest } from '../pages/account-links.ts';
import type { Person } from '../protocol/person.ts';
import type { PendingId } from '../protocol/secret.ts';
import type { HttpDeps } from './http-deps.ts';
import { html, type Reply } from './reply.ts';
import type { Visit } from './visit.ts';

/**
 * 403, and why the account of somebody who is signed in cannot be used (yet).
 * @param authorization the kept request that goes on once it can
 */
export function accountStatePage<P extends Person>(
  { pages, links }: Pick<HttpDeps<P>, 'pages' | 'links'>,
  { frame }: Visit,
  state: Exclude<Person['state'], 'active'>,
  authorization?: PendingId,
): Reply {
  return html(
    pages.accountState(frame, { state, confirmationUrl: withRequest(links, authorization).confirmation }),
    403,
  );
}
