import { type Introspected, readIntrospection, UnusableAnswer } from './introspected.ts';
import { RequestRefused } from './request-refused.ts';

/** How to reach the authorization server. */
export interface AuthorizationServer {
  /** Without a trailing slash. */
  readonly issuer: string;
  /** The `Authorization` header of HTTP Basic (RFC 6749 §2.3.1). */
  readonly authorization: string;
  readonly fetch: typeof globalThis.fetch;
  readonly timeoutMs: number;
}

/**
 * Asks the authorization server about a token (RFC 7662 §2.1).
 * @throws RequestRefused 503, with the cause for the log, when there is no usable answer
 */
export async function introspect(server: AuthorizationServer, token: string): Promise<Introspected> {
  const response = await ask(server, token).catch((error: unknown) => {
    throw outOfReach(error);
  });
  if (!response.ok) {
    const words = (await response.text().catch(() => '')).slice(0, 300);
    const retryAfter = response.headers.get('retry-after');
    throw outOfReach(new UnusableAnswer(`The authorization server answered ${response.status}: ${words}`), retryAfter);
  }
  try {
    return readIntrospection(await response.json(), server.issuer);
  } catch (error) {
    throw outOfReach(error);
  }
}

async function ask(server: AuthorizationServer, token: string): Promise<Response> {
  const signal = AbortSignal.timeout(server.timeoutMs);
  const send = () =>
    server.fetch(`${server.issuer}/oauth/introspect`, {
      method: 'POST',
      headers: { Authorization: server.authorization, Accept: 'application/json' },
      body: new URLSearchParams({ token }),
      // Not followed, with the credentials in the header. Some runtimes do not know `error`.
      redirect: 'manual',
      signal,
    });
  try {
    return await send();
  } catch (error) {
    if (signal.aborted) throw error;
    // A kept connection may have been closed by a restart; asking changes nothing, so once more does no harm.
    return send();
  }
}

/** Contract §11: the words for "try again"; a request that cannot be judged is refused, never let through. */
function outOfReach(cause: unknown, retryAfter: string | null = null): RequestRefused {
  return new RequestRefused(503, 'There was a temporary problem serving your request, please try again', {
    headers: { 'Retry-After': retryAfter !== null && /^\d+$/.test(retryAfter) ? retryAfter : '5' },
    cause,
  });
}
