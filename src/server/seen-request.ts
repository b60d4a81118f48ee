import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { open } from '../http/access.ts';
import { ApiError } from '../http/api-error.ts';
import { json } from '../http/reply.ts';
import { type Route, route } from '../http/route.ts';
import type { SecretKeys } from '../library/secret-keys.ts';
import type { Instant } from '../protocol/app.ts';
import { readBearer } from '../protocol/bearer.ts';
import { MINUTE } from '../protocol/lifetimes.ts';
import type { Person } from '../protocol/person.ts';

/** Where `doctor` asks how its requests arrive. */
export const SEEN_PATH = '/health/seen';

/** By which it proves that it knows the secret key of the server: a header that no proxy has a reason to touch. */
export const PROOF_HEADER = 'X-Mastodoor-Doctor';

/** How old a proof may be, and how much two clocks may differ. */
const LONGEST_PROOF = 5 * MINUTE;

/** How a request arrived at the server. */
export interface SeenRequest {
  /** Whom limits and logs take for the client. */
  readonly address: string;
  /** At the other end of the connection: the client, or the last proxy. */
  readonly peer: string;
  /** `X-Forwarded-For` as it arrived. */
  readonly forwardedFor?: string | undefined;
  /** Whether a token came in the header `Authorization`. */
  readonly bearer: boolean;
}

/** What shows, for a while, that whoever sends it has the secret key. */
export function proofOf(keys: SecretKeys, at: Instant): string {
  return `${at}.${createHmac('sha256', keys.derive('doctor')).update(String(at)).digest('base64url')}`;
}

/**
 * `GET /health/seen`: tells whoever proves to have the secret key how this very request arrived, so that `doctor` can judge the
 * proxy before the server. For everybody else there is no such path.
 */
export function seenRequestRoute<P extends Person>(parts: {
  readonly secrets: SecretKeys;
  readonly now: () => Instant;
}): Route<P> {
  return route('discovery', 'GET', SEEN_PATH, open, (request) => {
    if (!isProof(request.header(PROOF_HEADER), parts)) throw new ApiError(404, 'Not Found');
    const { incoming } = (request.environment ?? {}) as { readonly incoming?: IncomingMessage };
    const seen: SeenRequest = {
      address: request.address,
      peer: (incoming?.socket.remoteAddress ?? 'unknown').replace(/^::ffff:(?=\d+\.)/, ''),
      forwardedFor: request.header('x-forwarded-for'),
      bearer: readBearer(request.header('authorization')) !== undefined,
    };
    return json(seen, { headers: { 'Cache-Control': 'no-store' } });
  });
}

function isProof(
  given: string | undefined,
  { secrets, now }: { readonly secrets: SecretKeys; readonly now: () => Instant },
): boolean {
  const [, at = ''] = /^(\d{1,15})\.[\w-]{43}$/.exec(given ?? '') ?? [];
  if (given === undefined || at === '' || Math.abs(now() - Number(at)) > LONGEST_PROOF) return false;
  return timingSafeEqual(Buffer.from(given), Buffer.from(proofOf(secrets, Number(at))));
}
