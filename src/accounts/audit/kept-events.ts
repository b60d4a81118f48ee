import type { SecurityEvent } from '../../flows/ports.ts';
import type { AuditActor } from '../ports.ts';

/** The names of all events. */
export type EventName = SecurityEvent['event'];

/** The event of this name, also where several share one shape. */
export type EventNamed<Name extends EventName> = SecurityEvent extends infer Event
  ? Event extends { readonly event: infer Names }
    ? Name extends Names
      ? Event
      : never
    : never
  : never;

/** Members that every entry has a place for. */
type Common = 'event' | 'at' | 'accountId' | 'actorId' | 'appId' | 'address';

/** Which events the audit log keeps, and what of them: only the members that are named here. */
export interface Kept<Event> {
  /**
   * Who did it: the account itself, staff (the operator, where nobody of them is named), the app, or nobody who is known.
   */
  readonly by: Extract<AuditActor, 'person' | 'staff' | 'app' | 'server' | 'nobody'>;
  /** Ids, numbers, flags and scopes that tell more. Never a name, an address of mail, or a secret. */
  readonly details?: readonly Exclude<keyof Event & string, Common>[];
  /** Kept only when this holds. */
  readonly when?: (event: Event) => boolean;
}

/** An event that is not kept, and why. */
interface Ignored {
  readonly because: string;
}

type Decision<Event> = Kept<Event> | Ignored;

const concernsAnAccount = ({ accountId }: { readonly accountId?: string | undefined }) => accountId !== undefined;

/**
 * What becomes of each event. Whoever adds an event decides here: without an entry this does not compile. Kept is what
 * somebody asks about later (who got in, who changed what, who let in or removed whom); not kept is what anybody can cause
 * as often as they like without an account being touched, and what another entry says already.
 */
export const decisions: { readonly [Name in EventName]: Decision<EventNamed<Name>> } = {
  'signed in': { by: 'person' },
  // A name that nobody has may be a password in the wrong field, and strangers could fill the log.
  'sign-in failed': { by: 'nobody', when: concernsAnAccount },
  'signed out': { by: 'person' },
  'identity confirmed': { by: 'person' },
  // The sign-in that follows, or the factor that was wrong, has its own entry.
  'second step asked': { because: 'what came of it is told by another event' },
  'second factor used': { by: 'person', details: ['factor'] },
  'second factor failed': { by: 'nobody', details: ['factor'] },
  'second factor added': { by: 'person', details: ['factor'] },
  'second factor removed': { by: 'person', details: ['factor'] },
  'recovery codes made': { by: 'person' },
  'signed up': { by: 'person' },
  'confirmation asked for': { because: 'nothing comes of it but a mail' },
  'email confirmed': { by: 'person' },
  'invite made': { by: 'person', details: ['inviteId'] },
  'invite ended': { by: 'person', details: ['inviteId'] },
  'password changed': { by: 'person', details: ['sessions', 'grants'] },
  'password reset': { by: 'person', details: ['sessions', 'grants'] },
  'password reset requested': { by: 'nobody', when: concernsAnAccount },
  'email change requested': { by: 'person' },
  'email change called off': { by: 'person' },
  'email changed': { by: 'person' },
  'profile changed': { because: 'it is seen on the profile, and changes nothing about who gets in' },
  'sessions ended': { by: 'person', details: ['count'] },
  'personal token made': { by: 'person', details: ['tokenId', 'scopes'] },
  'personal token revoked': { by: 'person', details: ['grantId'] },
  'password grant switched': { by: 'person', details: ['on'] },
  'export made': { by: 'person' },
  'account deleted': { by: 'person' },
  authorized: { by: 'person', details: ['scopes', 'asked'] },
  denied: { by: 'person' },
  'authorization refused': { by: 'server' },
  'grants revoked': { by: 'person', details: ['count'] },
  'code replayed': { by: 'app', details: ['grantId'] },
  // That of a code follows from `authorized`, and an app's own is about nobody; the password grant has nothing else.
  'token issued': { by: 'app', details: ['grantType', 'tokenId'], when: ({ grantType }) => grantType === 'password' },
  'token revoked': { by: 'app', details: ['tokenId'], when: concernsAnAccount },
  'account approved': { by: 'staff' },
  'account rejected': { by: 'staff' },
  'account confirmed by staff': { by: 'staff' },
  'account disabled': { by: 'staff' },
  'account enabled': { by: 'staff' },
  'account suspended': { by: 'staff' },
  'account unsuspended': { by: 'staff' },
  'role changed': { by: 'staff', details: ['from', 'to'] },
  'second factors reset by staff': { by: 'staff' },
  'password reset by staff': { by: 'staff' },
  'signed out everywhere by staff': { by: 'staff' },
  'account deleted by staff': { by: 'staff' },
  // What was typed, or from where, is not kept: it stands in the list of limits for as long as that is kept.
  'limit lifted': { by: 'staff', details: ['rule', 'limitId'] },
  'app registered': { by: 'app' },
  'app deleted': { by: 'staff' },
  'registration refused': { because: 'nothing came of it, and anybody may cause it' },
  'request refused': { because: 'nothing came of it, and anybody may cause it' },
  // A password that was tried at the token endpoint is a sign-in that failed; all else comes of mistakes of apps.
  'token refused': { by: 'app', details: ['grantType'], when: concernsAnAccount },
};

/** The events of which the audit log may have entries. */
export const keptEvents: readonly EventName[] = (Object.keys(decisions) as EventName[]).filter(
  (name) => !('because' in decisions[name]),
);
