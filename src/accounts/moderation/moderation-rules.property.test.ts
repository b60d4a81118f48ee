import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { testAccount } from '../test-account.ts';
import {
  accountRoles,
  hasRightsOf,
  isAllowed,
  isStaff,
  type Moderator,
  moderationActs,
  rolesToGive,
  standingOf,
  takesAnOwner,
} from './moderation-rules.ts';

const role = fc.constantFrom(...accountRoles);
const act = fc.constantFrom(...moderationActs);
const somebody = fc.record({ id: fc.constantFrom('1', '2'), role });
const moderator: fc.Arbitrary<Moderator> = fc.oneof(fc.constant('operator' as const), somebody);
const rank = (of: (typeof accountRoles)[number]) => accountRoles.indexOf(of);

describe('who may act on whom', () => {
  test('nobody acts on another account of the same or a higher role', () => {
    fc.assert(
      fc.property(role, role, act, (mine, theirs, what) => {
        if (rank(theirs) < rank(mine)) return;
        assert.equal(isAllowed({ id: '1', role: mine }, what, { id: '2', role: theirs }), false);
      }),
    );
  });

  test('who has no role acts on nobody', () => {
    fc.assert(
      fc.property(somebody, act, (target, what) => {
        assert.equal(isAllowed({ id: '1', role: 'user' }, what, target), false);
        assert.deepEqual(rolesToGive({ id: '1', role: 'user' }, target), []);
      }),
    );
  });

  test('a higher role may all that a lower one may, to every other account', () => {
    fc.assert(
      fc.property(role, role, act, role, (one, other, what, theirs) => {
        const [lower, higher] = rank(one) <= rank(other) ? [one, other] : [other, one];
        const target = { id: '2', role: theirs };
        if (isAllowed({ id: '1', role: lower }, what, target)) {
          assert.ok(isAllowed({ id: '1', role: higher }, what, target));
        }
      }),
    );
  });

  test('on their own account people only step down and sign out', () => {
    fc.assert(
      fc.property(role, act, (mine, what) => {
        const me = { id: '1', role: mine };
        if (isAllowed(me, what, me)) assert.ok(what === 'sign out everywhere' || what === 'change role');
        if (isStaff(mine)) assert.ok(isAllowed(me, 'change role', me));
      }),
    );
  });

  test('no role is given that is above the giver’s own, and only an owner makes an equal', () => {
    fc.assert(
      fc.property(somebody, somebody, (me, target) => {
        for (const given of rolesToGive(me, target)) {
          assert.ok(rank(given) <= rank(me.role), `${me.role} gives ${given}`);
          if (given === me.role) assert.ok(me.id === target.id || me.role === 'owner');
        }
      }),
    );
  });

  test('a role can be given exactly where roles may be changed, and the present one stays among them', () => {
    fc.assert(
      fc.property(moderator, somebody, (by, target) => {
        const given = rolesToGive(by, target);
        const known = by === 'operator' || by.id !== target.id || by.role === target.role;
        // An account has one role, so that nobody is their own superior.
        if (!known) return;
        assert.equal(given.length > 0, isAllowed(by, 'change role', target));
        if (given.length > 0) assert.ok(given.includes(target.role));
      }),
    );
  });

  test('the operator may everything', () => {
    fc.assert(fc.property(act, somebody, (what, target) => assert.ok(isAllowed('operator', what, target))));
  });

  test('what ends an owner’s power needs another owner, and nothing else does', () => {
    fc.assert(
      fc.property(act, role, role, (what, theirs, given) => {
        const ends = ['disable', 'suspend', 'delete'].includes(what) || (what === 'change role' && given !== 'owner');
        assert.equal(takesAnOwner(what, { role: theirs }, given), theirs === 'owner' && ends);
      }),
    );
  });

  test('the table, as it is documented', () => {
    const rights = (mine: (typeof accountRoles)[number]) =>
      moderationActs.filter((what) => isAllowed({ id: '1', role: mine }, what, { id: '2', role: 'user' }));
    assert.deepEqual(rights('user'), []);
    assert.deepEqual(rights('moderator'), ['approve', 'reject', 'disable', 'enable', 'suspend', 'unsuspend']);
    assert.deepEqual(rights('admin'), [...moderationActs]);
    assert.deepEqual(rights('owner'), [...moderationActs]);
    assert.deepEqual(rolesToGive({ id: '1', role: 'admin' }, { id: '2', role: 'moderator' }), ['user', 'moderator']);
    assert.deepEqual(rolesToGive({ id: '1', role: 'owner' }, { id: '2', role: 'user' }), [...accountRoles]);
    assert.deepEqual(rolesToGive({ id: '1', role: 'moderator' }, { id: '1', role: 'moderator' }), [
      'user',
      'moderator',
    ]);
    assert.ok(hasRightsOf('owner', 'admin') && !hasRightsOf('moderator', 'admin'));
  });
});

describe('what an act comes to', () => {
  const at = (state: Parameters<typeof testAccount>[0]) => testAccount(state);

  test('a suspension hides a disabling: neither is ended with the other', () => {
    const both = at({ state: 'suspended', disabledAt: 5 });
    assert.equal(standingOf('operator', 'enable', both), 'impossible');
    assert.equal(standingOf('operator', 'disable', both), 'impossible');
    assert.equal(standingOf('operator', 'unsuspend', both), 'possible');
  });

  test('only who was never let in is rejected, and only who is suspended is deleted by staff', () => {
    const admin = { id: '2', role: 'admin' } as const;
    assert.equal(standingOf(admin, 'reject', at({ state: 'active' })), 'impossible');
    assert.equal(standingOf(admin, 'reject', at({ state: 'pending' })), 'possible');
    assert.equal(standingOf(admin, 'reject', at({ state: 'unconfirmed', approvedAt: undefined })), 'possible');
    assert.equal(standingOf(admin, 'delete', at({ state: 'active' })), 'impossible');
    assert.equal(standingOf(admin, 'delete', at({ state: 'suspended' })), 'possible');
    assert.equal(standingOf('operator', 'delete', at({ state: 'active' })), 'possible');
  });

  test('what is so already is told apart from what makes no sense', () => {
    assert.equal(standingOf('operator', 'approve', at({})), 'already');
    assert.equal(standingOf('operator', 'confirm', at({})), 'already');
    assert.equal(standingOf('operator', 'enable', at({})), 'already');
    assert.equal(standingOf('operator', 'disable', at({ state: 'disabled' })), 'already');
    assert.equal(standingOf('operator', 'suspend', at({ state: 'suspended' })), 'already');
    assert.equal(standingOf('operator', 'unsuspend', at({})), 'impossible');
    assert.equal(standingOf('operator', 'change role', at({ role: 'admin' }), 'admin'), 'already');
    assert.equal(standingOf('operator', 'reset second factor', at({})), 'already');
    assert.equal(standingOf('operator', 'reset second factor', at({ hasSecondFactor: true })), 'possible');
  });
});
