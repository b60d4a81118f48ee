import type { AuthorizationCode, PendingId } from '../protocol/secret.ts';
import type { HttpDeps } from './http-deps.ts';
import { sign } from './signing.ts';

/**
 * The code by which a kept request is approved: the same on every node and after a restart, so that a second click finds it
 * again although only its digest is stored. Nobody can guess it who lacks either the request's id, 256 random bits that only
 * its browser has, or the server's key. A request that was not kept gets one of random bits.
 */
export function codeFor({ world, signingKey }: HttpDeps, id: PendingId | undefined): AuthorizationCode {
  return (id === undefined ? world.randomSecret() : sign(signingKey, 'code', id)) as AuthorizationCode;
}
