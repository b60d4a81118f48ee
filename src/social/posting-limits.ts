import type { RateLimit } from '../http/rate-limiter.ts';
import { HOUR, MINUTE } from '../protocol/lifetimes.ts';

/** How much one account may post and delete (contract §1.6; Mastodon's limit for new statuses). */
export const postingLimits = {
  posts: { name: 'posts', max: 300, period: 3 * HOUR },
  deletions: { name: 'status deletions', max: 30, period: 30 * MINUTE },
} as const satisfies Readonly<Record<string, RateLimit>>;
