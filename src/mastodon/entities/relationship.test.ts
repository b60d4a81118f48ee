import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Follow } from '../../accounts/ports.ts';
import { relationshipEntity } from './relationship.ts';

const follow = (differences: Partial<Follow> = {}): Follow => ({
  id: '9',
  followerId: '1',
  followedId: '2',
  requested: false,
  reblogs: true,
  notify: false,
  languages: undefined,
  createdAt: 0,
  ...differences,
});

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
  const entity = relationshipEntity({ accountId: '2', outgoing: undefined, incoming: undefined });
  assert.deepEqual(entity, strangers);
});

test('relationshipEntity() tells a follow from a request, in both directions (contract §12.7)', () => {
  const requests = { outgoing: follow({ requested: true }), incoming: follow({ requested: true }) };
  assert.deepEqual(relationshipEntity({ accountId: '2', ...requests }), {
    ...strangers,
    requested: true,
    requested_by: true,
    showing_reblogs: true,
  });
  const follows = { outgoing: follow({ notify: true, languages: ['de'] }), incoming: follow() };
  assert.deepEqual(relationshipEntity({ accountId: '2', ...follows }), {
    ...strangers,
    following: true,
    followed_by: true,
    showing_reblogs: true,
    notifying: true,
    languages: ['de'],
  });
});

test('relationshipEntity() calls an empty choice of languages none', () => {
  const relationship = { accountId: '2', outgoing: follow({ languages: [] }), incoming: undefined };
  assert.equal(relationshipEntity(relationship).languages, null);
});
