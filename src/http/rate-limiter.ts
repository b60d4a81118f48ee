import type { Instant } from '../protocol/app.ts';
import { HOUR, MINUTE } from '../protocol/lifetimes.ts';

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
  readonly max: number;
  readonly remaining: number;
  readonly exceeded: boolean;
  /** When the window ends. */
  readonly resetAt: Instant;
}

interface Window {
  readonly number: number;
  readonly resetAt: Instant;
  readonly counts: Map<string, number>;
}

/** Counts in fixed windows, in memory. Counting comes before judging, so parallel tries cannot overrun a limit. */
export class RateLimiter {
  readonly #factor: number;
  readonly #now: () => Instant;
  readonly #windows = new Map<string, Window>();

  /** @param factor multiplies every limit; Infinity switches them off */
  constructor(options: { readonly factor: number; readonly now: () => Instant }) {
    this.#factor = options.factor;
    this.#now = options.now;
  }

  /** Counts one event; undefined when limits are switched off. */
  count(rule: RateLimit, key: string): Tally | undefined {
    if (this.#factor === Number.POSITIVE_INFINITY) return undefined;
    const number = Math.floor(this.#now() / rule.period);
    let window = this.#windows.get(rule.name);
    if (window?.number !== number) {
      window = { number, resetAt: (number + 1) * rule.period, counts: new Map() };
      this.#windows.set(rule.name, window);
    }
    const count = (window.counts.get(key) ?? 0) + 1;
    window.counts.set(key, count);
    const max = Math.max(1, Math.floor(rule.max * this.#factor));
    return { max, remaining: Math.max(0, max - count), exceeded: count > max, resetAt: window.resetAt };
  }

  /** Takes one count back, where a limit is on failures and what was counted before it was judged turned out to be none. */
  giveBack(rule: RateLimit, key: string): void {
    const counts = this.#windows.get(rule.name)?.counts;
    const count = counts?.get(key);
    if (counts !== undefined && count !== undefined) counts.set(key, count - 1);
  }
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
 * Counts a request against one more limit, before anything is judged.
 * @throws TooManyRequests
 */
export function countOn(
  request: { readonly tallies: Tally[] },
  limiter: RateLimiter,
  rule: RateLimit,
  key: string,
): void {
  const tally = limiter.count(rule, key);
  if (tally === undefined) return;
  request.tallies.push(tally);
  if (tally.exceeded) throw new TooManyRequests(tally);
}
