import type { AuditTrouble } from '../accounts/audit/audit-log.ts';
import type { MailOutcome } from '../accounts/mail/mail-sender.ts';
import type { Answered } from '../http/mount-routes.ts';
import type { AuditEvent, HousekeepingOutcome } from '../library/auth-server-options.ts';
import type { ServerLog } from './log.ts';
import { say } from './log-lines.ts';
import type { Outage } from './tell-outages.ts';

/** An event, under its own name. */
export function logEvent(log: ServerLog, { event, at: _, ...facts }: AuditEvent): void {
  log.facts.info({ event, ...facts }, event);
}

/** An answer; `traceId` when it was traced. */
export function logAnswered(log: ServerLog, { error, ...answered }: Answered, traceId: string | undefined): void {
  const facts = traceId === undefined ? answered : { ...answered, traceId };
  if (error === undefined) say(log, 'answered', facts);
  else say(log, 'a request failed unexpectedly', { ...facts, err: error });
}

/** A round of housekeeping. */
export function logHousekeeping(log: ServerLog, outcome: HousekeepingOutcome): void {
  const milliseconds = Math.round(outcome.milliseconds);
  if ('error' in outcome) {
    say(log, 'housekeeping failed and will be tried again', { err: outcome.error, milliseconds });
    return;
  }
  const swept = Object.fromEntries(outcome.swept.map(({ kind, rows }) => [kind, rows]));
  say(log, 'kept house', { swept, milliseconds });
}

const mailLines = {
  sent: 'mail sent',
  moot: 'a mail was not needed any more',
  delayed: 'a mail could not be sent and will be tried again',
  'given up': 'a mail was given up',
} as const;

/** What became of a mail. */
export function logMail(log: ServerLog, { outcome, ...facts }: MailOutcome): void {
  say(log, mailLines[outcome], facts);
}

/** Audit entries that could not be written. */
export function logAuditTrouble(log: ServerLog, { error, ...facts }: AuditTrouble): void {
  say(log, 'audit entries were not written', { err: error, ...facts });
}

/** Calls of the database that failed. */
export function logOutage(log: ServerLog, { error, count }: Outage): void {
  say(log, 'the database cannot be used', { err: error, count });
}
