import type { Instant } from '../../protocol/app.ts';

/** Nobody alive was born earlier. */
const EARLIEST_YEAR = 1900;

/** Whether somebody is old enough: judged when they sign up, and never kept (contract §12.2). */
export function judgeAge(
  dateOfBirth: string,
  minimumAge: number,
  now: Instant,
): 'blank' | 'invalid' | 'too young' | undefined {
  if (dateOfBirth.trim() === '') return 'blank';
  const born = readDate(dateOfBirth.trim());
  const today = new Date(now).toISOString().slice(0, 10);
  if (born === undefined || born > today || born < `${EARLIEST_YEAR}`) return 'invalid';
  const year = String(Number(today.slice(0, 4)) - minimumAge).padStart(4, '0');
  // As texts: who was born on 29 February is a year older on 1 March where the year has no such day.
  return born <= `${year}${today.slice(4)}` ? undefined : 'too young';
}

/** A day of the calendar as an ISO date; undefined for what is none. */
function readDate(text: string): string | undefined {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  const [, day2, month2, year2] = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text) ?? [];
  const iso = `${year ?? year2}-${(month ?? month2)?.padStart(2, '0')}-${(day ?? day2)?.padStart(2, '0')}`;
  const parsed = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(iso) ? iso : undefined;
}
