import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  accessDenied,
  invalidClient,
  invalidGrant,
  invalidRedirectUri,
  invalidRequest,
  invalidScope,
  missingParameter,
  notAuthorizedToRevoke,
  type OAuthError,
  unsupportedGrantType,
  unsupportedResponseMode,
  unsupportedResponseType,
} from './oauth-error.ts';

const bodies: readonly (readonly [OAuthError, number, string, string])[] = [
  [
    invalidGrant(),
    400,
    '{"error":"invalid_grant","error_description":"The provided authorization grant is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client."}',
    'journeys, Error bodies',
  ],
  [
    invalidScope(),
    400,
    '{"error":"invalid_scope","error_description":"The requested scope is invalid, unknown, or malformed."}',
    'journeys, Error bodies',
  ],
  [
    invalidClient(),
    401,
    '{"error":"invalid_client","error_description":"Client authentication failed due to unknown client, no client authentication included, or unsupported authentication method."}',
    'journeys, Error bodies',
  ],
  [
    notAuthorizedToRevoke(),
    403,
    '{"error":"unauthorized_client","error_description":"You are not authorized to revoke this token"}',
    'journeys, Error bodies',
  ],
  [
    missingParameter('grant_type'),
    400,
    '{"error":"invalid_request","error_description":"Missing required parameter: grant_type."}',
    'contract §5.6',
  ],
  [
    unsupportedGrantType(),
    400,
    '{"error":"unsupported_grant_type","error_description":"The authorization grant type is not supported by the authorization server."}',
    'contract §5.6',
  ],
  [
    unsupportedResponseType(),
    400,
    '{"error":"unsupported_response_type","error_description":"The authorization server does not support this response type."}',
    'contract §4.4',
  ],
  [
    unsupportedResponseMode(),
    400,
    '{"error":"unsupported_response_mode","error_description":"The authorization server does not support this response mode."}',
    'contract §4.4',
  ],
  [
    invalidRedirectUri(),
    400,
    '{"error":"invalid_redirect_uri","error_description":"The redirect uri included is not valid."}',
    'contract §4.7',
  ],
  [
    accessDenied(),
    400,
    '{"error":"access_denied","error_description":"The resource owner or authorization server denied the request."}',
    'contract §4.7',
  ],
  [invalidRequest('No.'), 400, '{"error":"invalid_request","error_description":"No."}', 'RFC 6749 §5.2'],
];

for (const [error, status, body, rule] of bodies) {
  test(`an OAuthError ${error.code} has status ${status} and the body that clients match on: error, then error_description (${rule})`, () => {
    assert.equal(error.status, status);
    assert.equal(JSON.stringify(error), body);
  });
}

for (const make of [
  invalidGrant,
  invalidScope,
  invalidClient,
  invalidRedirectUri,
  unsupportedGrantType,
  unsupportedResponseType,
  unsupportedResponseMode,
  (help?: string) => missingParameter('code', help),
]) {
  test(`the description of ${make().description.slice(0, 40)}… begins with Mastodon's sentence and goes on with the help (decision 16)`, () => {
    assert.equal(make('This helps.').description, `${make().description} This helps.`);
    assert.equal(make('This helps.').code, make().code);
  });
}

test('withState() makes the same refusal with the state of the request, which comes last in the body (contract §5.6)', () => {
  const refusal = missingParameter('code');
  const echoed = refusal.withState('xyz');
  assert.equal(echoed.status, refusal.status);
  assert.equal(
    JSON.stringify(echoed),
    '{"error":"invalid_request","error_description":"Missing required parameter: code.","state":"xyz"}',
  );
  assert.equal(JSON.stringify(echoed.withState(undefined)), JSON.stringify(refusal));
});

test('invalidRequest() can have another status (contract §1.1)', () => {
  assert.equal(invalidRequest('Too large.', 413).status, 413);
});
