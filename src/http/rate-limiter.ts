import type { LimitStore } from '../flows/ports.ts';
import type { Instant } from '../protocol/app.ts';
import { HOUR, MINUTE } from '../protocol/lifetimes.ts';
import type { Counted, Counts, Place } from './limits/counts.ts';
import { MemoryCounts } from './limits/memory-counts.ts';
import { StoreCounts } from './limits/store-counts.ts';

/** How often something may happen to one key (an address, an account, a token) in a fixed window. */
export interface RateLimit {
  readonly name: string;
  readonly max: number;
  /** Milliseconds; windows are aligned to the epoch (contract §1.6). */
  readonly period: number;
}

const limit = (name: string, max: number, period: number): RateLimit => ({ name, max, period });

/** Contract §1.6, and decision 17 for what Mastodon leaves unlimited. */
export const rateLimits = {
  apiByUser: limit('API by user', 1500, 5 * MINUTE),
  apiByToken: limit('API by token', 300, 5 * MINUTE),
  apiByAddress: limit('API by address', 300, 5 * MINUTE),
  paging: limit('paging', 300, 15 * MINUTE),
  registration: limit('app registration', 5, 10 * MINUTE),
  follows: limit('follows', 400, 24 * HOUR),
  signInByAddress: limit('sign-in by address', 25, 5 * MINUTE),
  signInByAccount: limit('sign-in by account', 25, HOUR),
  signInByKnownBrowser: limit('sign-in by known browser', 25, HOUR),
  signUpByAddress: limit('sign-up by address', 25, 5 * MINUTE),
  apiSignUpByAddress: limit('API sign-up by address', 5, 30 * MINUTE),
  secondFactorByAccount: limit('second factor by account', 10, HOUR),
  secondFactorByAddress: limit('second factor by address', 25, 5 * MINUTE),
  passwordResetByAddress: limit('password reset by address', 25, 5 * MINUTE),
  passwordResetByLogin: limit('password reset by login', 5, 30 * MINUTE),
  confirmationByAddress: limit('e-mail confirmation by address', 25, 5 * MINUTE),
  confirmationByAccount: limit('e-mail confirmation by account', 5, 30 * MINUTE),
  passwordChangeByAccount: limit('password change by account', 10, 10 * MINUTE),
  exportByAccount: limit('export by account', 10, HOUR),
  inviteByAddress: limit('invite by address', 25, 5 * MINUTE),
  oauthByAddress: limit('OAuth by address', 300, 5 * MINUTE),
  authorizeByAccount: limit('authorize by account', 300, 5 * MINUTE),
} as const;

/** One count against one limit. */
export interface Tally {
  /** The limit's name. */
  readonly rule: string;
  readonly max: number;
  readonly remaining: number;
  readonly exceeded: boolean;
  /** When the window ends. */
  readonly resetAt: Instant;
}

/**
 * Counts in fixed windows: in this process's memory, or in the store where nodes share it. Counting comes before judging, so
 * parallel tries cannot overrun a limit.
 */
export class RateLimiter {
  readonly #factor: number;
  readonly #now: () => Instant;
  readonly #counts: Counts;

  /**
   * @param options.factor multiplies every limit; Infinity switches them off
   * @param options.limits where nodes count, and where operators see and lift limits; without it nobody can
   */
  constructor(options: {
    readonly factor: number;
    readonly now: () => Instant;
    readonly limits?: LimitStore | undefined;
  }) {
    const { limits } = options;
    this.#factor = options.factor;
    this.#now = options.now;
    this.#counts = limits?.countedBy === 'nodes' ? new StoreCounts(limits) : new MemoryCounts(limits);
  }

  /** Whether nodes count together in a store. */
  get sharesCounts(): boolean {
    return this.#counts instanceof StoreCounts;
  }

  /**
   * Counts one event; undefined when limits are switched off. Answers at once where the count is in memory and within the
   * limit. Rejects with `StoreUnavailable` when a shared count cannot be had: nobody gets through uncounted.
   */
  count(rule: RateLimit, key: string): Tally | Promise<Tally> | undefined {
    if (this.#factor === Number.POSITIVE_INFINITY) return undefined;
    const counted = this.#counted(rule, key);
    const place = this.#counts.count(counted, this.#now());
    return place instanceof Promise ? place.then((found) => tallyOf(counted, found)) : tallyOf(counted, place);
  }

  /** Takes one count back, where a limit is on failures and what was counted before it was judged turned out to be none. */
  giveBack(rule: RateLimit, key: string, tally: Pick<Tally, 'resetAt'>): void | Promise<void> {
    return this.#counts.giveBack(this.#counted(rule, key), tally.resetAt);
  }

  #counted({ name, max, period }: RateLimit, key: string): Counted {
    return { rule: name, key, period, max: Math.max(1, Math.floor(max * this.#factor)) };
  }
}

function tallyOf({ rule, max }: Counted, { count, windowEndsAt }: Place): Tally {
  return { rule, max, remaining: Math.max(0, max - count), exceeded: count > max, resetAt: windowEndsAt };
}

/** More happened than a limit allows. */
export class TooManyRequests extends Error {
  override readonly name = 'TooManyRequests';
  readonly tally: Tally;

  constructor(tally: Tally) {
    super('Too many requests');
    this.tally = tally;
  }

  /** Whole minutes after which another try may be made: at least one. */
  minutesFrom(now: Instant): number {
    return Math.max(1, Math.ceil((this.tally.resetAt - now) / MINUTE));
  }
}

/** Of several tallies, the one with the fewest requests left: what the headers show. */
export function tightest(tallies: ReadonlyArray<Tally | undefined>): Tally | undefined {
  let result: Tally | undefined;
  for (const tally of tallies) {
    if (tally !== undefined && (result === undefined || tally.exceeded || tally.remaining < result.remaining))
      result = tally;
  }
  return result;
}

let written: { readonly at: Instant; readonly text: string } = { at: Number.NaN, text: '' };

/** Nearly every answer of a window names the same instant, so it is written out once. */
function resetText(at: Instant): string {
  if (written.at !== at) written = { at, text: new Date(at).toISOString().replace('Z', '000Z') };
  return written.text;
}

/** The contract's headers: text, text and ISO 8601 with six fraction digits. */
export function rateLimitHeaders(tally: Tally | undefined): Readonly<Record<string, string>> {
  if (tally === undefined) return {};
  return {
    'X-RateLimit-Limit': String(tally.max),
    'X-RateLimit-Remaining': String(tally.remaining),
    'X-RateLimit-Reset': resetText(tally.resetAt),
  };
}

/**
 * Counts a request against one more limit, before anything is judged. Answers at once, without a promise, where the count
 * needs no waiting for: `await` it all the same.
 * @returns the tally; undefined when limits are switched off
 * @throws TooManyRequests, also by rejecting; StoreUnavailable
 */
export function countOn(
  request: { readonly tallies: Tally[] },
  limiter: RateLimiter,
  rule: RateLimit,
  key: string,
): Tally | Promise<Tally> | undefined {
  const tally = limiter.count(rule, key);
  if (tally === undefined) return undefined;
  return tally instanceof Promise ? tally.then((found) => put(request, found)) : put(request, tally);
}

/**
 * Counts a request against several limits, in this order: against none after the first that is exceeded. A shared store
 * counts them in one statement, and what is counted too much that way is given back.
 * @returns nothing, or a promise where the counts must be waited for
 * @throws TooManyRequests, also by rejecting; StoreUnavailable
 */
export function countOnAll(
  request: { readonly tallies: Tally[] },
  limiter: RateLimiter,
  tries: readonly (readonly [RateLimit, string])[],
): void | Promise<void> {
  if (limiter.sharesCounts) return countTogether(request, limiter, tries);
  for (const [index, [rule, key]] of tries.entries()) {
    const tally = countOn(request, limiter, rule, key);
    if (tally instanceof Promise) return tally.then(() => countOnAll(request, limiter, tries.slice(index + 1)));
  }
}

async function countTogether(
  request: { readonly tallies: Tally[] },
  limiter: RateLimiter,
  tries: readonly (readonly [RateLimit, string])[],
): Promise<void> {
  const tallies = await Promise.all(tries.map(([rule, key]) => limiter.count(rule, key)));
  for (const [index, tally] of tallies.entries()) {
    if (tally === undefined) continue;
    request.tallies.push(tally);
    if (!tally.exceeded) continue;
    const tooMany = tries.slice(index + 1).map(async ([rule, key], place) => {
      const counted = tallies[index + 1 + place];
      if (counted !== undefined) await limiter.giveBack(rule, key, counted);
    });
    await Promise.all(tooMany);
    throw new TooManyRequests(tally);
  }
}

function put(request: { readonly tallies: Tally[] }, tally: Tally): Tally {
  request.tallies.push(tally);
  if (tally.exceeded) throw new TooManyRequests(tally);
  return tally;
}
