import type { AccountEntity } from '../../mastodon/entities/account.ts';
import type { PostingApplication, Status, Visibility } from '../ports.ts';
import { hashtagsIn } from './named-in-text.ts';
import { statusHtml } from './status-html.ts';

/** Mastodon's entity Status, without what this server does not have. */
export interface StatusEntity {
  readonly id: string;
  readonly created_at: string;
  readonly in_reply_to_id: string | null;
  readonly in_reply_to_account_id: string | null;
  readonly sensitive: boolean;
  readonly spoiler_text: string;
  readonly visibility: Visibility;
  readonly language: string | null;
  readonly uri: string;
  readonly url: string;
  readonly replies_count: number;
  readonly reblogs_count: number;
  readonly favourites_count: number;
  readonly quotes_count: number;
  readonly edited_at: null;
  /** Safe HTML; absent where the text is given. */
  readonly content?: string;
  /** As it was written; only after deletion. */
  readonly text?: string;
  readonly reblog: null;
  /** Absent where it is not shown; null where it would be, and there is none. */
  readonly application?: ApplicationEntity | null;
  readonly account: AccountEntity;
  readonly media_attachments: readonly [];
  readonly mentions: readonly MentionEntity[];
  readonly tags: readonly { readonly name: string; readonly url: string }[];
  readonly emojis: readonly [];
  readonly card: null;
  readonly poll: null;
  readonly quote: null;
  readonly quote_approval: {
    readonly automatic: readonly [];
    readonly manual: readonly [];
    readonly current_user: string;
  };
  readonly tagged_collections: readonly [];
  readonly favourited?: boolean;
  readonly reblogged?: boolean;
  readonly muted?: boolean;
  readonly bookmarked?: boolean;
  readonly pinned?: boolean;
  readonly filtered?: readonly [];
}

/** The app that posted a status. */
export interface ApplicationEntity {
  readonly name: string;
  readonly website: string | null;
}

/** Somebody whom a status names. */
export interface MentionEntity {
  readonly id: string;
  readonly username: string;
  readonly url: string;
  readonly acct: string;
}

/** What a status is shown with. */
export interface StatusSurroundings {
  /** Public origin without a trailing slash. */
  readonly origin: string;
  readonly account: AccountEntity;
  /** Whether the author lets others see through which app it was posted. */
  readonly showsApplication: boolean;
  readonly mentions: readonly MentionEntity[];
  /** Who looks. */
  readonly viewerId: string | undefined;
  /** Shows the text as it was written in place of the HTML, as it is after deletion. */
  readonly withSource?: boolean;
}

/** Status (entities.md). */
export function statusEntity(status: Status, around: StatusSurroundings): StatusEntity {
  const { origin, account, viewerId } = around;
  const isOwn = viewerId === status.accountId;
  return {
    id: status.id,
    created_at: new Date(status.createdAt).toISOString(),
    in_reply_to_id: status.inReplyToId ?? null,
    in_reply_to_account_id: status.inReplyToAccountId ?? null,
    sensitive: status.sensitive,
    spoiler_text: status.spoilerText,
    visibility: status.visibility,
    language: status.language ?? null,
    uri: `${origin}/users/${account.username}/statuses/${status.id}`,
    url: `${origin}/@${account.username}/${status.id}`,
    replies_count: status.repliesCount,
    reblogs_count: 0,
    favourites_count: 0,
    quotes_count: 0,
    edited_at: null,
    ...(around.withSource ? { text: status.text } : { content: contentOf(status, around) }),
    reblog: null,
    ...(isOwn || around.showsApplication ? { application: applicationEntity(status.application) } : {}),
    account,
    media_attachments: [],
    mentions: around.mentions,
    tags: hashtagsIn(status.text).map((name) => ({ name, url: hashtagUrl(origin, name) })),
    emojis: [],
    card: null,
    poll: null,
    quote: null,
    quote_approval: { automatic: [], manual: [], current_user: 'denied' },
    tagged_collections: [],
    ...(viewerId === undefined
      ? {}
      : { favourited: false, reblogged: false, muted: false, bookmarked: false, filtered: [] }),
    ...(isOwn && status.visibility !== 'direct' ? { pinned: false } : {}),
  };
}

function contentOf(status: Status, { origin, mentions }: StatusSurroundings): string {
  const byName = new Map(mentions.map((mention) => [mention.username.toLowerCase(), mention]));
  const { host } = new URL(origin);
  return statusHtml(status.text, {
    person: (username, domain) =>
      domain === undefined || domain.toLowerCase() === host ? byName.get(username.toLowerCase()) : undefined,
    hashtagUrl: (name) => hashtagUrl(origin, name),
  });
}

function applicationEntity(application: PostingApplication | undefined): ApplicationEntity | null {
  return application === undefined ? null : { name: application.name, website: application.website ?? null };
}

/** The page of a hashtag, by its folded name. */
export function hashtagUrl(origin: string, name: string): string {
  return `${origin}/tags/${encodeURIComponent(name)}`;
}
