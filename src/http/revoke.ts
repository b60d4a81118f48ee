import { revokeToken } from '../flows/revoke-token.ts';
import { readClientCredentials } from '../protocol/client-credentials.ts';
import type { HttpDeps } from './http-deps.ts';
import type { Incoming } from './incoming.ts';
import { json, type Reply } from './reply.ts';

/** `POST /oauth/revoke` (RFC 7009 §2): `{}` because clients parse the answer as JSON. A Bearer header is ignored. */
export const answerRevoke =
  ({ world }: HttpDeps) =>
  async (request: Incoming): Promise<Reply> => {
    const body = await request.body();
    await revokeToken(world, () => readClientCredentials(request.header('authorization'), body), body);
    return json({});
  };
