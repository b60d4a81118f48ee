import { authenticateClient } from '../flows/authenticate-client.ts';
import { introspectFully, introspectToken } from '../flows/introspect-token.ts';
import type { App } from '../protocol/app.ts';
import { readBearer } from '../protocol/bearer.ts';
import { readClientCredentials } from '../protocol/client-credentials.ts';
import { invalidRequest, missingParameter, OAuthError } from '../protocol/oauth-error.ts';
import { tokenStanding } from '../protocol/token.ts';
import { countUnlessResourceServer } from './count-unless-resource-server.ts';
import { findPresentedToken } from './guard.ts';
import type { HttpDeps } from './http-deps.ts';
import type { Incoming } from './incoming.ts';
import { json, type Reply } from './reply.ts';

/**
 * `POST /oauth/introspect` (RFC 7662, contract §7): for an app's own tokens, by its credentials or another of its tokens;
 * for a registered resource server, every token by its credentials.
 */
export const answerIntrospect =
  (deps: HttpDeps) =>
  async (request: Incoming): Promise<Reply> => {
    const { client, presented } = await readQuestion(deps, request);
    if (client !== undefined) {
      if (presented === undefined) throw missingParameter('token');
      return json(
        client.resourceServer
          ? await introspectFully(deps.world, presented, { issuer: deps.issuer, address: request.address })
          : ((await introspectToken(deps.world, client, presented)) ?? { active: false }),
      );
    }
    const authorization = request.header('authorization');
    if (readBearer(authorization) === undefined) {
      throw invalidRequest(
        'Request need to be authorized. Required parameter for authorizing request is missing or invalid.',
      );
    }
    const app = await appBehind(deps, authorization);
    if (app === undefined || presented === undefined || presented === readBearer(authorization)) throw unauthorized();
    const introspection = await introspectToken(deps.world, app, presented);
    if (introspection === undefined) throw unauthorized();
    return json(introspection);
  };

/** Which token is asked about, and by which client; undefined for one that shows no credentials. */
async function readQuestion(deps: HttpDeps, request: Incoming) {
  let client: App | undefined;
  try {
    const body = await request.body();
    const credentials = readClientCredentials(request.header('authorization'), body);
    const presented = body.oneOrBlank('token');
    if (credentials !== undefined) client = await authenticateClient(deps.world.store, () => credentials);
    return { client, presented };
  } finally {
    await countUnlessResourceServer(deps, request, client);
  }
}

async function appBehind(deps: HttpDeps, authorization: string | undefined): Promise<App | undefined> {
  const token = await findPresentedToken(deps.world, authorization);
  return token !== undefined && tokenStanding(token, deps.world.now()) === 'good' ? token.app : undefined;
}

const unauthorized = () => new OAuthError('invalid_token', 401, 'The access token is invalid', 'unauthorized');
