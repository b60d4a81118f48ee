import type { App } from './app.ts';
import { readBoolean } from './boolean.ts';
import {
  invalidRedirectUri,
  invalidRequest,
  missingParameter,
  type OAuthError,
  unsupportedResponseMode,
  unsupportedResponseType,
} from './oauth-error.ts';
import type { Parameters } from './parameters.ts';
import type { AuthorizationRequest } from './pending-authorization.ts';
import { CODE_CHALLENGE_METHOD, isCodeChallenge } from './pkce.ts';
import { matchesRegistered } from './redirect-uri.ts';
import { isResponseMode, type ResponseMode } from './response-mode.ts';
import { narrowScopes, type ScopeVocabulary } from './scope.ts';

/** Where an authorization response goes. Exists only once client and redirect URI are proven good. */
export interface ReturnAddress {
  readonly redirectUri: string;
  readonly state: string | undefined;
  readonly responseMode: ResponseMode;
}

/**
 * The redirect URI of a request, judged before all the rest: only behind it may anything be sent to the app
 * (RFC 6749 §3.1.2.4). Never lists the registered URIs: whoever asks here has not proven to be the app.
 * @throws OAuthError `invalid_redirect_uri`, MalformedParameters
 */
export function checkRedirectUri(parameters: Parameters, app: App): string {
  const redirectUri = parameters.oneOrBlank('redirect_uri');
  if (redirectUri === undefined) {
    throw invalidRedirectUri(
      parameters.has('redirect_uris')
        ? 'The parameter redirect_uri is missing; redirect_uris was sent, which belongs to the registration.'
        : 'The parameter redirect_uri is missing.',
    );
  }
  if (!app.redirectUris.some((registered) => matchesRegistered(redirectUri, registered))) {
    throw invalidRedirectUri(nearestMistake(redirectUri, app.redirectUris));
  }
  return redirectUri;
}

/** Names the usual ways in which a redirect URI misses, without telling what is registered. */
function nearestMistake(sent: string, registered: readonly string[]): string {
  const shown = sent.replace(/[^\x20-\x21\x23-\x5b\x5d-\x7e]/g, '?').slice(0, 200);
  return `Sent was ${shown} but ${departure(sent, registered)}.`;
}

function departure(sent: string, registered: readonly string[]): string {
  const isNear = (near: (uri: string) => boolean) => registered.some(near);
  if (registered.includes(sent)) {
    return 'nobody can be sent there; where no page can be reached the URI is urn:ietf:wg:oauth:2.0:oob';
  }
  if (isNear((uri) => uri.toLowerCase() === sent.toLowerCase())) return 'it differs in letter case';
  if (isNear((uri) => uri === `${sent}/` || `${uri}/` === sent)) return 'it differs by a slash at the end';
  if (isNear((uri) => uri.split('?', 1)[0] === sent.split('?', 1)[0])) return 'it differs after the question mark';
  if (isNear((uri) => uri.replace(/^https?:/, '') === sent.replace(/^https?:/, ''))) {
    return 'http and https are different';
  }
  return 'it must be one of those that the app registered, character for character';
}

/** The address for responses; an unknown response mode falls back to the query, so that the error can be told there. */
export function readReturnAddress(parameters: Parameters, redirectUri: string): ReturnAddress {
  const mode = parameters.oneOrBlank('response_mode') ?? 'query';
  return {
    redirectUri,
    state: parameters.oneOrBlank('state'),
    responseMode: isResponseMode(mode) ? mode : 'query',
  };
}

/**
 * All checks that follow the redirect URI, in Mastodon's order (contract §4.4): response type, response mode, scopes,
 * code challenge.
 * @throws OAuthError, MalformedParameters
 */
export function checkAuthorizationRequest(
  parameters: Parameters,
  app: App,
  address: ReturnAddress,
  vocabulary: ScopeVocabulary,
): AuthorizationRequest {
  const responseType = parameters.oneOrBlank('response_type');
  if (responseType === undefined) throw missingParameter('response_type');
  if (responseType !== 'code') throw unsupportedResponseType();
  const mode = parameters.oneOrBlank('response_mode');
  if (mode !== undefined && !isResponseMode(mode)) throw unsupportedResponseMode();
  const mixup = parameters.has('scopes') ? 'The parameter is named scope here; scopes was sent.' : undefined;
  const scopes = narrowScopes(parameters.oneOrBlank('scope'), app.scopes, vocabulary, mixup);
  return {
    appId: app.id,
    redirectUri: address.redirectUri,
    scopes,
    state: address.state,
    codeChallenge: checkCodeChallenge(parameters),
    responseMode: address.responseMode,
    forceLogin: readBoolean(parameters.one('force_login')),
    lang: parameters.oneOrBlank('lang'),
  };
}

/** RFC 7636 §4.3; `plain`, and a challenge without a method, which would mean plain, are refused (decision 11). */
function checkCodeChallenge(parameters: Parameters): string | undefined {
  const challenge = parameters.oneOrBlank('code_challenge');
  if (challenge === undefined) return undefined;
  if (parameters.oneOrBlank('code_challenge_method') !== CODE_CHALLENGE_METHOD) {
    throw invalidRequest('The code_challenge_method must be S256.');
  }
  if (!isCodeChallenge(challenge)) {
    throw invalidRequest(
      'The code_challenge must be the SHA-256 of the verifier in base64url without padding: 43 characters.',
    );
  }
  return challenge;
}

/** The members of a successful authorization response (RFC 6749 §4.1.2, RFC 9207 §2), in the order they are sent. */
export function successMembers(code: string, state: string | undefined, issuer: string): [string, string][] {
  return [['code', code], ...(state === undefined ? [] : ([['state', state]] as [string, string][])), ['iss', issuer]];
}

/** The members of an error response (RFC 6749 §4.1.2.1, RFC 9207 §2). */
export function errorMembers(error: OAuthError, state: string | undefined, issuer: string): [string, string][] {
  return [
    ['error', error.code],
    ['error_description', error.description],
    ...(state === undefined ? [] : ([['state', state]] as [string, string][])),
    ['iss', issuer],
  ];
}
