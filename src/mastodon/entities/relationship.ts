import type { Relationship } from '../../accounts/relationship.ts';

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
export function relationshipEntity({ accountId, outgoing, incoming }: Relationship): RelationshipEntity {
  const { languages } = outgoing ?? {};
  return {
    id: accountId,
    following: outgoing?.requested === false,
    showing_reblogs: outgoing?.reblogs ?? false,
    notifying: outgoing?.notify ?? false,
    languages: languages === undefined || languages.length === 0 ? null : languages,
    followed_by: incoming?.requested === false,
    blocking: false,
    blocked_by: false,
    muting: false,
    muting_notifications: false,
    muting_expires_at: null,
    requested: outgoing?.requested === true,
    requested_by: incoming?.requested === true,
    domain_blocking: false,
    endorsed: false,
    note: '',
  };
}
