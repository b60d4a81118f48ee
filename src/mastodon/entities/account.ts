import type { Person } from '../../protocol/person.ts';
import type { Profile } from '../people.ts';
import { fieldToHtml, textToHtml } from '../text-to-html.ts';
import { dateOf, midnightOf } from '../timestamp.ts';
import { type RoleEntity, roleEntity } from './role.ts';

/** A row of a profile, as the entity Account has it. */
export interface FieldEntity {
  readonly name: string;
  /** HTML; plain text inside `source`. */
  readonly value: string;
  readonly verified_at: string | null;
}

/** Mastodon's entity Account. */
export interface AccountEntity {
  readonly id: string;
  readonly username: string;
  readonly acct: string;
  readonly display_name: string;
  readonly locked: boolean;
  readonly bot: boolean;
  readonly discoverable: boolean | null;
  readonly indexable: boolean;
  readonly group: boolean;
  readonly created_at: string;
  readonly note: string;
  readonly url: string;
  readonly uri: string;
  readonly avatar: string;
  readonly avatar_static: string;
  readonly avatar_description: string;
  readonly header: string;
  readonly header_static: string;
  readonly header_description: string;
  readonly followers_count: number;
  readonly following_count: number;
  readonly statuses_count: number;
  readonly last_status_at: string | null;
  readonly hide_collections: boolean | null;
  readonly show_media: boolean;
  readonly show_media_replies: boolean;
  readonly show_featured: boolean;
  readonly noindex: boolean;
  readonly emojis: readonly [];
  readonly roles: readonly Pick<RoleEntity, 'id' | 'name' | 'color'>[];
  readonly fields: readonly FieldEntity[];
  readonly feature_approval: {
    readonly automatic: readonly string[];
    readonly manual: readonly string[];
    readonly current_user: string;
  };
  /** Only there, and then true, when the account is suspended. */
  readonly suspended?: true;
}

/** No account can be put into a collection here: there are none. */
const nobodyFeatures: AccountEntity['feature_approval'] = { automatic: [], manual: [], current_user: 'denied' };

/** Account (entities.md). What the person of a suspended account wrote and chose is left out (contract §12.3). */
export function accountEntity(person: Person, profile: Profile): AccountEntity {
  const suspended = person.state === 'suspended';
  const { id, name, color, highlighted } = roleEntity(profile.role ?? 'user');
  const header = profile.headerUrl ?? person.avatarUrl;
  return {
    id: person.id,
    username: person.username,
    acct: person.username,
    display_name: suspended ? '' : person.displayName,
    locked: !suspended && (profile.locked ?? false),
    bot: !suspended && (profile.bot ?? false),
    discoverable: suspended ? false : (profile.discoverable ?? null),
    indexable: !suspended && (profile.indexable ?? false),
    group: false,
    created_at: midnightOf(profile.createdAt ?? 0),
    note: suspended ? '' : textToHtml(profile.note ?? ''),
    url: person.url,
    uri: person.uri,
    avatar: person.avatarUrl,
    avatar_static: person.avatarUrl,
    avatar_description: suspended ? '' : (profile.avatarDescription ?? ''),
    header,
    header_static: header,
    header_description: suspended ? '' : (profile.headerDescription ?? ''),
    followers_count: profile.followersCount ?? 0,
    following_count: profile.followingCount ?? 0,
    statuses_count: profile.statusesCount ?? 0,
    last_status_at: profile.lastStatusAt === undefined ? null : dateOf(profile.lastStatusAt),
    hide_collections: profile.hideCollections ?? null,
    show_media: true,
    show_media_replies: true,
    show_featured: true,
    noindex: false,
    emojis: [],
    roles: highlighted && !suspended ? [{ id, name, color }] : [],
    fields: suspended
      ? []
      : (profile.fields ?? []).map((field) => ({
          name: field.name,
          value: fieldToHtml(field.value),
          verified_at: null,
        })),
    feature_approval: nobodyFeatures,
    ...(suspended ? { suspended: true } : publicMembers(profile.entity)),
  };
}

/** What a host adds to the entity, without the parts that only the account's own person may see. */
function publicMembers(entity: Profile['entity'] = {}): Partial<AccountEntity> {
  const { source, role, ...members } = entity;
  return members;
}
