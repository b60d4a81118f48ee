import type { AuthorizationStore, SecurityEvent, SessionStore } from '../../flows/ports.ts';
import type { Id, Instant } from '../../protocol/app.ts';
import type { MailOutbox } from '../mail/mail-outbox.ts';
import type { PasswordHashes } from '../password-hashes.ts';
import type { AccountRole, AccountStore, InviteStore, SecondFactorStore, TicketStore } from '../ports.ts';
import type { ModerationAct, Moderator } from './moderation-rules.ts';

/** What moderation is made from. */
export interface ModerationParts {
  readonly store: AccountStore &
    InviteStore &
    TicketStore &
    Pick<SecondFactorStore, 'removeSecondFactors'> &
    Pick<SessionStore, 'endSessionsOfAccount'> &
    Pick<AuthorizationStore, 'revokeGrantsOfAccount'>;
  readonly passwords: Pick<PasswordHashes, 'hashPassword'>;
  readonly mails: MailOutbox;
  /** Milliseconds since the Unix epoch. */
  now(): Instant;
  /** 256 random bits, base64url. */
  randomSecret(): string;
  /** Told of each act after it happened. */
  report(event: SecurityEvent): void;
}

/** Something that staff wants done. */
export interface ModerationOrder {
  readonly by: Moderator;
  readonly act: ModerationAct;
  /** Of the account that it is done to. */
  readonly accountId: Id;
  /** The role to give, where the act is to give one. */
  readonly role?: AccountRole | undefined;
  /** IP address of who acts. */
  readonly address?: string | undefined;
}

/** What was ended beside. */
export interface Ended {
  /** Browsers that were signed in. */
  readonly sessions: number;
  /** Sign-ins of apps. */
  readonly grants: number;
}
