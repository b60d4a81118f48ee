import { grantClientCredentials } from '../flows/grant-client-credentials.ts';
import { grantPassword } from '../flows/grant-password.ts';
import { redeemCode } from '../flows/redeem-code.ts';
import { readClientCredentials } from '../protocol/client-credentials.ts';
import type { Features, GrantType } from '../protocol/features.ts';
import { missingParameter, unsupportedGrantType } from '../protocol/oauth-error.ts';
import type { Parameters } from '../protocol/parameters.ts';
import type { TokenBody } from '../protocol/token.ts';
import type { HttpDeps } from './http-deps.ts';
import type { Incoming } from './incoming.ts';
import { json, type Reply } from './reply.ts';
import { countSignInAttempt } from './sign-in-limits.ts';

/** `POST /oauth/token` (RFC 6749 §3.2): one flow for each grant type that is switched on. */
export const answerToken =
  (deps: HttpDeps) =>
  async (request: Incoming): Promise<Reply> => {
    const { world, vocabulary } = deps;
    const body = await request.body();
    const grantType = chooseGrantType(deps.features, body);
    const credentials = () => readClientCredentials(request.header('authorization'), body);
    const flows: Record<GrantType, () => Promise<TokenBody>> = {
      authorization_code: () => redeemCode(world, credentials, body, request.address),
      client_credentials: () => grantClientCredentials(world, vocabulary, credentials, body),
      password: () =>
        grantPassword(world, vocabulary, credentials, body, request.address, (login) =>
          countSignInAttempt(deps, request, login),
        ),
    };
    return json(await flows[grantType](), { headers: { Pragma: 'no-cache' } });
  };

/**
 * The grant type that is asked for, if it is switched on. These refusals alone carry the request's `state`, as Mastodon's
 * do (contract §5.6).
 */
function chooseGrantType({ grantTypes }: Features, body: Parameters): GrantType {
  const asked = body.oneOrBlank('grant_type');
  const grantType = grantTypes.find((enabled) => enabled === asked);
  if (grantType !== undefined) return grantType;
  const refusal = asked === undefined ? missingParameter('grant_type') : unsupportedGrantType(insteadOf(asked));
  throw refusal.withState(body.oneOrBlank('state'));
}

/** Tells a head-less tool what to do instead (lesson 23). */
function insteadOf(grantType: string): string | undefined {
  if (grantType !== 'password') return undefined;
  return 'This server does not accept passwords from apps. Use the authorization code flow; with the redirect URI urn:ietf:wg:oauth:2.0:oob the code can be copied by hand.';
}
