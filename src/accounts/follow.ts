import type { Id, Instant } from '../protocol/app.ts';
import type { Account, FollowOptions, FollowStore } from './ports.ts';
import { type Relationship, relationshipsOf } from './relationship.ts';
import { isShownInLists } from './visible-account.ts';

/** Somebody may not follow an account: it is their own, or not there to be followed (contract §12.7). */
export class FollowRefused extends Error {
  override readonly name = 'FollowRefused';
  readonly reason: 'self' | 'unavailable';

  constructor(reason: 'self' | 'unavailable') {
    super(`The account cannot be followed: ${reason}`);
    this.reason = reason;
  }
}

export interface FollowDeps {
  readonly store: FollowStore;
  now(): Instant;
  /** Counts a follow or request before it is made; throws when there were too many. Changed options do not count. */
  countFollow(): void;
}

/**
 * Follows an account, asks a locked one to be let in, or changes the options of a follow that exists.
 * @throws FollowRefused
 */
export async function followAccount(
  deps: FollowDeps,
  followerId: Id,
  target: Account | undefined,
  options: FollowOptions,
): Promise<Relationship> {
  if (target?.id === followerId) throw new FollowRefused('self');
  if (target === undefined || !isShownInLists(target)) throw new FollowRefused('unavailable');
  const before = await readRelationship(deps.store, followerId, target.id);
  if (before.outgoing === undefined) deps.countFollow();
  const pair = { followerId, followedId: target.id };
  const outgoing = await deps.store.follow(pair, { ...options, locked: target.locked, at: deps.now() });
  return { ...before, outgoing };
}

/** Ends a follow or withdraws a request; right also when there is none (contract §12.7). */
export async function unfollowAccount(
  { store }: Pick<FollowDeps, 'store'>,
  followerId: Id,
  targetId: Id,
): Promise<Relationship> {
  await store.unfollow({ followerId, followedId: targetId });
  return readRelationship(store, followerId, targetId);
}

async function readRelationship(
  store: Pick<FollowStore, 'findFollowsBetween'>,
  accountId: Id,
  otherId: Id,
): Promise<Relationship> {
  const follows = await store.findFollowsBetween(accountId, [otherId]);
  const [relationship] = relationshipsOf(accountId, [otherId], follows);
  return relationship ?? { accountId: otherId, outgoing: undefined, incoming: undefined };
}
