import type { AccountPerson } from '../accounts/person.ts';
import type { Account, Follow, FollowPage } from '../accounts/ports.ts';
import { isShownInLists } from '../accounts/visible-account.ts';
import type { Caller } from '../http/access.ts';
import { recordNotFound } from '../http/api-error.ts';
import type { Incoming } from '../http/incoming.ts';
import { json, type Reply } from '../http/reply.ts';
import type { Id } from '../protocol/app.ts';
import { accountEntity } from './entities/account.ts';
import type { MastodonDeps } from './mastodon-deps.ts';
import { linkHeader, readPage } from './pagination.ts';
import { findById } from './show-accounts.ts';

/** Contract §12.4. */
const limits = { default: 40, max: 80 } as const;

type Handler = (request: Incoming, caller: Caller<AccountPerson> | undefined) => Promise<Reply>;

/** `GET /api/v1/accounts/:id/followers` (contract §12.4). */
export const listFollowers = (deps: MastodonDeps): Handler =>
  listFollows(
    deps,
    'followers',
    (id, page) => deps.store.listFollowers(id, page),
    ({ followerId }) => followerId,
  );

/** `GET /api/v1/accounts/:id/following` (contract §12.4). */
export const listFollowing = (deps: MastodonDeps): Handler =>
  listFollows(
    deps,
    'following',
    (id, page) => deps.store.listFollowing(id, page),
    ({ followedId }) => followedId,
  );

function listFollows(
  deps: MastodonDeps,
  name: 'followers' | 'following',
  readFollows: (id: Id, page: FollowPage) => Promise<readonly Follow[]>,
  otherOf: (follow: Follow) => Id,
): Handler {
  const { origin, store } = deps;
  return async (request, caller) => {
    // Also an account that is not confirmed yet is found here, as nothing but an empty list is told of it.
    const account = await findById(deps, request.part('id'));
    if (account === undefined) throw recordNotFound();
    if (hidesItsLists(account, caller)) return json([]);
    const page = readPage(request.query, limits);
    const follows = await readFollows(account.id, page);
    const others = await store.findAccounts(follows.map(otherOf));
    const entities = others.filter(isShownInLists).map((other) => accountEntity(other, origin));
    const url = `${origin}/api/v1/accounts/${account.id}/${name}`;
    return json(entities, {
      headers: linkHeader(
        url,
        page,
        follows.map(({ id }) => id),
      ),
    });
  };
}

function hidesItsLists(account: Account, caller: Caller<AccountPerson> | undefined): boolean {
  if (account.state === 'suspended') return true;
  return account.hideCollections === true && caller?.person?.id !== account.id;
}
