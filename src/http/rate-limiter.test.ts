import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  countOn,
  type RateLimit,
  RateLimiter,
  rateLimitHeaders,
  rateLimits,
  type Tally,
  TooManyRequests,
  tightest,
} from './rate-limiter.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const rule: RateLimit = { name: 'trying', max: 2, period: 1000 };

function limiterAt(start: number, factor = 1) {
  const clock = { now: start };
  return { clock, limiter: new RateLimiter({ factor, now: () => clock.now }) };
}

/** Without limits to look up in a store, every count is answered at once. */
function count(limiter: RateLimiter, of: RateLimit, key: string): Tally | undefined {
  const tally = limiter.count(of, key);
  assert.ok(!(tally instanceof Promise));
  return tally;
}

const contractLimits: readonly (readonly [keyof typeof rateLimits, number, number])[] = [
  ['apiByUser', 1500, 5 * MINUTE],
  ['apiByToken', 300, 5 * MINUTE],
  ['apiByAddress', 300, 5 * MINUTE],
  ['paging', 300, 15 * MINUTE],
  ['registration', 5, 10 * MINUTE],
  ['follows', 400, 24 * HOUR],
  ['signInByAddress', 25, 5 * MINUTE],
  ['signInByAccount', 25, HOUR],
  ['secondFactorByAccount', 10, HOUR],
];

for (const [name, max, period] of contractLimits) {
  test(`the limit ${name} is ${max} in ${period / MINUTE} minutes (contract §1.6)`, () => {
    assert.equal(rateLimits[name].max, max);
    assert.equal(rateLimits[name].period, period);
  });
}

test('no two limits share a name, under which their windows are kept (CVE-2025-54879)', () => {
  const names = Object.values(rateLimits).map((limit) => limit.name);
  assert.equal(new Set(names).size, names.length);
});

test('count() lets the limit through and no more, and says what is left (contract §1.6)', () => {
  const { limiter } = limiterAt(5_300);
  assert.deepEqual(count(limiter, rule, 'a'), {
    rule: 'trying',
    max: 2,
    remaining: 1,
    exceeded: false,
    resetAt: 6_000,
  });
  assert.deepEqual(count(limiter, rule, 'a'), {
    rule: 'trying',
    max: 2,
    remaining: 0,
    exceeded: false,
    resetAt: 6_000,
  });
  assert.deepEqual(count(limiter, rule, 'a'), { rule: 'trying', max: 2, remaining: 0, exceeded: true, resetAt: 6_000 });
});

test('count() begins anew with the next window of the clock, not a period after the first count (contract §1.6)', () => {
  const { clock, limiter } = limiterAt(5_999);
  count(limiter, rule, 'a');
  count(limiter, rule, 'a');
  clock.now = 6_000;
  assert.deepEqual(count(limiter, rule, 'a'), {
    rule: 'trying',
    max: 2,
    remaining: 1,
    exceeded: false,
    resetAt: 7_000,
  });
});

test('count() counts each key and each limit for itself (contract §1.6)', () => {
  const { limiter } = limiterAt(0);
  for (let tries = 0; tries < 3; tries += 1) count(limiter, rule, 'a');
  assert.equal(count(limiter, rule, 'b')?.remaining, 1);
  assert.equal(count(limiter, { ...rule, name: 'other' }, 'a')?.remaining, 1);
  assert.equal(count(limiter, rule, '__proto__')?.remaining, 1);
});

test('count() keeps the windows of limits with different periods apart (contract §1.6)', () => {
  const { clock, limiter } = limiterAt(0);
  const long = { name: 'long', max: 2, period: 10_000 };
  count(limiter, long, 'a');
  count(limiter, rule, 'a');
  clock.now = 1_500;
  assert.equal(count(limiter, rule, 'a')?.remaining, 1);
  assert.equal(count(limiter, long, 'a')?.remaining, 0);
});

for (const [factor, max] of [
  [1, 2],
  [10, 20],
  [1.5, 3],
  [0.5, 1],
  [0.01, 1],
] as const) {
  test(`count() multiplies a limit of 2 by ${factor} to ${max}, and never below one (decision 17)`, () => {
    assert.equal(count(limiterAt(0, factor).limiter, rule, 'a')?.max, max);
  });
}

test('count() counts nothing when limits are switched off (decision 17)', () => {
  const { limiter } = limiterAt(0, Number.POSITIVE_INFINITY);
  for (let tries = 0; tries < 5; tries += 1) assert.equal(count(limiter, rule, 'a'), undefined);
});

const tally = (remaining: number, exceeded = false): Tally => ({
  rule: 'x',
  max: 9,
  remaining,
  exceeded,
  resetAt: remaining,
});

test('tightest() is the tally with the fewest requests left (contract §1.6)', () => {
  assert.deepEqual(tightest([tally(3), undefined, tally(1), tally(2)]), tally(1));
});

test('tightest() is an exceeded tally even beside one that is just used up (contract §1.6)', () => {
  assert.deepEqual(tightest([tally(0), tally(0, true), tally(5)]), tally(0, true));
  assert.deepEqual(tightest([tally(0, true), tally(0)]), tally(0, true));
});

test('tightest() is undefined when nothing was counted (contract §1.6)', () => {
  assert.equal(tightest([]), undefined);
  assert.equal(tightest([undefined]), undefined);
});

test('rateLimitHeaders() are two numbers as text and the time with six fraction digits (contract §1.6)', () => {
  const resetAt = Date.UTC(2026, 7, 7, 12, 5, 0);
  assert.deepEqual(rateLimitHeaders({ rule: 'x', max: 300, remaining: 299, exceeded: false, resetAt }), {
    'X-RateLimit-Limit': '300',
    'X-RateLimit-Remaining': '299',
    'X-RateLimit-Reset': '2026-08-07T12:05:00.000000Z',
  });
});

test('rateLimitHeaders() are all three or none (clients §3.14)', () => {
  assert.deepEqual(rateLimitHeaders(undefined), {});
});

test('countOn() notes each tally on the request, and throws the one that is exceeded (decision 17)', () => {
  const { limiter } = limiterAt(0);
  const request = { tallies: [] as Tally[] };
  countOn(request, limiter, rule, 'a');
  countOn(request, limiter, rule, 'a');
  assert.throws(
    () => countOn(request, limiter, rule, 'a'),
    (error) => error instanceof TooManyRequests && error.tally === request.tallies[2],
  );
  assert.deepEqual(
    request.tallies.map(({ remaining, exceeded }) => [remaining, exceeded]),
    [
      [1, false],
      [0, false],
      [0, true],
    ],
  );
});

test('countOn() notes nothing and never throws when limits are switched off (decision 17)', () => {
  const { limiter } = limiterAt(0, Number.POSITIVE_INFINITY);
  const request = { tallies: [] as Tally[] };
  for (let tries = 0; tries < 5; tries += 1) countOn(request, limiter, rule, 'a');
  assert.deepEqual(request.tallies, []);
});

const limits = fc.record({
  name: fc.constantFrom('one', 'two'),
  max: fc.integer({ min: 1, max: 5 }),
  period: fc.integer({ min: 1, max: 50 }),
});
const steps = fc.array(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.constantFrom('a', 'b')), { maxLength: 60 });

test('count() never admits more than the limit to one key in one window, and refuses nobody early (contract §1.6)', () => {
  fc.assert(
    fc.property(limits, steps, fc.nat(10_000), (limit, list, start) => {
      const { clock, limiter } = limiterAt(start);
      const admitted = new Map<string, number>();
      for (const [pause, key] of list) {
        clock.now += pause;
        const counted = count(limiter, limit, key);
        assert.ok(counted);
        const slot = `${key} ${counted.resetAt}`;
        const before = admitted.get(slot) ?? 0;
        assert.equal(counted.exceeded, before === limit.max);
        if (!counted.exceeded) admitted.set(slot, before + 1);
      }
    }),
  );
});

test('count() aligns its windows to the epoch: each ends at a multiple of the period, within one period (contract §1.6)', () => {
  fc.assert(
    fc.property(limits, fc.nat(), (limit, now) => {
      const counted = count(limiterAt(now).limiter, limit, 'a');
      assert.ok(counted);
      assert.equal(counted.resetAt % limit.period, 0);
      assert.ok(counted.resetAt > now && counted.resetAt - now <= limit.period);
    }),
  );
});

test('a count that is given back leaves room for one more, in its own window and for its own key', () => {
  const { clock, limiter } = limiterAt(0);
  count(limiter, rule, 'a');
  count(limiter, rule, 'a');
  count(limiter, rule, 'b');
  limiter.giveBack(rule, 'a', { resetAt: 1000 });
  assert.equal(count(limiter, rule, 'a')?.exceeded, false);
  assert.equal(count(limiter, rule, 'a')?.exceeded, true);
  assert.equal(count(limiter, rule, 'b')?.remaining, 0);
  clock.now = 1000;
  count(limiter, rule, 'b');
  limiter.giveBack(rule, 'a', { resetAt: 1000 });
  limiter.giveBack(rule, 'b', { resetAt: 1000 });
  assert.equal(count(limiter, rule, 'b')?.remaining, 0, 'a window that is over has no part in the next');
  assert.equal(count(limiter, rule, 'a')?.remaining, 1, 'nothing is left of what was counted before');
  limiter.giveBack(rule, 'nobody', { resetAt: 2000 });
  assert.equal(count(limiter, rule, 'nobody')?.remaining, 1);
});
