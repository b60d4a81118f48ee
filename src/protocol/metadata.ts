import type { Features } from './features.ts';
import type { ScopeVocabulary } from './scope.ts';

/**
 * The authorization server's metadata (RFC 8414 §2, contract §10), made from what is switched on so that it cannot
 * promise what an endpoint refuses.
 */
export function serverMetadata(
  issuer: string,
  features: Features,
  vocabulary: ScopeVocabulary,
): Record<string, unknown> {
  return {
    issuer,
    authorization_endpoint: `${issuer}/oauth/authorize`,
    token_endpoint: `${issuer}/oauth/token`,
    revocation_endpoint: `${issuer}/oauth/revoke`,
    introspection_endpoint: `${issuer}/oauth/introspect`,
    userinfo_endpoint: `${issuer}/oauth/userinfo`,
    scopes_supported: vocabulary.supported,
    response_types_supported: features.responseTypes,
    response_modes_supported: features.responseModes,
    grant_types_supported: features.grantTypes,
    token_endpoint_auth_methods_supported: features.clientAuthenticationMethods,
    revocation_endpoint_auth_methods_supported: features.clientAuthenticationMethods,
    introspection_endpoint_auth_methods_supported: features.clientAuthenticationMethods,
    code_challenge_methods_supported: features.codeChallengeMethods,
    authorization_response_iss_parameter_supported: true,
    service_documentation: 'https://docs.joinmastodon.org/',
    app_registration_endpoint: `${issuer}/api/v1/apps`,
  };
}
