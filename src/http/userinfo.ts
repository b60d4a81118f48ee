import type { UserCaller } from './access.ts';
import type { HttpDeps } from './http-deps.ts';
import type { Incoming } from './incoming.ts';
import { json, type Reply } from './reply.ts';

/** `GET|POST /oauth/userinfo` (OpenID Connect Core §5.3, contract §8): who signed in, and nothing an app could not show. */
export const answerUserinfo =
  ({ issuer }: HttpDeps) =>
  (_request: Incoming, { person }: UserCaller): Reply =>
    json({
      iss: issuer,
      sub: person.uri,
      name: person.displayName,
      preferred_username: person.username,
      profile: person.url,
      picture: person.avatarUrl,
    });
