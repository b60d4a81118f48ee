import type { App } from '../protocol/app.ts';
import {
  checkAuthorizationRequest,
  checkRedirectUri,
  type ReturnAddress,
  readReturnAddress,
} from '../protocol/authorization-request.ts';
import { PENDING_AUTHORIZATION_LIFETIME } from '../protocol/lifetimes.ts';
import { invalidClient, invalidRequest, missingParameter, OAuthError } from '../protocol/oauth-error.ts';
import { MalformedParameters, type Parameters } from '../protocol/parameters.ts';
import type { AuthorizationRequest } from '../protocol/pending-authorization.ts';
import type { ScopeVocabulary } from '../protocol/scope.ts';
import { type BrowserSecret, digestOf, type PendingId } from '../protocol/secret.ts';
import type { World } from './ports.ts';

/** A request that is refused, and how the app may be told of it: only when its redirect URI was proven. */
export interface RefusedAuthorization {
  readonly error: OAuthError;
  readonly app: App | undefined;
  readonly returnAddress: ReturnAddress | undefined;
}

export type CheckedAuthorization =
  | { readonly app: App; readonly request: AuthorizationRequest; readonly refused?: undefined }
  | { readonly refused: RefusedAuthorization };

/** Checks a request in Mastodon's order (contract §4.4): client, redirect URI, then the rest. Stores nothing. */
export async function checkAuthorization(
  world: Pick<World, 'store'>,
  vocabulary: ScopeVocabulary,
  parameters: Parameters,
): Promise<CheckedAuthorization> {
  let app: App | undefined;
  let returnAddress: ReturnAddress | undefined;
  try {
    const clientId = parameters.oneOrBlank('client_id');
    if (clientId === undefined) throw missingParameter('client_id');
    app = await world.store.findAppByClientId(clientId);
    if (app === undefined) throw invalidClient();
    returnAddress = readReturnAddress(parameters, checkRedirectUri(parameters, app));
    return { app, request: checkAuthorizationRequest(parameters, app, returnAddress, vocabulary) };
  } catch (error) {
    if (error instanceof OAuthError) return { refused: { error, app, returnAddress } };
    // A repeated parameter, or a list where text belongs, is the app's mistake like any other (RFC 6749 §3.1).
    if (error instanceof MalformedParameters) {
      return { refused: { error: invalidRequest(error.message), app, returnAddress } };
    }
    throw error;
  }
}

/** Keeps a checked request on the server, bound to the browser that brought it; the id goes into links and forms. */
export async function keepAuthorization(
  world: World,
  request: AuthorizationRequest,
  browser: BrowserSecret,
): Promise<PendingId> {
  const id = world.randomSecret() as PendingId;
  const now = world.now();
  await world.store.addPendingAuthorization({
    digest: digestOf(id),
    browserDigest: digestOf(browser),
    request,
    createdAt: now,
    expiresAt: now + PENDING_AUTHORIZATION_LIFETIME,
  });
  return id;
}
