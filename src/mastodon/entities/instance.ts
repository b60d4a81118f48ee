import type { InstanceSettings } from '../instance-settings.ts';
import { hostOf } from '../local-username.ts';
import { pictureUrls } from '../picture-paths.ts';
import { serverVersion } from '../server-version.ts';
import type { AccountEntity } from './account.ts';

/** What both versions of the entity are made of. */
export interface InstanceFacts {
  /** Public URL of this API, without a trailing slash. */
  readonly issuer: string;
  readonly settings: InstanceSettings;
  readonly vapidPublicKey: string;
  readonly version: string;
  readonly contact: AccountEntity | undefined;
}

/** Mastodon 4.6 (entity Instance v2). */
const API_VERSION = 10;

const statuses = { max_characters: 500, max_media_attachments: 4, characters_reserved_per_url: 23 } as const;

/** The usual numbers, so that clients can compute with them; no type of file is taken, as there is nothing to attach to. */
const mediaAttachments = {
  supported_mime_types: [],
  image_size_limit: 16_777_216,
  image_matrix_limit: 33_177_600,
  video_size_limit: 103_809_024,
  video_frame_rate_limit: 120,
  video_matrix_limit: 8_294_400,
} as const;

const polls = {
  max_options: 4,
  max_characters_per_option: 50,
  min_expiration: 300,
  max_expiration: 2_629_746,
} as const;

const defaultLanguages = ['en'];

const noFeed = { local: 'disabled', remote: 'disabled' } as const;

const localFeed = { local: 'public', remote: 'disabled' } as const;

/** Instance v2 (entities.md): `GET /api/v2/instance`. */
export function instanceEntity({ issuer, settings, vapidPublicKey, version, contact }: InstanceFacts) {
  const { registrations } = settings;
  return {
    domain: hostOf(issuer),
    title: settings.title,
    version: serverVersion(version),
    source_url: settings.sourceUrl ?? '',
    description: settings.description,
    // Nobody's activity is counted here, and it is not guessed.
    usage: { users: { active_month: 0 } },
    thumbnail: { url: pictureUrls(issuer).thumbnail, description: '' },
    icon: [],
    languages: settings.languages ?? defaultLanguages,
    configuration: {
      urls: {
        streaming: streamingUrl(issuer),
        status: settings.statusUrl ?? null,
        about: settings.aboutUrl ?? `${new URL(issuer).origin}/`,
        privacy_policy: settings.privacyPolicyUrl ?? `${new URL(issuer).origin}/`,
        terms_of_service: null,
      },
      vapid: { public_key: vapidPublicKey },
      accounts: {
        max_display_name_length: 30,
        max_note_length: 500,
        max_avatar_description_length: 150,
        max_header_description_length: 150,
        max_featured_tags: 10,
        max_pinned_statuses: 5,
        max_profile_fields: 4,
        profile_field_name_limit: 255,
        profile_field_value_limit: 255,
      },
      statuses,
      media_attachments: { ...mediaAttachments, description_limit: 1500 },
      polls,
      translation: { enabled: false },
      timelines_access: {
        live_feeds: settings.localTimelines ? localFeed : noFeed,
        hashtag_feeds: settings.localTimelines ? localFeed : noFeed,
        trending_link_feeds: noFeed,
      },
      limited_federation: false,
    },
    registrations: {
      enabled: registrations?.enabled ?? false,
      approval_required: registrations?.approvalRequired ?? false,
      reason_required: registrations?.reasonRequired ?? false,
      message: registrations?.message ?? null,
      min_age: registrations?.minimumAge ?? null,
      url: registrations?.url ?? null,
    },
    api_versions: { mastodon: API_VERSION },
    wrapstodon: null,
    contact: { email: settings.contactEmail, account: contact ?? null },
    rules: ruleEntities(settings.rules),
  };
}

/** Instance v1 (entities.md): `GET /api/v1/instance`, deprecated, and the first call of several clients. */
export function instanceV1Entity(facts: InstanceFacts, counts: { readonly users: number; readonly statuses: number }) {
  const { issuer, settings, version, contact } = facts;
  return {
    uri: hostOf(issuer),
    title: settings.title,
    short_description: settings.description,
    description: settings.description,
    email: settings.contactEmail,
    version: serverVersion(version),
    urls: { streaming_api: streamingUrl(issuer) },
    stats: { user_count: counts.users, status_count: counts.statuses, domain_count: 0 },
    thumbnail: pictureUrls(issuer).thumbnail,
    languages: settings.languages ?? defaultLanguages,
    registrations: settings.registrations?.enabled ?? false,
    approval_required: settings.registrations?.approvalRequired ?? false,
    invites_enabled: settings.registrations?.invitesEnabled ?? false,
    configuration: {
      accounts: { max_featured_tags: 10 },
      statuses,
      media_attachments: mediaAttachments,
      polls,
    },
    contact_account: contact ?? null,
    rules: ruleEntities(settings.rules),
  };
}

function streamingUrl(issuer: string): string {
  return issuer.replace(/^http/, 'ws');
}

function ruleEntities(rules: InstanceSettings['rules']) {
  return rules.map(({ text, hint }, index) => ({ id: String(index + 1), text, hint: hint ?? '', translations: {} }));
}
