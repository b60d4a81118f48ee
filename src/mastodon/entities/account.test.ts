import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testAccount } from '../../accounts/test-account.ts';
import {
  accountEntityOf as accountEntity,
  credentialAccountEntityOf as credentialAccountEntity,
} from '../test-entities.ts';

const origin = 'https://social.example';

/** Every field of entities.md that is not optional, and the optional ones that local accounts have. */
const accountFields = [
  'acct',
  'avatar',
  'avatar_description',
  'avatar_static',
  'bot',
  'created_at',
  'discoverable',
  'display_name',
  'emojis',
  'feature_approval',
  'fields',
  'followers_count',
  'following_count',
  'group',
  'header',
  'header_description',
  'header_static',
  'hide_collections',
  'id',
  'indexable',
  'last_status_at',
  'locked',
  'noindex',
  'note',
  'roles',
  'show_featured',
  'show_media',
  'show_media_replies',
  'statuses_count',
  'uri',
  'url',
  'username',
];

test('accountEntity() has the fields of the entity Account, and no others', () => {
  assert.deepEqual(Object.keys(accountEntity(testAccount(), origin)).sort(), accountFields);
});

test('accountEntity() of an ordinary account (entity Account)', () => {
  const account = testAccount({
    id: '7',
    note: 'Hello',
    fields: [{ name: 'Site', value: 'mine & yours' }],
    followersCount: 3,
    followingCount: 4,
    discoverable: true,
    locked: true,
    bot: true,
  });
  const entity = accountEntity(account, origin);
  assert.equal(entity.id, '7');
  assert.equal(entity.acct, 'alice');
  assert.equal(entity.note, '<p>Hello</p>');
  assert.deepEqual(entity.fields, [{ name: 'Site', value: 'mine &amp; yours', verified_at: null }]);
  assert.deepEqual([entity.followers_count, entity.following_count, entity.statuses_count], [3, 4, 0]);
  assert.deepEqual([entity.discoverable, entity.locked, entity.bot], [true, true, true]);
  assert.deepEqual([entity.uri, entity.url], [`${origin}/users/alice`, `${origin}/@alice`]);
  assert.equal(entity.avatar, `${origin}/pictures/avatars/7.png`);
  assert.equal(entity.header, `${origin}/pictures/headers/7.png`);
  assert.deepEqual(entity.roles, []);
});

test('accountEntity() tells when an account was made only to the day (entity Account)', () => {
  const account = testAccount({ createdAt: Date.UTC(2026, 7, 7, 23, 59, 59, 999) });
  assert.equal(accountEntity(account, origin).created_at, '2026-08-07T00:00:00.000Z');
});

test('accountEntity() shows the role of the staff', () => {
  assert.deepEqual(accountEntity(testAccount({ role: 'owner' }), origin).roles, [
    { id: '3', name: 'Owner', color: '' },
  ]);
});

test('accountEntity() of a suspended account shows nothing that its person wrote or chose (contract §12.3)', () => {
  const entity = accountEntity(
    testAccount({
      state: 'suspended',
      displayName: 'Mallory',
      note: 'bad',
      fields: [{ name: 'bad', value: 'bad' }],
      locked: true,
      bot: true,
      discoverable: true,
      role: 'moderator',
    }),
    origin,
  );
  assert.equal(entity.suspended, true);
  assert.deepEqual(
    [entity.display_name, entity.note, entity.fields, entity.roles, entity.emojis],
    ['', '', [], [], []],
  );
  assert.deepEqual([entity.locked, entity.bot, entity.discoverable], [false, false, false]);
  assert.doesNotMatch(JSON.stringify(entity), /bad|Mallory/);
});

test('accountEntity() never tells an address or a password hash', () => {
  const account = testAccount({ email: 'secret@example.org', passwordHash: '$argon2id$secret' });
  assert.doesNotMatch(JSON.stringify(credentialAccountEntity(account, origin, 0)), /secret/);
});

test('credentialAccountEntity() adds source and role to the entity Account', () => {
  const account = testAccount({ note: '<b>', fields: [{ name: 'a', value: '<i>' }], hideCollections: true });
  const { source, role, ...rest } = credentialAccountEntity(account, origin, 5);
  assert.deepEqual(rest, accountEntity(account, origin));
  assert.equal(role.id, '-99');
  assert.deepEqual(source, {
    privacy: 'public',
    sensitive: false,
    language: null,
    note: '<b>',
    fields: [{ name: 'a', value: '<i>', verified_at: null }],
    follow_requests_count: 5,
    hide_collections: true,
    discoverable: null,
    indexable: false,
    attribution_domains: [],
    quote_policy: 'public',
  });
});
