import type { Person } from '../../protocol/person.ts';
import type { Profile } from '../people.ts';
import { type AccountEntity, accountEntity, type FieldEntity } from './account.ts';
import { type RoleEntity, roleEntity } from './role.ts';

/** Mastodon's entity CredentialAccount: an account as its own person sees it. */
export interface CredentialAccountEntity extends AccountEntity {
  readonly source: {
    readonly privacy: 'public' | 'unlisted' | 'private' | 'direct';
    readonly sensitive: boolean;
    readonly language: string | null;
    /** Plain text, to be edited. */
    readonly note: string;
    readonly fields: readonly FieldEntity[];
    readonly follow_requests_count: number;
    readonly hide_collections: boolean | null;
    readonly discoverable: boolean | null;
    readonly indexable: boolean;
    readonly attribution_domains: readonly string[];
    readonly quote_policy: 'public' | 'followers' | 'nobody';
  };
  readonly role: RoleEntity;
}

/** CredentialAccount (entities.md): an account as its own person sees it. */
export function credentialAccountEntity(
  person: Person,
  profile: Profile,
  followRequests: number,
): CredentialAccountEntity {
  const { entity } = profile;
  return {
    ...accountEntity(person, profile),
    source: {
      privacy: profile.postingVisibility ?? (profile.locked ? 'private' : 'public'),
      sensitive: profile.postingSensitive ?? false,
      language: profile.postingLanguage ?? null,
      note: profile.note ?? '',
      fields: (profile.fields ?? []).map(({ name, value }) => ({ name, value, verified_at: null })),
      follow_requests_count: followRequests,
      hide_collections: profile.hideCollections ?? null,
      discoverable: profile.discoverable ?? null,
      indexable: profile.indexable ?? false,
      attribution_domains: [],
      quote_policy: 'public',
      ...entity?.source,
    },
    role: entity?.role ?? roleEntity(profile.role ?? 'user'),
  };
}
