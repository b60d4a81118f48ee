import { type UserCaller, user } from '../../http/access.ts';
import { type Asking, admitRequest } from '../../http/admit-request.ts';
import { ApiError } from '../../http/api-error.ts';
import type { Parameters } from '../../protocol/parameters.ts';
import { digestOf } from '../../protocol/secret.ts';
import type { SocialDeps, SocialPerson } from '../social-deps.ts';

/** Where a request to listen may carry its token. */
export interface StreamAsking extends Asking {
  readonly query: Parameters;
}

/** A proven request to listen. */
export interface StreamCaller extends UserCaller<SocialPerson> {
  /** Whether what was proven still holds. */
  stillMay(): Promise<boolean>;
}

/**
 * Decides whether a request may listen, by the guard that every method has. A browser can set no header here, so that the
 * token may also stand in the query or be the WebSocket's protocol (contract §11, decision 18).
 * @param scopes of which the token must hold one
 * @throws ApiError, TooManyRequests
 */
export async function admitStream(
  { kit, store, now }: SocialDeps,
  asking: StreamAsking,
  scopes: readonly string[],
): Promise<StreamCaller> {
  const authorization = presented(asking);
  const access = user(...scopes);
  const admit = () =>
    admitRequest(
      kit.http,
      { access, method: 'GET', surface: 'api' },
      {
        address: asking.address,
        query: asking.query,
        tallies: asking.tallies,
        header: (name) => (name === 'authorization' ? authorization : asking.header(name)),
      },
    );
  const caller = await admit();
  if (caller?.person === undefined) throw new ApiError(401, 'The access token is invalid');
  const { token, person } = caller;
  const digest = digestOf(authorization?.replace(/^bearer /i, '') ?? '');
  return {
    token,
    person,
    async stillMay() {
      const found = await store.findToken(digest);
      if (found === undefined || found.revokedAt !== undefined) return false;
      if (found.expiresAt !== undefined && found.expiresAt <= now()) return false;
      const [still] = (await kit.people.findMany?.([person.id])) ?? [];
      return still?.state === 'active';
    },
  };
}

/** @throws ApiError when there are two tokens in one place: a proxy might have judged the other one */
function presented(asking: StreamAsking): string | undefined {
  const authorization = asking.header('authorization');
  if (authorization !== undefined && authorization !== '') return authorization;
  const [first, second] = asking.query.all('access_token').filter((token) => token !== '');
  if (second !== undefined) throw new ApiError(403, 'The request carries more than one token');
  const token = first ?? asking.header('sec-websocket-protocol')?.split(',', 1)[0]?.trim();
  return token === undefined || token === '' ? undefined : `Bearer ${token}`;
}
