import { judgeRedemption } from '../protocol/code-redemption.ts';
import { invalidGrant, missingParameter } from '../protocol/oauth-error.ts';
import type { Parameters } from '../protocol/parameters.ts';
import { accessTokenAt, digestOf } from '../protocol/secret.ts';
import { type TokenBody, tokenBody } from '../protocol/token.ts';
import { authenticateClient, type ReadCredentials } from './authenticate-client.ts';
import type { World } from './ports.ts';

/**
 * Exchanges a code for a token (RFC 6749 §4.1.3). Of any number of redemptions exactly one gets a token; a replay by the
 * rightful client ends what the code bought (§4.1.2). Parameters are checked before the client, as Mastodon does
 * (contract §5.2), so a forgotten parameter is named even where the client is wrong.
 * @throws OAuthError `invalid_request`, `invalid_client`, `invalid_grant`
 */
export async function redeemCode(
  world: World,
  credentials: ReadCredentials,
  body: Parameters,
  address: string,
): Promise<TokenBody> {
  const presented = body.oneOrBlank('code');
  if (presented === undefined) throw missingParameter('code');
  const codeVerifier = body.oneOrBlank('code_verifier');
  const code = await world.store.findCode(digestOf(presented));
  if (code?.codeChallenge !== undefined && codeVerifier === undefined) throw missingParameter('code_verifier');
  const redirectUri = body.oneOrBlank('redirect_uri');
  if (redirectUri === undefined) {
    const help = body.has('redirect_uris') ? 'redirect_uris was sent, which belongs to the registration.' : undefined;
    throw missingParameter('redirect_uri', help);
  }
  const app = await authenticateClient(world.store, credentials);
  const now = world.now();
  const refuse = (reason: string) => {
    world.report({ event: 'token refused', grantType: 'authorization_code', reason, appId: app.id, address });
    return invalidGrant();
  };
  if (code === undefined) throw refuse('unknown code');

  const endReplayed = async () => {
    await world.store.revokeGrant(code.grant.id, world.now());
    world.report({ event: 'code replayed', grantId: code.grant.id, appId: app.id, address });
  };
  const verdict = judgeRedemption(code, { appId: app.id, redirectUri, codeVerifier, now });
  if (verdict === 'burn') await world.store.burnCode(code.digest, now);
  if (verdict === 'replay') await endReplayed();
  if (verdict !== 'redeem') throw refuse(verdict);

  const accessToken = accessTokenAt(now, world.randomSecret());
  const token = await world.store.redeemCode(code.digest, {
    digest: digestOf(accessToken),
    createdAt: now,
    expiresAt: undefined,
  });
  if (token === undefined) {
    // Lost a race against another redemption by the same proven client: that is a replay all the same.
    await endReplayed();
    throw refuse('replay');
  }
  world.report({
    event: 'token issued',
    grantType: 'authorization_code',
    tokenId: token.id,
    appId: app.id,
    accountId: token.accountId,
  });
  return tokenBody(accessToken, token);
}
