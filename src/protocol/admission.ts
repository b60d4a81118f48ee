import type { GuardedAccess, RequireAuthentication } from './access.ts';
import { bearerChallenge } from './bearer.ts';
import type { AccountState } from './person.ts';

/** What must be known of a stored token to judge it. */
export interface TokenFacts {
  /** `invalid`: it was issued to an account that is gone. */
  readonly standing: 'good' | 'revoked' | 'expired' | 'invalid';
  readonly scopes: readonly string[];
  /** State of the account that it acts for; absent for an app's own token. */
  readonly account: AccountState | undefined;
}

/** A refusal in the contract's words, with the challenge of its `WWW-Authenticate` header if it has one. */
export interface Refusal {
  readonly status: 401 | 403 | 422;
  readonly message: string;
  readonly challenge: string | undefined;
}

const words = {
  invalid: 'The access token is invalid',
  revoked: 'The access token was revoked',
  expired: 'The access token expired',
  userNeeded: 'This method requires an authenticated user',
  disabled: 'Your login is currently disabled',
} as const;

const refusal = (status: Refusal['status'], message: string, challenge?: string): Refusal => ({
  status,
  message,
  challenge,
});

/** RFC 6750 §3.1, as contract §11 words it. */
const badToken = (message: string): Refusal =>
  refusal(401, message, bearerChallenge({ error: 'invalid_token', error_description: message }));

/**
 * Decides whether a token opens a method: the rows of contract §11 in its order — dead token, closed server, suspended
 * account, scope, kind of token, state of the account. The one judgement for this server's own routes, for the gateway and
 * for resource servers elsewhere.
 * @param token undefined when none was sent, and for an unknown one
 * @returns undefined when the call may go on
 */
export function refusalOf(
  access: GuardedAccess,
  token: TokenFacts | undefined,
  demanded: RequireAuthentication,
): Refusal | undefined {
  if (token === undefined) return refusalOfAnonymous(access, demanded);
  if (token.standing !== 'good') return badToken(words[token.standing]);
  if (demanded === 'user' && token.account === undefined) return refusal(401, words.userNeeded);
  if (token.account === 'suspended') return refusal(403, words.disabled);
  const outside = refusalOfScopes(access.scopes, token.scopes);
  if (outside !== undefined) return outside;
  if (access.kind === 'user') return refusalOfState(token.account, access.waiting ?? false);
  if (access.kind === 'app' && token.account !== undefined) {
    return refusal(403, 'This method requires an client credentials authentication');
  }
  return undefined;
}

function refusalOfAnonymous(access: GuardedAccess, demanded: RequireAuthentication): Refusal | undefined {
  if (access.kind === 'public' && demanded === 'off') return undefined;
  if (demanded === 'user') return refusal(401, words.userNeeded);
  if (access.kind === 'user' && access.scopes.length === 0) return refusal(422, words.userNeeded);
  return badToken(words.invalid);
}

/**
 * Contract §11, decision 15: Mastodon's sentence, and a challenge that says which of the scopes would do.
 * @param needed of which one must be held; none: no scope is asked for
 */
export function refusalOfScopes(needed: readonly string[], held: readonly string[]): Refusal | undefined {
  if (needed.length === 0 || needed.some((scope) => held.includes(scope))) return undefined;
  const scope = needed.join(' ');
  const challenge = bearerChallenge({
    error: 'insufficient_scope',
    error_description: `Access to this resource requires scope "${scope}".`,
    scope,
  });
  return refusal(403, 'This action is outside the authorized scopes', challenge);
}

function refusalOfState(state: AccountState | undefined, waiting: boolean): Refusal | undefined {
  switch (state) {
    case undefined:
      return refusal(422, words.userNeeded);
    case 'active':
      return undefined;
    case 'unconfirmed':
      return waiting ? undefined : refusal(403, 'Your login is missing a confirmed e-mail address');
    case 'pending':
      return waiting ? undefined : refusal(403, 'Your login is currently pending approval');
    default:
      return refusal(403, words.disabled);
  }
}
