import type { World } from '../flows/ports.ts';
import { registerApp } from '../flows/register-app.ts';
import type { Caller } from '../http/access.ts';
import { addressKey } from '../http/address-key.ts';
import { ApiError } from '../http/api-error.ts';
import type { Incoming } from '../http/incoming.ts';
import { countOn, type RateLimiter, rateLimits } from '../http/rate-limiter.ts';
import { json, type Reply } from '../http/reply.ts';
import type { App } from '../protocol/app.ts';
import type { ScopeVocabulary } from '../protocol/scope.ts';
import { readAppDescription } from './app-description.ts';

export interface AppsDeps {
  readonly world: World;
  readonly vocabulary: ScopeVocabulary;
  readonly limiter: RateLimiter;
  readonly vapidPublicKey: string;
}

/** `POST /api/v1/apps` (contract §2). The fields may also stand in the query (decision 31). */
export const answerRegisterApp =
  (deps: AppsDeps) =>
  async (request: Incoming): Promise<Reply> => {
    await countOn(request, deps.limiter, rateLimits.registration, addressKey(request.address));
    const fields = (await request.body()).or(request.query);
    const description = readAppDescription(fields, deps.vocabulary);
    const { app, clientSecret } = await registerApp(deps.world, description, request.address);
    const credentials = { client_id: app.clientId, client_secret: clientSecret, client_secret_expires_at: 0 };
    return json({ ...applicationEntity(app, deps.vapidPublicKey), ...credentials });
  };

/** `GET /api/v1/apps/verify_credentials` (contract §3). */
export const answerVerifyApp =
  (deps: AppsDeps) =>
  (_request: Incoming, { token }: Caller): Reply => {
    if (token.app === undefined) throw new ApiError(404, 'Record not found');
    return json(applicationEntity(token.app, deps.vapidPublicKey));
  };

/** The Application entity: never a credential. */
function applicationEntity(app: App, vapidPublicKey: string) {
  return {
    id: app.id,
    name: app.name,
    website: app.website ?? null,
    scopes: app.scopes,
    redirect_uris: app.redirectUris,
    redirect_uri: app.redirectUris.join('\n'),
    vapid_key: vapidPublicKey,
  };
}
