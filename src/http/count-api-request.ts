import type { Token } from '../protocol/grant.ts';
import type { Parameters } from '../protocol/parameters.ts';
import { addressKey } from './address-key.ts';
import { countOn, type RateLimiter, rateLimits, type Tally } from './rate-limiter.ts';

/**
 * Counts a request to the API against its user and token, or against its address (contract §1.6).
 * @param request what it came with; `query` decides whether it pages through a list
 * @throws TooManyRequests
 */
export function countApiRequest(
  request: { readonly tallies: Tally[]; readonly address: string; readonly query: Parameters },
  limiter: RateLimiter,
  token: Token | undefined,
): void {
  const who = token?.accountId ?? addressKey(request.address);
  if (token !== undefined) countOn(request, limiter, rateLimits.apiByToken, token.id);
  countOn(request, limiter, token?.accountId === undefined ? rateLimits.apiByAddress : rateLimits.apiByUser, who);
  if (isPaging(request.query)) countOn(request, limiter, rateLimits.paging, who);
}

function isPaging(query: Parameters): boolean {
  return ['page', 'min_id', 'max_id', 'since_id'].some((name) => query.all(name).some((value) => value !== ''));
}
