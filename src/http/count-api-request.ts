import type { Token } from '../protocol/grant.ts';
import type { Parameters } from '../protocol/parameters.ts';
import { addressKey } from './address-key.ts';
import { accountKey, tokenKey } from './limits/limit-keys.ts';
import { countOnAll, type RateLimit, type RateLimiter, rateLimits, type Tally } from './rate-limiter.ts';

/**
 * Counts a request to the API against its user and token, or against its address (contract §1.6).
 * @param request what it came with; `query` decides whether it pages through a list
 * @returns nothing, or a promise where the count must be waited for
 * @throws TooManyRequests, also by rejecting; StoreUnavailable
 */
export function countApiRequest(
  request: { readonly tallies: Tally[]; readonly address: string; readonly query: Parameters },
  limiter: RateLimiter,
  token: Token | undefined,
): void | Promise<void> {
  const isPersons = token?.accountId !== undefined;
  const who = isPersons ? accountKey(token.accountId) : addressKey(request.address);
  const tries: (readonly [RateLimit, string])[] = [[isPersons ? rateLimits.apiByUser : rateLimits.apiByAddress, who]];
  if (token !== undefined) tries.unshift([rateLimits.apiByToken, tokenKey(token.id)]);
  if (isPaging(request.query)) tries.push([rateLimits.paging, who]);
  return countOnAll(request, limiter, tries);
}

function isPaging(query: Parameters): boolean {
  return ['page', 'min_id', 'max_id', 'since_id'].some((name) => query.all(name).some((value) => value !== ''));
}
