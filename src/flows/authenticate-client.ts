import type { App } from '../protocol/app.ts';
import type { ClientCredentials } from '../protocol/client-credentials.ts';
import { invalidClient } from '../protocol/oauth-error.ts';
import { matchesDigest } from '../protocol/secret.ts';
import type { AppStore } from './ports.ts';

/**
 * The app that these credentials belong to (RFC 6749 §2.3). One refusal for an unknown app, a wrong secret and none.
 * @throws OAuthError `invalid_client`
 */
export async function authenticateClient(
  store: Pick<AppStore, 'findAppByClientId'>,
  credentials: ClientCredentials | undefined,
): Promise<App> {
  if (credentials === undefined) throw invalidClient();
  const app = await store.findAppByClientId(credentials.clientId);
  if (app?.secretDigest === undefined || credentials.clientSecret === undefined) throw invalidClient();
  if (!matchesDigest(credentials.clientSecret, app.secretDigest)) throw invalidClient();
  return app;
}
