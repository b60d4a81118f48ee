import { invalidClient, invalidRequest } from './oauth-error.ts';
import type { Parameters } from './parameters.ts';

/** What a client says of itself in one request, and by which method (RFC 6749 §2.3.1). */
export interface ClientCredentials {
  readonly clientId: string;
  readonly clientSecret: string | undefined;
  readonly method: 'client_secret_basic' | 'client_secret_post';
}

/**
 * Reads the client's credentials from the `Authorization` header and the body. Both may be used when they say the same,
 * as a popular app does; whatever differs is refused, so that no identity is silently dropped (decisions, "Two client
 * authentications"). A `Bearer` header is none of this function's business.
 * @returns undefined when the request names no client
 * @throws OAuthError `invalid_client` for a malformed Basic header, `invalid_request` when the two disagree
 * @throws MalformedParameters
 */
export function readClientCredentials(
  authorization: string | undefined,
  body: Parameters,
): ClientCredentials | undefined {
  const clientId = body.oneOrBlank('client_id');
  const clientSecret = body.oneOrBlank('client_secret');
  const basic = /^basic(?: |$)/i.test(authorization ?? '') ? readBasic((authorization ?? '').slice(6)) : undefined;
  if (basic !== undefined) {
    const same =
      (clientId ?? basic.clientId) === basic.clientId && (clientSecret ?? basic.clientSecret) === basic.clientSecret;
    if (!same) throw invalidRequest('The client credentials in the Authorization header and in the body differ.');
    return basic;
  }
  return clientId === undefined ? undefined : { clientId, clientSecret, method: 'client_secret_post' };
}

function readBasic(encoded: string): ClientCredentials {
  const text = /^[A-Za-z0-9+/_-]+={0,2}$/.test(encoded.trim()) ? Buffer.from(encoded, 'base64').toString('utf8') : '';
  const colon = text.indexOf(':');
  if (colon <= 0) throw invalidClient();
  return {
    clientId: formDecode(text.slice(0, colon)),
    clientSecret: formDecode(text.slice(colon + 1)),
    method: 'client_secret_basic',
  };
}

/** RFC 6749 §2.3.1 encodes both halves as form values; base64url text, as issued here, reads the same either way. */
function formDecode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
