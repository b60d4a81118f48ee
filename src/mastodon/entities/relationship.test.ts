import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Relationship } from '../people.ts';
import { relationshipEntity } from './relationship.ts';

const nothing: Relationship = {
  accountId: '2',
  following: false,
  requested: false,
  followedBy: false,
  requestedBy: false,
  reblogs: false,
  notify: false,
  languages: undefined,
};

const strangers = {
  id: '2',
  following: false,
  showing_reblogs: false,
  notifying: false,
  languages: null,
  followed_by: false,
  blocking: false,
  blocked_by: false,
  muting: false,
  muting_notifications: false,
  muting_expires_at: null,
  requested: false,
  requested_by: false,
  domain_blocking: false,
  endorsed: false,
  note: '',
};

test('relationshipEntity() of strangers has every field of the entity Relationship', () => {
  assert.deepEqual(relationshipEntity(nothing), strangers);
});

test('relationshipEntity() tells a follow from a request, in both directions (contract §12.7)', () => {
  assert.deepEqual(relationshipEntity({ ...nothing, requested: true, requestedBy: true, reblogs: true }), {
    ...strangers,
    requested: true,
    requested_by: true,
    showing_reblogs: true,
  });
  const follows = { following: true, followedBy: true, reblogs: true, notify: true, languages: ['de'] };
  assert.deepEqual(relationshipEntity({ ...nothing, ...follows }), {
    ...strangers,
    following: true,
    followed_by: true,
    showing_reblogs: true,
    notifying: true,
    languages: ['de'],
  });
});

test('relationshipEntity() calls an empty choice of languages none', () => {
  assert.equal(relationshipEntity({ ...nothing, languages: [] }).languages, null);
});
