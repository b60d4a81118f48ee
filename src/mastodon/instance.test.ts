import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { InstanceSettings } from './instance-settings.ts';
import { accountEntityOf as accountEntity } from './test-entities.ts';
import { openTestSurface, TEST_ORIGIN } from './test-surface.ts';

const { addAccount, call } = await openTestSurface();

/** The names of all members, with those of members inside them. */
function namesIn(value: unknown, prefix = ''): readonly string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [prefix];
  return Object.entries(value).flatMap(([name, inner]) => namesIn(inner, prefix === '' ? name : `${prefix}.${name}`));
}

const mediaAttachments = [
  'supported_mime_types',
  'image_size_limit',
  'image_matrix_limit',
  'video_size_limit',
  'video_frame_rate_limit',
  'video_matrix_limit',
];
const statuses = ['max_characters', 'max_media_attachments', 'characters_reserved_per_url'];
const polls = ['max_options', 'max_characters_per_option', 'min_expiration', 'max_expiration'];
const below = (prefix: string, names: readonly string[]) => names.map((name) => `${prefix}.${name}`);

test('instance v2 has every field of the entity', async () => {
  const expected = [
    'domain',
    'title',
    'version',
    'source_url',
    'description',
    'usage.users.active_month',
    'thumbnail.url',
    'thumbnail.description',
    'icon',
    'languages',
    ...below('configuration.urls', ['streaming', 'status', 'about', 'privacy_policy', 'terms_of_service']),
    'configuration.vapid.public_key',
    ...below('configuration.accounts', [
      'max_display_name_length',
      'max_note_length',
      'max_avatar_description_length',
      'max_header_description_length',
      'max_featured_tags',
      'max_pinned_statuses',
      'max_profile_fields',
      'profile_field_name_limit',
      'profile_field_value_limit',
    ]),
    ...below('configuration.statuses', statuses),
    ...below('configuration.media_attachments', [...mediaAttachments, 'description_limit']),
    ...below('configuration.polls', polls),
    'configuration.translation.enabled',
    ...['live_feeds', 'hashtag_feeds', 'trending_link_feeds'].flatMap((feed) =>
      below(`configuration.timelines_access.${feed}`, ['local', 'remote']),
    ),
    'configuration.limited_federation',
    ...below('registrations', ['enabled', 'approval_required', 'reason_required', 'message', 'min_age', 'url']),
    'api_versions.mastodon',
    'wrapstodon',
    'contact.email',
    'contact.account',
    'rules',
  ];
  assert.deepEqual([...namesIn((await call('GET', '/api/v2/instance')).json())].sort(), expected.sort());
});

test('instance v1 has every field of the entity', async () => {
  const expected = [
    'uri',
    'title',
    'description',
    'email',
    'short_description',
    'version',
    'urls.streaming_api',
    'stats.user_count',
    'stats.status_count',
    'stats.domain_count',
    'thumbnail',
    'languages',
    'registrations',
    'approval_required',
    'invites_enabled',
    'configuration.accounts.max_featured_tags',
    ...below('configuration.statuses', statuses),
    ...below('configuration.media_attachments', mediaAttachments),
    ...below('configuration.polls', polls),
    'contact_account',
    'rules',
  ];
  assert.deepEqual([...namesIn((await call('GET', '/api/v1/instance')).json())].sort(), expected.sort());
});

test('both versions begin with three numbers that clients read (clients §3.15)', async () => {
  for (const path of ['/api/v1/instance', '/api/v2/instance']) {
    const { version } = (await call('GET', path)).json() as { version: string };
    assert.equal(version, '4.6.0 (compatible; Mastodoor 0.1.0)');
  }
});

test('an instance tells what its operator says, its rules numbered, and its contact', async () => {
  const owner = await addAccount({ username: 'owner', role: 'owner' });
  const instance: InstanceSettings = {
    title: 'Elephants',
    description: 'For elephants',
    contactEmail: 'owner@social.example',
    contactUsername: 'owner',
    rules: [{ text: 'Be kind' }, { text: 'No mice', hint: 'Not even small ones' }],
    languages: ['de', 'en'],
  };
  const rules = [
    { id: '1', text: 'Be kind', hint: '', translations: {} },
    { id: '2', text: 'No mice', hint: 'Not even small ones', translations: {} },
  ];
  const contact = accountEntity(owner, TEST_ORIGIN);
  const v2 = (await call('GET', '/api/v2/instance', { instance })).json() as Record<string, unknown>;
  assert.deepEqual(
    [v2.domain, v2.title, v2.description, v2.languages, v2.rules, v2.contact],
    [
      'social.example',
      'Elephants',
      'For elephants',
      ['de', 'en'],
      rules,
      { email: 'owner@social.example', account: contact },
    ],
  );
  const v1 = (await call('GET', '/api/v1/instance', { instance })).json() as Record<string, unknown>;
  assert.deepEqual(
    [v1.uri, v1.title, v1.email, v1.rules, v1.contact_account, v1.urls],
    ['social.example', 'Elephants', 'owner@social.example', rules, contact, { streaming_api: 'wss://social.example' }],
  );
});

test('a contact whom others do not find is nobody', async () => {
  await addAccount({ username: 'gone', state: 'suspended' });
  for (const contactUsername of ['gone', 'nobody']) {
    const instance = { title: '', description: '', contactEmail: '', contactUsername, rules: [] };
    const { contact } = (await call('GET', '/api/v2/instance', { instance })).json() as { contact: unknown };
    assert.deepEqual(contact, { email: '', account: null });
  }
});
