import type { App } from '../protocol/app.ts';
import { addressKey } from './address-key.ts';
import type { HttpDeps } from './http-deps.ts';
import type { Incoming } from './incoming.ts';
import { countOn, rateLimits } from './rate-limiter.ts';

/**
 * Counts a request against its address (decision 17) unless a resource server sent it: that asks for every request of all
 * its callers from one address, and was registered by the operator. Hence the client is looked up first, which is one
 * read; a refused client is counted like any other.
 * @param client who proved to ask
 * @throws TooManyRequests
 */
export async function countUnlessResourceServer(
  { limiter }: Pick<HttpDeps, 'limiter'>,
  request: Incoming,
  client: App | undefined,
): Promise<void> {
  if (client?.resourceServer !== true) {
    await countOn(request, limiter, rateLimits.oauthByAddress, addressKey(request.address));
  }
}
