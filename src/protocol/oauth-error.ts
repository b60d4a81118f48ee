/** The error codes that this server answers with: RFC 6749 §4.1.2.1 and §5.2, RFC 6750 §3.1, RFC 7009 §2.2.1. */
export type OAuthErrorCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'invalid_scope'
  | 'invalid_redirect_uri'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'unsupported_response_type'
  | 'unsupported_response_mode'
  | 'access_denied'
  | 'invalid_token';

/** A refusal that the protocol foresees. `message` is for the log; only `description` is ever answered. */
export class OAuthError extends Error {
  override readonly name = 'OAuthError';
  readonly code: OAuthErrorCode;
  readonly status: number;
  /** `error_description`: begins with Mastodon's sentence, and may go on with what helps. Never holds a secret. */
  readonly description: string;
  /** A third member of the body, for the few refusals that have it (contract §5.6, §7). */
  readonly state: string | undefined;

  constructor(code: OAuthErrorCode, status: number, description: string, state?: string) {
    super(`${code}: ${description}`);
    this.code = code;
    this.status = status;
    this.description = description;
    this.state = state;
  }

  /** The same refusal with the `state` that the request had. */
  withState(state: string | undefined): OAuthError {
    return new OAuthError(this.code, this.status, this.description, state);
  }

  /** The body (RFC 6749 §5.2). */
  toJSON(): { readonly error: OAuthErrorCode; readonly error_description: string; readonly state?: string } {
    const members = { error: this.code, error_description: this.description };
    return this.state === undefined ? members : { ...members, state: this.state };
  }
}

const sentences = {
  unknownClient:
    'Client authentication failed due to unknown client, no client authentication included, or unsupported authentication method.',
  badGrant:
    'The provided authorization grant is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client.',
  badScope: 'The requested scope is invalid, unknown, or malformed.',
  badRedirectUri: 'The redirect uri included is not valid.',
  grantType: 'The authorization grant type is not supported by the authorization server.',
  responseType: 'The authorization server does not support this response type.',
  responseMode: 'The authorization server does not support this response mode.',
  revoke: 'You are not authorized to revoke this token',
  denied: 'The resource owner or authorization server denied the request.',
} as const;

const withHelp = (sentence: string, help?: string): string => (help === undefined ? sentence : `${sentence} ${help}`);

/** A required parameter is missing; contract §5.6. */
export const missingParameter = (name: string, help?: string): OAuthError =>
  new OAuthError('invalid_request', 400, withHelp(`Missing required parameter: ${name}.`, help));

export const invalidRequest = (description: string, status = 400): OAuthError =>
  new OAuthError('invalid_request', status, description);

/** RFC 6749 §5.2: unknown client, wrong secret, or none. The sentence stays as clients match on it. */
export const invalidClient = (help?: string): OAuthError =>
  new OAuthError('invalid_client', 401, withHelp(sentences.unknownClient, help));

/** Exactly one sentence for every reason, so that nothing is learnt about a code (decision 16). */
export const invalidGrant = (help?: string): OAuthError =>
  new OAuthError('invalid_grant', 400, withHelp(sentences.badGrant, help));

export const invalidScope = (help?: string): OAuthError =>
  new OAuthError('invalid_scope', 400, withHelp(sentences.badScope, help));

export const invalidRedirectUri = (help?: string): OAuthError =>
  new OAuthError('invalid_redirect_uri', 400, withHelp(sentences.badRedirectUri, help));

export const unsupportedGrantType = (help?: string): OAuthError =>
  new OAuthError('unsupported_grant_type', 400, withHelp(sentences.grantType, help));

export const unsupportedResponseType = (help?: string): OAuthError =>
  new OAuthError('unsupported_response_type', 400, withHelp(sentences.responseType, help));

export const unsupportedResponseMode = (help?: string): OAuthError =>
  new OAuthError('unsupported_response_mode', 400, withHelp(sentences.responseMode, help));

/** Contract §6: every refusal of `POST /oauth/revoke`. */
export const notAuthorizedToRevoke = (): OAuthError => new OAuthError('unauthorized_client', 403, sentences.revoke);

/** RFC 6749 §4.1.2.1: the person said no. */
export const accessDenied = (): OAuthError => new OAuthError('access_denied', 400, sentences.denied);
