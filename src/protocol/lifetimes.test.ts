import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  CODE_LIFETIME,
  DAY,
  HOUR,
  LAST_USE_RESOLUTION,
  MINUTE,
  PENDING_AUTHORIZATION_LIFETIME,
  SESSION_ABSOLUTE_LIFETIME,
  SESSION_IDLE_LIFETIME,
} from './lifetimes.ts';

test('a minute, an hour and a day are counted in milliseconds', () => {
  assert.deepEqual([MINUTE, HOUR, DAY], [60_000, 3_600_000, 86_400_000]);
});

test('a code is valid for 600 seconds (contract §4.7, RFC 6749 §4.1.2)', () => {
  assert.equal(CODE_LIFETIME, 600_000);
});

test('a pending authorization waits for 24 hours (decision 21)', () => {
  assert.equal(PENDING_AUTHORIZATION_LIFETIME, 86_400_000);
});

test('the last use of a token is noted at most once in 24 hours (contract §11)', () => {
  assert.equal(LAST_USE_RESOLUTION, 86_400_000);
});

test('a session ends before housekeeping removes it after 90 idle days (decision 21)', () => {
  assert.ok(SESSION_IDLE_LIFETIME <= SESSION_ABSOLUTE_LIFETIME);
  assert.ok(SESSION_ABSOLUTE_LIFETIME <= 90 * 86_400_000);
});
