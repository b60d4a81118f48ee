import type { SecurityEvent } from '../../flows/ports.ts';
import type { Instant } from '../../protocol/app.ts';
import type { AuditActor, AuditEntry } from '../ports.ts';
import { decisions, type EventName, type Kept } from './kept-events.ts';

/** An event with the instant at which it happened. */
export type RecordedEvent = SecurityEvent & { readonly at: Instant };

/** The members that events have in common, each of them absent in some. */
interface Shared {
  readonly accountId?: string | undefined;
  readonly actorId?: string | undefined;
  readonly appId?: string | undefined;
  readonly address?: string | undefined;
}

/**
 * The entry that is kept of an event; undefined for one that is not kept.
 * @param actor whose act it is, where one hand does all: what the operator does on the command line has no address, and is
 *   kept also where the same event is not when others cause it
 */
export function auditEntryOf(event: RecordedEvent, actor?: 'operator'): Omit<AuditEntry, 'id'> | undefined {
  const decision = decisions[event.event as EventName] as Kept<RecordedEvent> | { readonly because: string };
  if ('because' in decision) return undefined;
  if (actor === undefined && decision.when?.(event) === false) return undefined;
  const { accountId, actorId, appId, address }: Shared = event;
  const doer = actorId ?? (decision.by === 'person' ? accountId : undefined);
  const by = actor ?? actorOf(decision.by, doer);
  return {
    at: event.at,
    event: event.event,
    actor: by,
    actorId: by === 'person' || by === 'staff' ? doer : undefined,
    accountId,
    appId,
    address: by === 'operator' ? undefined : address,
    details: detailsOf(event, decision.details ?? []),
  };
}

/** What people do and nobody of them did is the operator's. */
function actorOf(by: Kept<unknown>['by'], doer: string | undefined): AuditActor {
  return (by === 'staff' || by === 'person') && doer === undefined ? 'operator' : by;
}

function detailsOf(event: object, names: readonly string[]): AuditEntry['details'] {
  const members = event as Readonly<Record<string, AuditEntry['details'][string] | undefined>>;
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = members[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
