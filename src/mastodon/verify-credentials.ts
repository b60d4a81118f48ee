import type { UserCaller } from '../http/access.ts';
import type { Incoming } from '../http/incoming.ts';
import { json, type Reply } from '../http/reply.ts';
import type { Person } from '../protocol/person.ts';
import { credentialAccountEntity } from './entities/credential-account.ts';
import { profileOf } from './find-people.ts';
import type { MastodonDeps } from './mastodon-deps.ts';

/**
 * `GET /api/v1/accounts/verify_credentials` (contract §12.1), the first call of every client after signing in. Who waits to
 * follow is asked only of a locked account, because whoever unlocks an account lets everyone in.
 */
export const verifyCredentials =
  <P extends Person>({ people }: Pick<MastodonDeps<P>, 'people'>) =>
  async (_request: Incoming, { person }: UserCaller<P>): Promise<Reply> => {
    const profile = await profileOf(people, person);
    const followRequests = profile.locked ? ((await people.countFollowRequests?.(person)) ?? 0) : 0;
    return json(credentialAccountEntity(person, profile, followRequests));
  };
