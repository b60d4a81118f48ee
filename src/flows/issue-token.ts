import type { AccountId, App } from '../protocol/app.ts';
import { invalidClient } from '../protocol/oauth-error.ts';
import { accessTokenAt, digestOf } from '../protocol/secret.ts';
import { type TokenBody, tokenBody } from '../protocol/token.ts';
import type { World } from './ports.ts';

/** Makes a grant with its token at once, where no code stands between them. Never reuses a token (decision 2). */
export async function issueToken(
  world: World,
  app: App,
  issue: { readonly grantType: string; readonly accountId: AccountId | undefined; readonly scopes: readonly string[] },
): Promise<TokenBody> {
  const now = world.now();
  const accessToken = accessTokenAt(now, world.randomSecret());
  const token = await world.store.addGrantWithToken(
    { appId: app.id, accountId: issue.accountId, scopes: issue.scopes, redirectUri: undefined, createdAt: now },
    { digest: digestOf(accessToken), createdAt: now, expiresAt: undefined },
  );
  if (token === undefined) throw invalidClient();
  world.report({
    event: 'token issued',
    grantType: issue.grantType,
    tokenId: token.id,
    appId: app.id,
    accountId: issue.accountId,
  });
  return tokenBody(accessToken, token);
}
