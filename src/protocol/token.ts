import type { Instant } from './app.ts';
import type { IssuedToken, Token } from './grant.ts';
import type { AccessToken } from './secret.ts';

/** The Token entity: exactly these keys, in this order (RFC 6749 §5.1, contract §5.5). */
export interface TokenBody {
  readonly access_token: string;
  readonly token_type: 'Bearer';
  /** Space-separated. */
  readonly scope: string;
  /** Unix seconds. */
  readonly created_at: number;
}

export function tokenBody(accessToken: AccessToken, token: IssuedToken): TokenBody {
  return {
    access_token: accessToken,
    token_type: 'Bearer',
    scope: token.scopes.join(' '),
    created_at: Math.floor(token.createdAt / 1000),
  };
}

/** Whether a token may still be used, and if not, why; the words are those of contract §11. */
export function tokenStanding(token: Token, now: Instant): 'good' | 'revoked' | 'expired' {
  if (token.revokedAt !== undefined) return 'revoked';
  return token.expiresAt !== undefined && token.expiresAt <= now ? 'expired' : 'good';
}
