import { PolicyRefused } from '../flows/policies.ts';
import { Overloaded, StoreUnavailable } from '../flows/ports.ts';
import { ProofOvertaken } from '../flows/sign-in.ts';
import { bearerChallenge, REALM } from '../protocol/bearer.ts';
import { OAuthError } from '../protocol/oauth-error.ts';
import { MalformedParameters } from '../protocol/parameters.ts';
import { ApiError } from './api-error.ts';
import { BodyTooLarge } from './body-too-large.ts';
import { HostFailure } from './host-failure.ts';
import { rateLimitHeaders, TooManyRequests } from './rate-limiter.ts';

import { json, type Reply } from './reply.ts';
import type { Surface } from './route.ts';

/** A thrown thing in the terms of an answer. The one place where errors become statuses; words only, no traces. */
export interface Failure {
  readonly status: number;
  /** The OAuth code of this failure (RFC 6749 §5.2); absent for a refusal that REST words alone. */
  readonly code: string | undefined;
  readonly description: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Further members of the body. */
  readonly members: Readonly<Record<string, unknown>>;
  /** Not foreseen: its cause belongs in the log, under the incident's id. */
  readonly unexpected: boolean;
  /** The description is the host's own words. */
  readonly byPolicy?: boolean;
}

export function failureOf(error: unknown, authorization: string | undefined): Failure {
  const base = { headers: {}, members: {}, unexpected: false };
  if (error instanceof OAuthError) {
    const headers = error.status === 401 ? { 'WWW-Authenticate': clientChallenge(error, authorization) } : {};
    const members = error.state === undefined ? {} : { state: error.state };
    return { ...base, status: error.status, code: error.code, description: error.description, headers, members };
  }
  if (error instanceof ApiError) {
    const { status, message, headers, members } = error;
    return { ...base, status, code: undefined, description: message, headers, members };
  }
  if (error instanceof PolicyRefused) {
    return { ...base, status: 403, code: 'access_denied', description: error.message, byPolicy: true };
  }
  if (error instanceof ProofOvertaken) {
    return { ...base, status: 422, code: undefined, description: error.message };
  }
  if (error instanceof MalformedParameters) {
    return { ...base, status: 400, code: 'invalid_request', description: error.message };
  }
  if (error instanceof BodyTooLarge) {
    return { ...base, status: 413, code: 'invalid_request', description: 'The request body is too large' };
  }
  if (error instanceof TooManyRequests) {
    const headers = rateLimitHeaders(error.tally);
    return { ...base, status: 429, code: 'invalid_request', description: error.message, headers };
  }
  const temporary = 'There was a temporary problem serving your request, please try again';
  if (error instanceof HostFailure && error.status === 503) {
    const headers = { 'Retry-After': '5' };
    return { ...base, status: 503, code: 'temporarily_unavailable', description: temporary, headers, unexpected: true };
  }
  if (error instanceof StoreUnavailable || error instanceof Overloaded) {
    const headers = { 'Retry-After': String(error.retryAfterSeconds) };
    return { ...base, status: 503, code: 'temporarily_unavailable', description: temporary, headers };
  }
  const description = 'Something went wrong on this server. It was noted for its operator.';
  return { ...base, status: 500, code: 'server_error', description, unexpected: true };
}

/** RFC 6749 §5.2: the scheme that the client used is the one it is challenged with (decision 30). */
function clientChallenge(error: OAuthError, authorization: string | undefined): string {
  if (/^basic\b/i.test(authorization ?? '')) return `Basic realm="${REALM}", charset="UTF-8"`;
  return bearerChallenge({ error: error.code, error_description: error.description });
}

/** The body of a failure for programs: OAuth's two members or REST's one (contract §5.6, §11). */
export function failureBody(surface: Surface, failure: Failure, incidentId: string): Reply {
  if (failure.status === 429) return json({ error: failure.description }, { status: 429, headers: failure.headers });
  const incident = failure.unexpected ? { incident: incidentId } : {};
  const words =
    failure.code !== undefined && (surface === 'oauth' || surface === 'oauth-direct')
      ? { error: failure.code, error_description: failure.description }
      : { error: failure.description };
  return json({ ...words, ...failure.members, ...incident }, { status: failure.status, headers: failure.headers });
}
