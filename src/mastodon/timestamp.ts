import type { Instant } from '../protocol/app.ts';
import { DAY } from '../protocol/lifetimes.ts';

/** The day of an instant as a date-time at midnight: when an account was made is told no finer (entity Account). */
export function midnightOf(instant: Instant): string {
  return new Date(Math.floor(instant / DAY) * DAY).toISOString();
}

/** The day of an instant, such as `2026-08-07` (entity Account, `last_status_at`). */
export function dateOf(instant: Instant): string {
  return new Date(instant).toISOString().slice(0, 10);
}
