import type { Id, Instant } from './app.ts';
import type { Code } from './grant.ts';
import { provesChallenge } from './pkce.ts';

/** What an authenticated client brings to buy a token with a code. */
export interface Redemption {
  readonly appId: Id;
  readonly redirectUri: string;
  readonly codeVerifier: string | undefined;
  readonly now: Instant;
}

/**
 * What is to be done with a code:
 * - `redeem`: spend it for a token
 * - `refuse`: nothing changes
 * - `burn`: the verifier is wrong, so whoever holds the code must not try another (decision 4)
 * - `replay`: its rightful client brings it a second time; what it bought may be stolen (RFC 6749 §4.1.2, decision 3)
 */
export type RedemptionVerdict = 'redeem' | 'refuse' | 'burn' | 'replay';

/**
 * Judges a redemption (RFC 6749 §4.1.3, RFC 7636 §4.6). The order is the argument: until the client, the redirect URI
 * and the verifier are proven, a stranger with a stolen code must not be able to end the rightful app's sign-in.
 */
export function judgeRedemption(code: Code, redemption: Redemption): RedemptionVerdict {
  if (code.grant.appId !== redemption.appId) return 'refuse';
  if (code.redirectUri !== redemption.redirectUri) return 'refuse';
  if (code.grant.revokedAt !== undefined) return 'refuse';
  if (code.codeChallenge === undefined) {
    // A verifier without a challenge means that somebody took the challenge out of the request (RFC 9700 §4.8.2).
    if (redemption.codeVerifier !== undefined) return 'refuse';
  } else if (redemption.codeVerifier === undefined || !provesChallenge(redemption.codeVerifier, code.codeChallenge)) {
    return code.spentAt === undefined ? 'burn' : 'refuse';
  }
  if (code.spentAt !== undefined) return 'replay';
  return redemption.now < code.expiresAt ? 'redeem' : 'refuse';
}
