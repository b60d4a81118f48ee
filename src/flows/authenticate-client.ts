import type { App } from '../protocol/app.ts';
import type { ClientCredentials } from '../protocol/client-credentials.ts';
import { invalidClient } from '../protocol/oauth-error.ts';
import { matchesDigest } from '../protocol/secret.ts';
import type { AppStore } from './ports.ts';

/**
 * Reads the credentials of a request. Left to the flow, because a refusal of what cannot be read has its place in the
 * order of the flow's checks, and its words at the revocation endpoint (contract §5.2, §6).
 */
export type ReadCredentials = () => ClientCredentials | undefined;

/**
 * The app that these credentials belong to (RFC 6749 §2.3). One refusal for an unknown app, a wrong secret and none.
 * @throws OAuthError `invalid_client`, and what reading the credentials throws
 */
export async function authenticateClient(
  store: Pick<AppStore, 'findAppByClientId'>,
  readCredentials: ReadCredentials,
): Promise<App> {
  const credentials = readCredentials();
  if (credentials === undefined) throw invalidClient();
  const app = await store.findAppByClientId(credentials.clientId);
  if (app?.secretDigest === undefined || credentials.clientSecret === undefined) throw invalidClient();
  if (!matchesDigest(credentials.clientSecret, app.secretDigest)) throw invalidClient();
  return app;
}
