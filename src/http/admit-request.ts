import type { Token } from '../protocol/grant.ts';
import type { Person } from '../protocol/person.ts';
import type { Caller } from './access.ts';
import { addressKey } from './address-key.ts';
import { countApiRequest } from './count-api-request.ts';
import { admit, findPresentedToken } from './guard.ts';
import type { HttpDeps } from './http-deps.ts';
import type { Incoming } from './incoming.ts';
import { countOnAll, type RateLimiter, rateLimits } from './rate-limiter.ts';
import type { Route } from './route.ts';

/** What must be known of a request to count and to admit it. */
export type Asking = Pick<Incoming, 'address' | 'header' | 'query' | 'tallies'>;

/** What must be known of the route that it asks for. */
export type AskedFor<P extends Person> = Pick<Route<P>, 'access' | 'method' | 'surface'>;

/**
 * Counts a request against its limits, then decides whether its token opens the route.
 * @returns who calls; undefined for an open route and for an anonymous call of a public one
 * @throws ApiError, TooManyRequests
 */
export async function admitRequest<P extends Person>(
  deps: HttpDeps<P>,
  route: AskedFor<P>,
  request: Asking,
): Promise<Caller<P> | undefined> {
  const { access } = route;
  const authorization = request.header('authorization');
  const token = access.kind === 'open' ? undefined : await findPresentedToken(deps.world, authorization);
  // A count in memory needs no waiting for, not even for the next turn.
  const counting = countRequest(deps.limiter, route, request, token);
  if (counting !== undefined) await counting;
  if (access.kind === 'open') return undefined;
  // The setting is about REST; what signs people in and tells who they are is exempt (decisions, REQUIRE_AUTHENTICATION).
  const demanded = route.surface === 'api' ? deps.requireAuthentication : 'off';
  return admit(deps.world, access, token, { demanded, address: request.address });
}

/** Contract §1.6: every `/api` request counts against its user and token, or against its address; decision 17: OAuth's too. */
function countRequest<P extends Person>(
  limiter: RateLimiter,
  { surface, method }: AskedFor<P>,
  request: Asking,
  token: Token | undefined,
): void | Promise<void> {
  // A preflight is the browser's question, not the app's request.
  if (method === 'OPTIONS') return undefined;
  // What resource servers call counts itself, once it knows who calls.
  if (surface === 'oauth')
    return countOnAll(request, limiter, [[rateLimits.oauthByAddress, addressKey(request.address)]]);
  return surface === 'api' ? countApiRequest(request, limiter, token) : undefined;
}
