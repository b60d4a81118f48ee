import { authenticateClient } from '../flows/authenticate-client.ts';
import { StoreUnavailable } from '../flows/ports.ts';
import type { App } from '../protocol/app.ts';
import { readClientCredentials } from '../protocol/client-credentials.ts';
import { OAuthError } from '../protocol/oauth-error.ts';
import { Parameters } from '../protocol/parameters.ts';
import { open } from './access.ts';
import { countUnlessResourceServer } from './count-unless-resource-server.ts';
import type { HttpDeps } from './http-deps.ts';
import type { Incoming } from './incoming.ts';
import type { Reply } from './reply.ts';
import type { RevocationFeed } from './revocation-feed.ts';
import { type Route, route } from './route.ts';

/** The stream of what ends; absent where the store cannot tell, so that a resource server learns it by 404. */
export function revocationRoutes(deps: HttpDeps, feed: RevocationFeed): readonly Route[] {
  if (!feed.isOffered) return [];
  return [route('oauth-direct', 'GET', '/oauth/introspect/revocations', open, answerRevocations(deps, feed))];
}

/** `GET /oauth/introspect/revocations`: server-sent events for registered resource servers, by HTTP Basic. */
const answerRevocations =
  (deps: HttpDeps, feed: RevocationFeed) =>
  async (request: Incoming): Promise<Reply> => {
    const client = await resourceServerBehind(deps, request);
    const headers = {
      'Content-Type': 'text/event-stream; charset=utf-8',
      // Proxies that gather an answer before they pass it on would hold the events back.
      'X-Accel-Buffering': 'no',
    };
    // The body of a HEAD request is dropped unread, and its stream would never be let go.
    if (request.method === 'HEAD') return { status: 200, headers, body: null };
    const stream = feed.open(client.id);
    if (stream === undefined) throw new StoreUnavailable('Too many resource servers listen to revocations');
    return { status: 200, headers, body: stream };
  };

async function resourceServerBehind(deps: HttpDeps, request: Incoming): Promise<App> {
  let client: App | undefined;
  try {
    const authorization = request.header('authorization');
    client = await authenticateClient(deps.world.store, () => readClientCredentials(authorization, Parameters.none));
  } finally {
    await countUnlessResourceServer(deps, request, client);
  }
  if (!client.resourceServer) {
    throw new OAuthError('unauthorized_client', 403, 'Only a resource server that the operator registered may listen');
  }
  return client;
}
