import type { AccountPerson } from '../accounts/person.ts';
import type { UserCaller } from '../http/access.ts';
import type { Incoming } from '../http/incoming.ts';
import { json, type Reply } from '../http/reply.ts';
import { credentialAccountEntity } from './entities/credential-account.ts';
import type { MastodonDeps } from './mastodon-deps.ts';

/**
 * `GET /api/v1/accounts/verify_credentials` (contract §12.1), the first call of every client after signing in. Nothing is
 * read that the guard did not read already, unless the account is locked: only then do requests wait for an answer,
 * because whoever unlocks an account lets everyone in.
 */
export const verifyCredentials =
  ({ origin, store }: MastodonDeps) =>
  async (_request: Incoming, { person }: UserCaller<AccountPerson>): Promise<Reply> => {
    const { account } = person;
    const followRequests = account.locked ? await store.countFollowRequests(account.id) : 0;
    return json(credentialAccountEntity(account, origin, followRequests));
  };
