import type { Relationship } from '../mastodon/people.ts';
import type { Id } from '../protocol/app.ts';
import type { Follow } from './ports.ts';

/** Sorts the follows around one account into its relationships, one for each of `otherIds` in their order. */
export function relationshipsOf(
  accountId: Id,
  otherIds: readonly Id[],
  follows: readonly Follow[],
): readonly Relationship[] {
  const outgoing = new Map<Id, Follow>();
  const incoming = new Map<Id, Follow>();
  for (const follow of follows) {
    if (follow.followerId === accountId) outgoing.set(follow.followedId, follow);
    if (follow.followedId === accountId) incoming.set(follow.followerId, follow);
  }
  return otherIds.map((id) => relationship(id, outgoing.get(id), incoming.get(id)));
}

/**
 * What two follows come to, either of which may be a request or nothing.
 * @param outgoing from the one who asks to the other account
 * @param incoming from the other account to the one who asks
 */
export function relationship(accountId: Id, outgoing: Follow | undefined, incoming: Follow | undefined): Relationship {
  return {
    accountId,
    following: outgoing?.requested === false,
    requested: outgoing?.requested === true,
    followedBy: incoming?.requested === false,
    requestedBy: incoming?.requested === true,
    reblogs: outgoing?.reblogs ?? false,
    notify: outgoing?.notify ?? false,
    languages: outgoing?.languages,
  };
}
