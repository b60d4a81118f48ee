import type { Parameters } from '../protocol/parameters.ts';
import { narrowScopes, type ScopeVocabulary } from '../protocol/scope.ts';
import type { TokenBody } from '../protocol/token.ts';
import { authenticateClient, type ReadCredentials } from './authenticate-client.ts';
import { issueToken } from './issue-token.ts';
import type { World } from './ports.ts';

/**
 * A token of the app's own, without a person (RFC 6749 §4.4, contract §5.3).
 * @throws OAuthError `invalid_client`, `invalid_scope`
 */
export async function grantClientCredentials(
  world: World,
  vocabulary: ScopeVocabulary,
  credentials: ReadCredentials,
  body: Parameters,
): Promise<TokenBody> {
  const app = await authenticateClient(world.store, credentials);
  const scopes = narrowScopes(body.oneOrBlank('scope'), app.scopes, vocabulary, scopeMixup(body));
  return issueToken(world, app, { grantType: 'client_credentials', accountId: undefined, scopes });
}

/** Names the plural, which belongs to the registration, when a request used it here (journey 5). */
export function scopeMixup(body: Parameters): string | undefined {
  return body.has('scopes') ? 'The parameter is named scope here; scopes was sent.' : undefined;
}
