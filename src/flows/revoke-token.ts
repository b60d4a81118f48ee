import { notAuthorizedToRevoke, OAuthError } from '../protocol/oauth-error.ts';
import type { Parameters } from '../protocol/parameters.ts';
import { digestOf } from '../protocol/secret.ts';
import { authenticateClient, type ReadCredentials } from './authenticate-client.ts';
import type { World } from './ports.ts';

/**
 * Ends a token of the client's own (RFC 7009 §2, contract §6). An unknown or dead token is no error, again and again; a
 * bad client, another app's token and a missing token are all the same 403. `token_type_hint` could only order the
 * search, and there is one place to look (decision 22).
 * @throws OAuthError `unauthorized_client`
 */
export async function revokeToken(world: World, credentials: ReadCredentials, body: Parameters): Promise<void> {
  const presented = body.oneOrBlank('token');
  if (presented === undefined) throw notAuthorizedToRevoke();
  const app = await authenticateClient(world.store, credentials).catch((error: unknown) => {
    throw error instanceof OAuthError ? notAuthorizedToRevoke() : error;
  });
  const token = await world.store.findToken(digestOf(presented));
  if (token === undefined) return;
  if (token.app?.id !== app.id) throw notAuthorizedToRevoke();
  if (token.revokedAt !== undefined) return;
  await world.store.revokeToken(token.id, world.now());
  world.report({ event: 'token revoked', tokenId: token.id, appId: app.id, accountId: token.accountId });
}
