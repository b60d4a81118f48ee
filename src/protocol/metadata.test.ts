import assert from 'node:assert/strict';
import { test } from 'node:test';
import { enabledFeatures } from './features.ts';
import { serverMetadata } from './metadata.ts';
import type { ScopeVocabulary } from './scope.ts';

const vocabulary: ScopeVocabulary = { supported: ['read', 'profile', 'write'], default: 'read', implies: new Map() };

const metadataWith = (passwordGrant: boolean) =>
  serverMetadata('https://social.example', enabledFeatures({ passwordGrant }), vocabulary);

test('serverMetadata() has the members of the contract and of decisions 12 and "Issuer", and no others (RFC 8414 §2, contract §10)', () => {
  assert.deepEqual(metadataWith(true), {
    issuer: 'https://social.example',
    authorization_endpoint: 'https://social.example/oauth/authorize',
    token_endpoint: 'https://social.example/oauth/token',
    revocation_endpoint: 'https://social.example/oauth/revoke',
    introspection_endpoint: 'https://social.example/oauth/introspect',
    userinfo_endpoint: 'https://social.example/oauth/userinfo',
    scopes_supported: ['read', 'profile', 'write'],
    response_types_supported: ['code'],
    response_modes_supported: ['query', 'fragment'],
    grant_types_supported: ['authorization_code', 'client_credentials', 'password'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
    revocation_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
    introspection_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
    code_challenge_methods_supported: ['S256'],
    authorization_response_iss_parameter_supported: true,
    service_documentation: 'https://docs.joinmastodon.org/',
    app_registration_endpoint: 'https://social.example/api/v1/apps',
  });
});

test('serverMetadata() names the password grant only while it is on (decisions, Password grant)', () => {
  assert.deepEqual(metadataWith(false).grant_types_supported, ['authorization_code', 'client_credentials']);
});

test('serverMetadata() keeps the prefix of a mounted issuer in every endpoint (decisions, Issuer; RFC 8414 §2)', () => {
  const issuer = 'https://social.example/door';
  const metadata = serverMetadata(issuer, enabledFeatures({ passwordGrant: false }), vocabulary);
  const endpoints = Object.entries(metadata).filter(([name]) => name.endsWith('_endpoint'));
  assert.equal(endpoints.length, 6);
  for (const [, url] of endpoints) assert.ok(String(url).startsWith(`${issuer}/`), String(url));
  assert.equal(metadata.issuer, issuer);
});

test('serverMetadata() promises exactly what is switched on (GHSA-9h47-pqcx-hjr4)', () => {
  for (const passwordGrant of [true, false]) {
    const features = enabledFeatures({ passwordGrant });
    const metadata = serverMetadata('https://social.example', features, vocabulary);
    const promised = Object.entries(metadata).filter(([name]) => name.endsWith('_supported'));
    assert.deepEqual(
      new Map(promised),
      new Map<string, unknown>([
        ['scopes_supported', vocabulary.supported],
        ['response_types_supported', features.responseTypes],
        ['response_modes_supported', features.responseModes],
        ['grant_types_supported', features.grantTypes],
        ['token_endpoint_auth_methods_supported', features.clientAuthenticationMethods],
        ['revocation_endpoint_auth_methods_supported', features.clientAuthenticationMethods],
        ['introspection_endpoint_auth_methods_supported', features.clientAuthenticationMethods],
        ['code_challenge_methods_supported', features.codeChallengeMethods],
        ['authorization_response_iss_parameter_supported', true],
      ]),
    );
  }
});

test('enabledFeatures() never offers plain PKCE, other response types or form_post (decision 11; decisions, Not offered)', () => {
  const features = enabledFeatures({ passwordGrant: true });
  assert.deepEqual(features.codeChallengeMethods, ['S256']);
  assert.deepEqual(features.responseTypes, ['code']);
  assert.deepEqual(features.responseModes, ['query', 'fragment']);
});
