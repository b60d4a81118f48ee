import { noteTokenUse } from '../flows/note-token-use.ts';
import type { World } from '../flows/ports.ts';
import type { GuardedAccess, RequireAuthentication } from '../protocol/access.ts';
import { type Refusal, refusalOf } from '../protocol/admission.ts';
import { readBearer } from '../protocol/bearer.ts';
import type { Token } from '../protocol/grant.ts';
import type { Person } from '../protocol/person.ts';
import { digestOf } from '../protocol/secret.ts';
import { tokenStanding } from '../protocol/token.ts';
import type { Caller } from './access.ts';
import { ApiError } from './api-error.ts';

export type { RequireAuthentication } from '../protocol/access.ts';

/** The stored token that a request carries in its header; undefined for none and for an unknown one. */
export async function findPresentedToken(world: World, authorization: string | undefined): Promise<Token | undefined> {
  return findToken(world, readBearer(authorization));
}

/** The stored token behind a secret, wherever it was presented. */
export async function findToken(world: World, presented: string | undefined): Promise<Token | undefined> {
  return presented === undefined || presented === '' ? undefined : world.store.findToken(digestOf(presented));
}

/**
 * Decides whether a token opens a route (contract §11), and notes its use.
 * @param token what {@link findPresentedToken} found
 * @returns who calls; undefined for an anonymous call of a public route
 * @throws ApiError
 */
export async function admit<P extends Person>(
  world: World<P>,
  access: GuardedAccess,
  token: Token | undefined,
  request: { readonly demanded: RequireAuthentication; readonly address: string },
): Promise<Caller<P> | undefined> {
  if (token === undefined) {
    refuse(refusalOf(access, undefined, request.demanded));
    return undefined;
  }
  const standing = tokenStanding(token, world.now());
  const isPersons = token.accountId !== undefined && standing === 'good';
  const person = isPersons ? await world.directory.findPerson(token.accountId) : undefined;
  const isOrphaned = isPersons && person === undefined;
  const facts = { standing: isOrphaned ? 'invalid' : standing, scopes: token.scopes, account: person?.state } as const;
  refuse(refusalOf(access, facts, request.demanded));
  noteTokenUse(world, token, request.address);
  return { token, person };
}

function refuse(refusal: Refusal | undefined): void {
  if (refusal === undefined) return;
  const { status, message, challenge } = refusal;
  throw new ApiError(status, message, challenge === undefined ? {} : { headers: { 'WWW-Authenticate': challenge } });
}
