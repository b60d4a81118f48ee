import type { App } from './app.ts';
import type { Grant } from './grant.ts';
import type { AuthorizationRequest } from './pending-authorization.ts';
import { destinationOf } from './redirect-uri.ts';
import { coversAll, type ScopeVocabulary } from './scope.ts';

/**
 * Whether the person need not be asked again (decision 28): the very same place was already given at least as much, and
 * nobody but the app can stand there. A custom scheme, loopback or copied code may be claimed by another app
 * (RFC 8252 §8.6), and plain http be read on the way.
 */
export function maySkipConsent(
  request: AuthorizationRequest,
  app: App,
  livingGrants: readonly Grant[],
  vocabulary: ScopeVocabulary,
): boolean {
  if (request.forceLogin || !app.confidential) return false;
  if (destinationOf(request.redirectUri).kind !== 'https') return false;
  return livingGrants.some(
    (grant) => grant.redirectUri === request.redirectUri && coversAll(grant.scopes, request.scopes, vocabulary),
  );
}
