import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { auditEntryOf, type RecordedEvent } from './audit-entry.ts';
import { decisions } from './kept-events.ts';

const at = 1_800_000_000_000;
const address = '192.0.2.1';
const nothing = { actorId: undefined, accountId: undefined, appId: undefined, address: undefined, details: {} };

describe('auditEntryOf()', () => {
  test('says who did what, when, from where, to whom', () => {
    const signedIn: RecordedEvent = { event: 'signed in', accountId: '7', address, at };
    assert.deepEqual(auditEntryOf(signedIn), {
      ...nothing,
      at,
      event: 'signed in',
      actor: 'person',
      actorId: '7',
      accountId: '7',
      address,
    });
    const authorized: RecordedEvent = {
      event: 'authorized',
      accountId: '7',
      appId: '9',
      scopes: ['read', 'write'],
      asked: true,
      address,
      at,
    };
    assert.deepEqual(auditEntryOf(authorized)?.details, { scopes: ['read', 'write'], asked: true });
    const registered = auditEntryOf({ event: 'app registered', appId: '9', address, at });
    assert.deepEqual(registered, { ...nothing, at, event: 'app registered', actor: 'app', appId: '9', address });
  });

  test('keeps a failed sign-in of an account that exists, as nobody’s act', () => {
    const failed = { event: 'sign-in failed', address, at } as const;
    const entry = auditEntryOf({ ...failed, accountId: '7' });
    assert.deepEqual([entry?.actor, entry?.actorId, entry?.accountId], ['nobody', undefined, '7']);
    assert.equal(auditEntryOf({ ...failed, accountId: undefined }), undefined);
    const grant = { event: 'token refused', grantType: 'password', reason: 'wrong', appId: '9', address, at } as const;
    assert.equal(auditEntryOf({ ...grant, accountId: '7' })?.accountId, '7');
    assert.equal(auditEntryOf(grant), undefined);
  });

  test('keeps nothing of what anybody may cause as often as they like', () => {
    const refused = {
      event: 'request refused',
      endpoint: '/oauth/token',
      error: 'invalid_client',
      address,
      at,
    } as const;
    assert.equal(auditEntryOf(refused), undefined);
    const issued = { event: 'token issued', tokenId: '1', appId: '9', at } as const;
    assert.equal(auditEntryOf({ ...issued, grantType: 'client_credentials', accountId: undefined }), undefined);
    assert.equal(auditEntryOf({ ...issued, grantType: 'authorization_code', accountId: '7' }), undefined);
    assert.ok(auditEntryOf({ ...issued, grantType: 'password', accountId: '7' }));
    assert.equal(auditEntryOf({ event: 'token revoked', tokenId: '1', appId: '9', at }), undefined);
  });

  test('takes no member that was not decided upon, whatever an event carries', () => {
    const event = {
      event: 'signed in',
      accountId: '7',
      address,
      at,
      password: 'hunter2',
      email: 'a@b.example',
    } as const;
    assert.ok(!JSON.stringify(auditEntryOf(event)).match(/hunter2|example/));
    for (const decision of Object.values(decisions)) {
      if ('because' in decision) continue;
      for (const name of decision.details ?? []) {
        assert.doesNotMatch(name, /password|secret|code$|digest|email|name|reason|userAgent/i);
      }
    }
  });

  test('gives an act of staff to whoever did it, and to the operator where nobody is named', () => {
    const deleted = { event: 'app deleted', appId: '9', at } as const;
    const byStaff = auditEntryOf({ ...deleted, actorId: '3' } as RecordedEvent);
    assert.deepEqual([byStaff?.actor, byStaff?.actorId], ['staff', '3']);
    const byOperator = auditEntryOf(deleted);
    assert.deepEqual([byOperator?.actor, byOperator?.actorId], ['operator', undefined]);
  });

  test('of the command line, makes everything the operator’s act, without an address, and leaves out nothing', () => {
    const registered = auditEntryOf({ event: 'app registered', appId: '9', address: 'operator', at }, 'operator');
    assert.deepEqual(registered, { ...nothing, at, event: 'app registered', actor: 'operator', appId: '9' });
    const ended = auditEntryOf({ event: 'grants revoked', accountId: '7', appId: undefined, count: 2, at }, 'operator');
    assert.deepEqual([ended?.actor, ended?.actorId, ended?.accountId], ['operator', undefined, '7']);
    const revoked = auditEntryOf({ event: 'token revoked', tokenId: '1', appId: '9', at }, 'operator');
    assert.deepEqual(revoked?.details, { tokenId: '1' });
  });

  test('an event without a decision, and a detail that the event does not have, do not compile', () => {
    const { 'signed in': _, ...incomplete } = decisions;
    // @ts-expect-error 'signed in' is missing
    const missing: typeof decisions = incomplete;
    // @ts-expect-error 'signed in' has no such member
    const wrong: typeof decisions = { ...decisions, 'signed in': { by: 'person', details: ['scopes'] } };
    assert.ok(missing !== wrong);
  });
});
