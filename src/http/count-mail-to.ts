import { emailKey } from './limits/limit-keys.ts';
import { countOn, type RateLimiter, rateLimits, type Tally } from './rate-limiter.ts';

/**
 * Counts a mail that a request would send to an e-mail address, whoever asks and whether or not anybody here has it: nobody's
 * mailbox is filled through this server, and the limit tells nothing about accounts (contract §1.6).
 * @throws TooManyRequests
 */
export async function countMailTo(
  request: { readonly tallies: Tally[] },
  limiter: RateLimiter,
  email: string,
): Promise<void> {
  await countOn(request, limiter, rateLimits.confirmationByAccount, emailKey(email));
}
