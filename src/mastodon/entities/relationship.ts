import type { Relationship } from '../people.ts';

/** Mastodon's entity Relationship. */
export interface RelationshipEntity {
  readonly id: string;
  readonly following: boolean;
  readonly showing_reblogs: boolean;
  readonly notifying: boolean;
  readonly languages: readonly string[] | null;
  readonly followed_by: boolean;
  readonly blocking: boolean;
  readonly blocked_by: boolean;
  readonly muting: boolean;
  readonly muting_notifications: boolean;
  readonly muting_expires_at: string | null;
  readonly requested: boolean;
  readonly requested_by: boolean;
  readonly domain_blocking: boolean;
  readonly endorsed: boolean;
  readonly note: string;
}

/** Relationship (entities.md). Nobody blocks, mutes, endorses or annotates anybody here. */
export function relationshipEntity(relationship: Relationship): RelationshipEntity {
  const { languages } = relationship;
  return {
    id: relationship.accountId,
    following: relationship.following,
    showing_reblogs: relationship.reblogs,
    notifying: relationship.notify,
    languages: languages === undefined || languages.length === 0 ? null : languages,
    followed_by: relationship.followedBy,
    blocking: false,
    blocked_by: false,
    muting: false,
    muting_notifications: false,
    muting_expires_at: null,
    requested: relationship.requested,
    requested_by: relationship.requestedBy,
    domain_blocking: false,
    endorsed: false,
    note: '',
  };
}
