import assert from 'node:assert/strict';
import { test } from 'node:test';
import { roleEntity } from './role.ts';

test('the role that everyone has is -99, without a name, and may invite (entity Role)', () => {
  assert.deepEqual(roleEntity('user'), {
    id: '-99',
    name: '',
    permissions: '65536',
    color: '',
    highlighted: false,
    collection_limit: 0,
  });
});

test('each role may what the one below it may, and more', () => {
  const masks = (['user', 'moderator', 'admin', 'owner'] as const).map((role) => Number(roleEntity(role).permissions));
  for (const [index, mask] of masks.entries()) {
    const below = masks[index - 1] ?? 0;
    assert.equal(below & mask, below);
    assert.ok(mask > below);
  }
});

test('nobody but the owner has the administrator bit', () => {
  const withBit = (['user', 'moderator', 'admin', 'owner'] as const).filter(
    (role) => Number(roleEntity(role).permissions) & 1,
  );
  assert.deepEqual(withBit, ['owner']);
});
