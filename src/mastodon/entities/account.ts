import { actorUri, profileUrl } from '../../accounts/person.ts';
import { pictureUrl } from '../../accounts/picture-urls.ts';
import type { Account } from '../../accounts/ports.ts';
import { fieldToHtml, textToHtml } from '../text-to-html.ts';
import { midnightOf } from '../timestamp.ts';
import { type RoleEntity, roleEntity } from './role.ts';

export interface FieldEntity {
  readonly name: string;
  /** HTML; plain text inside `source`. */
  readonly value: string;
  readonly verified_at: string | null;
}

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
export function accountEntity(account: Account, origin: string): AccountEntity {
  const suspended = account.state === 'suspended';
  const avatar = pictureUrl('avatars', account.id, origin);
  const header = pictureUrl('headers', account.id, origin);
  const { id, name, color, highlighted } = roleEntity(account.role);
  return {
    id: account.id,
    username: account.username,
    acct: account.username,
    display_name: suspended ? '' : account.displayName,
    locked: !suspended && account.locked,
    bot: !suspended && account.bot,
    discoverable: suspended ? false : (account.discoverable ?? null),
    indexable: false,
    group: false,
    created_at: midnightOf(account.createdAt),
    note: suspended ? '' : textToHtml(account.note),
    url: profileUrl(account, origin),
    uri: actorUri(account, origin),
    avatar,
    avatar_static: avatar,
    avatar_description: '',
    header,
    header_static: header,
    header_description: '',
    followers_count: account.followersCount,
    following_count: account.followingCount,
    statuses_count: 0,
    last_status_at: null,
    hide_collections: account.hideCollections ?? null,
    show_media: true,
    show_media_replies: true,
    show_featured: true,
    noindex: false,
    emojis: [],
    roles: highlighted && !suspended ? [{ id, name, color }] : [],
    fields: suspended
      ? []
      : account.fields.map((field) => ({ name: field.name, value: fieldToHtml(field.value), verified_at: null })),
    feature_approval: nobodyFeatures,
    ...(suspended && { suspended: true }),
  };
}
