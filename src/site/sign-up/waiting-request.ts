import type { Incoming } from '../../http/incoming.ts';
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
