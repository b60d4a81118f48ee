import { addressKey } from '../../http/address-key.ts';
import type { Incoming } from '../../http/incoming.ts';
import { countOn, type RateLimit, rateLimits } from '../../http/rate-limiter.ts';
import { minutesUntilNextTry } from '../retry-after.ts';
import type { SiteDeps } from '../site-deps.ts';

/**
 * Counts a try of a code before it is judged: for each account, because its codes are short, and for each address. Only
 * wrong codes count in the end (contract §1.6), so whoever is told that one was right gives the count of the account back.
 * A stranger cannot use an account's tries up: nobody gets here without its password.
 * @returns minutes to wait when there were too many
 */
export function countSecondFactorTry(
  deps: SiteDeps,
  request: Incoming,
  accountId: string,
): { readonly retryAfterMinutes: number } | { readonly giveBack: () => void } {
  const { limiter } = deps.kit.http;
  const rule = rateLimits.secondFactorByAccount;
  const tooMany =
    countTry(deps, request, rateLimits.secondFactorByAddress, addressKey(request.address)) ??
    countTry(deps, request, rule, accountId);
  return tooMany ?? { giveBack: () => limiter.giveBack(rule, accountId) };
}

/** Counts against one limit; minutes to wait when there were too many. */
export function countTry(
  deps: SiteDeps,
  request: Incoming,
  rule: RateLimit,
  key: string,
): { readonly retryAfterMinutes: number } | undefined {
  const retryAfterMinutes = minutesUntilNextTry(deps, () => countOn(request, deps.kit.http.limiter, rule, key));
  return retryAfterMinutes === undefined ? undefined : { retryAfterMinutes };
}
