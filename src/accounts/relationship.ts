import type { Id } from '../protocol/app.ts';
import type { Follow } from './ports.ts';

/** What stands between one account and another; either direction may be a follow, a request or nothing. */
export interface Relationship {
  readonly accountId: Id;
  /** From the one who asks to the other account. */
  readonly outgoing: Follow | undefined;
  /** From the other account to the one who asks. */
  readonly incoming: Follow | undefined;
}

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
  return otherIds.map((id) => ({ accountId: id, outgoing: outgoing.get(id), incoming: incoming.get(id) }));
}
