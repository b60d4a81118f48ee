import type { World } from '../flows/ports.ts';
import { bearerChallenge, readBearer } from '../protocol/bearer.ts';
import type { Token } from '../protocol/grant.ts';
import { LAST_USE_RESOLUTION } from '../protocol/lifetimes.ts';
import type { Person } from '../protocol/person.ts';
import { digestOf } from '../protocol/secret.ts';
import { tokenStanding } from '../protocol/token.ts';
import type { Access, Caller } from './access.ts';
import { ApiError } from './api-error.ts';

/** By which methods that would otherwise be public a token is demanded: none, any good token, or a person's. */
export type RequireAuthentication = 'off' | 'token' | 'user';

/** The refusal of a token, as contract §11 words it (RFC 6750 §3.1). */
function badToken(message: string): ApiError {
  const challenge = bearerChallenge({ error: 'invalid_token', error_description: message });
  return new ApiError(401, message, { headers: { 'WWW-Authenticate': challenge } });
}

const sentences = {
  invalid: 'The access token is invalid',
  revoked: 'The access token was revoked',
  expired: 'The access token expired',
  userNeeded: 'This method requires an authenticated user',
} as const;

/** The stored token that a request carries in its header; undefined for none and for an unknown one. */
export async function findPresentedToken(world: World, authorization: string | undefined): Promise<Token | undefined> {
  return findToken(world, readBearer(authorization));
}

/** The stored token behind a secret, wherever it was presented. */
export async function findToken(world: World, presented: string | undefined): Promise<Token | undefined> {
  return presented === undefined || presented === '' ? undefined : world.store.findToken(digestOf(presented));
}

/**
 * Decides whether a token opens a route: the rows of contract §11 in its order — dead token, closed server, suspended
 * account, scope, kind of token, state of the account.
 * @param token what {@link findPresentedToken} found
 * @returns who calls; undefined for an anonymous call of a public route
 * @throws ApiError
 */
export async function admit<P extends Person>(
  world: World<P>,
  access: Exclude<Access, { kind: 'open' }>,
  token: Token | undefined,
  request: { readonly demanded: RequireAuthentication; readonly address: string },
): Promise<Caller<P> | undefined> {
  if (token === undefined) return admitAnonymous(access, request.demanded);
  const standing = tokenStanding(token, world.now());
  if (standing !== 'good') throw badToken(sentences[standing]);
  const person = token.accountId === undefined ? undefined : await world.directory.findPerson(token.accountId);
  if (token.accountId !== undefined && person === undefined) throw badToken(sentences.invalid);
  if (request.demanded === 'user' && person === undefined) throw new ApiError(401, sentences.userNeeded);
  if (person?.state === 'suspended') throw new ApiError(403, 'Your login is currently disabled');
  if (access.scopes.length > 0 && !access.scopes.some((scope) => token.scopes.includes(scope))) {
    throw outsideScopes(access.scopes);
  }
  if (access.kind === 'user') requireUser(person);
  if (access.kind === 'app' && person !== undefined) {
    throw new ApiError(403, 'This method requires an client credentials authentication');
  }
  noteUse(world, token, request.address);
  return { token, person };
}

function admitAnonymous(access: Exclude<Access, { kind: 'open' }>, demanded: RequireAuthentication): undefined {
  if (access.kind === 'public' && demanded === 'off') return undefined;
  if (demanded === 'user') throw new ApiError(401, sentences.userNeeded);
  if (access.kind === 'user' && access.scopes.length === 0) throw new ApiError(422, sentences.userNeeded);
  throw badToken(sentences.invalid);
}

/** Contract §11, decision 15: Mastodon's sentence, and a challenge that says which of the scopes would do. */
function outsideScopes(scopes: readonly string[]): ApiError {
  const needed = scopes.join(' ');
  const challenge = bearerChallenge({
    error: 'insufficient_scope',
    error_description: `Access to this resource requires scope "${needed}".`,
    scope: needed,
  });
  return new ApiError(403, 'This action is outside the authorized scopes', {
    headers: { 'WWW-Authenticate': challenge },
  });
}

function requireUser(person: Person | undefined): void {
  if (person === undefined) throw new ApiError(422, sentences.userNeeded);
  switch (person.state) {
    case 'active':
      return;
    case 'unconfirmed':
      throw new ApiError(403, 'Your login is missing a confirmed e-mail address');
    case 'pending':
      throw new ApiError(403, 'Your login is currently pending approval');
    default:
      throw new ApiError(403, 'Your login is currently disabled');
  }
}

/**
 * Noted at most once a day, after the answer, and never in its way: a use that is not noted is no fault of the caller.
 * Nobody waits for it, so an error must end here: thrown on, it would end the process.
 */
function noteUse(world: World, token: Token, address: string): void {
  const now = world.now();
  if (token.lastUsedAt !== undefined && now - token.lastUsedAt < LAST_USE_RESOLUTION) return;
  world.store.noteTokenUse(token, { at: now, address }).catch(() => {});
}
