import { addressKey } from '../../http/address-key.ts';
import type { Incoming } from '../../http/incoming.ts';
import { accountKey } from '../../http/limits/limit-keys.ts';
import { countOn, type RateLimit, rateLimits, type Tally } from '../../http/rate-limiter.ts';
import { minutesUntilNextTry } from '../retry-after.ts';
import type { SiteDeps } from '../site-deps.ts';

/**
 * Counts a try of a code before it is judged: for each account, because its codes are short, and for each address. Only
 * wrong codes count in the end (contract §1.6), so whoever is told that one was right gives the count of the account back.
 * A stranger cannot use an account's tries up: nobody gets here without its password.
 * @returns minutes to wait when there were too many
 */
export async function countSecondFactorTry(
  deps: SiteDeps,
  request: Incoming,
  accountId: string,
): Promise<{ readonly retryAfterMinutes: number } | { readonly giveBack: () => Promise<void> }> {
  const { limiter } = deps.kit.http;
  const rule = rateLimits.secondFactorByAccount;
  const key = accountKey(accountId);
  let tally: Tally | undefined;
  const retryAfterMinutes = await minutesUntilNextTry(deps, async () => {
    await countOn(request, limiter, rateLimits.secondFactorByAddress, addressKey(request.address));
    tally = await countOn(request, limiter, rule, key);
  });
  if (retryAfterMinutes !== undefined) return { retryAfterMinutes };
  return {
    async giveBack() {
      if (tally !== undefined) await limiter.giveBack(rule, key, tally);
    },
  };
}

/** Counts against one limit; minutes to wait when there were too many. */
export async function countTry(
  deps: SiteDeps,
  request: Incoming,
  rule: RateLimit,
  key: string,
): Promise<{ readonly retryAfterMinutes: number } | undefined> {
  const retryAfterMinutes = await minutesUntilNextTry(deps, () => countOn(request, deps.kit.http.limiter, rule, key));
  return retryAfterMinutes === undefined ? undefined : { retryAfterMinutes };
}
