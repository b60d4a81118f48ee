import { type FollowOptions, FollowRefused, type Relationship } from '../mastodon/people.ts';
import type { Id, Instant } from '../protocol/app.ts';
import { isShownInLists } from '../protocol/visible-person.ts';
import type { Account, FollowStore } from './ports.ts';
import { relationship } from './relationship.ts';

export interface FollowDeps {
  readonly store: FollowStore;
  now(): Instant;
  /** Counts a follow or request before it is made; rejects when there were too many. Changed options do not count. */
  countFollow(): Promise<void>;
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
  const { outgoing: before, incoming } = await readFollows(deps.store, followerId, target.id);
  if (before === undefined) await deps.countFollow();
  const pair = { followerId, followedId: target.id };
  const outgoing = await deps.store.follow(pair, { ...options, locked: target.locked, at: deps.now() });
  return relationship(target.id, outgoing, incoming);
}

/** Ends a follow or withdraws a request; right also when there is none (contract §12.7). */
export async function unfollowAccount(
  { store }: Pick<FollowDeps, 'store'>,
  followerId: Id,
  targetId: Id,
): Promise<Relationship> {
  await store.unfollow({ followerId, followedId: targetId });
  const { outgoing, incoming } = await readFollows(store, followerId, targetId);
  return relationship(targetId, outgoing, incoming);
}

async function readFollows(store: Pick<FollowStore, 'findFollowsBetween'>, accountId: Id, otherId: Id) {
  const follows = await store.findFollowsBetween(accountId, [otherId]);
  return {
    outgoing: follows.find((follow) => follow.followerId === accountId),
    incoming: follows.find((follow) => follow.followedId === accountId),
  };
}
