import type { Incoming } from '../../http/incoming.ts';
import { pathOf } from '../../http/paths.ts';
import { findWaitingRequest, type WaitingRequest } from '../../http/sign-in.ts';
import { beginVisit, inLanguage, type Visit } from '../../http/visit.ts';
import { Parameters } from '../../protocol/parameters.ts';
import type { SiteDeps } from '../site-deps.ts';

/** A visit of a page on the way to an account, and the app's request that waits behind it. */
export interface VisitOnTheWay {
  readonly visit: Visit;
  readonly waiting: WaitingRequest | undefined;
}

/** Begins a visit in the language that the app asked for, if one waits in this browser. */
export async function beginVisitOnTheWay(
  deps: SiteDeps,
  request: Incoming,
  parameters: Parameters,
): Promise<VisitOnTheWay> {
  const { http } = deps.kit;
  const visit = await beginVisit(http, request);
  const waiting = await findWaitingRequest(http, visit, parameters);
  return { visit: inLanguage(http, visit, request, waiting?.lang), waiting };
}

/** Whether the request of an app that a mailed link remembers waits in this very browser. */
export async function waitsHere(deps: SiteDeps, visit: Visit, authorization: string | undefined): Promise<boolean> {
  if (authorization === undefined) return false;
  const parameters = Parameters.fromPairs([['authorization', authorization]]);
  return (await findWaitingRequest(deps.kit.http, visit, parameters)) !== undefined;
}

/** A path of this server that goes on with a request, if one waits. */
export function onwards(deps: SiteDeps, path: string, authorization: string | undefined): string {
  const query = authorization === undefined ? '' : `?authorization=${encodeURIComponent(authorization)}`;
  return pathOf(deps.kit.http.issuer, `${path}${query}`);
}

/** The sign-in, to go on with a request or with none. */
export function signInUrl({ kit }: SiteDeps, authorization: string | undefined): string {
  const id = authorization as WaitingRequest['id'] | undefined;
  return kit.http.signInWay.signInUrl({ reason: 'nobody', authorization: id });
}
