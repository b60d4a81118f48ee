import { Counter, type Registry } from 'prom-client';
import type { SecurityEvent } from '../../flows/ports.ts';
import { eventNotes } from '../event-notes.ts';

/** How a try to sign in ends, or goes on. */
const outcomes = ['ok', 'wrong', 'limited', 'second factor asked', 'second factor wrong'] as const;

/** The metrics that follow from events. */
export interface EventMetrics {
  /** Ways that a sign-in ended; limits add to it. */
  readonly signIns: Counter<'outcome'>;
  readonly hear: (event: SecurityEvent) => void;
}

/** Counts what happened. All labels are words of the code; of what clients send, nothing becomes one. */
export function eventMetrics(registry: Registry): EventMetrics {
  const registers = [registry];
  const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Counter({ registers, name, help, labelNames: [...labelNames] });
  const events = counter('mastodoor_events_total', 'Security events, by name; docs/log.md tells of each.', ['event']);
  const issued = counter('mastodoor_tokens_issued_total', 'Tokens that apps were given.', ['grant_type']);
  const refused = counter('mastodoor_tokens_refused_total', 'Tokens refused to apps that proved who they are.', [
    'grant_type',
    'reason',
  ]);
  const refusals = counter('mastodoor_oauth_refusals_total', 'What OAuth endpoints refused, by the code answered.', [
    'endpoint',
    'error',
  ]);
  const revoked = counter(
    'mastodoor_tokens_revoked_total',
    'Tokens and sign-ins of apps that ended before their time, by the event that ended them.',
    ['reason'],
  );
  const signIns = counter(
    'mastodoor_sign_ins_total',
    'Tries to sign in to the pages, by how they ended; limited are also tries of apps with a password.',
    ['outcome'],
  );
  // From zero on, so that the first of its kind is seen as an increase.
  for (const event of Object.keys(eventNotes)) events.inc({ event }, 0);
  for (const outcome of outcomes) signIns.inc({ outcome }, 0);

  const hear = (event: SecurityEvent): void => {
    events.inc({ event: event.event });
    const ended = endedBy(event);
    if (ended > 0) revoked.inc({ reason: event.event }, ended);
    switch (event.event) {
      case 'token issued':
        issued.inc({ grant_type: event.grantType });
        break;
      case 'token refused':
        refused.inc({ grant_type: event.grantType, reason: event.reason });
        break;
      case 'request refused':
        refusals.inc({ endpoint: event.endpoint, error: event.error });
        break;
      case 'signed in':
        signIns.inc({ outcome: 'ok' });
        break;
      case 'sign-in failed':
        signIns.inc({ outcome: 'wrong' });
        break;
      case 'second step asked':
        signIns.inc({ outcome: 'second factor asked' });
        break;
      case 'second factor failed':
        signIns.inc({ outcome: 'second factor wrong' });
        break;
    }
  };
  return { signIns, hear };
}

/** How many tokens, or sign-ins of apps, an event tells the end of. */
function endedBy(event: SecurityEvent): number {
  switch (event.event) {
    case 'token revoked':
    case 'personal token revoked':
    case 'code replayed':
    case 'app deleted':
      return 1;
    case 'grants revoked':
      return event.count;
    case 'password changed':
    case 'password reset':
      return event.grants;
    default:
      return 0;
  }
}
