import type { SecurityEvent, SessionStore } from '../../flows/ports.ts';
import type { Instant } from '../../protocol/app.ts';
import type { MailOutbox } from '../mail/mail-outbox.ts';
import type { AccountStore, SecondFactorStore, TicketStore } from '../ports.ts';
import type { SecondFactorDemand } from './demand.ts';

/** What acts on second factors share. */
export interface SecondFactorDeps {
  readonly store: Pick<AccountStore, 'findAccount'> &
    SecondFactorStore &
    TicketStore &
    Pick<SessionStore, 'endSessionsOfAccount'>;
  /** Seals the seeds of authenticator apps. */
  readonly secrets: Seals;
  /** Where mails about changes wait. */
  readonly mails: MailOutbox;
  /** Public origin without a trailing slash. */
  readonly origin: string;
  /** Of whom a second factor is demanded. */
  readonly demand: SecondFactorDemand;
  /** Milliseconds since the epoch. */
  now(): Instant;
  /** 256 random bits in unpadded base64url. */
  randomSecret(): string;
  /** Told of each act after it happened. */
  report(event: SecurityEvent): void;
}

/** What encrypts that which must be read again. */
export interface Seals {
  /** The text that `decrypt` turns back, for the same purpose only. */
  encrypt(purpose: string, plain: string): string;
  /** Throws where the text was not encrypted for this purpose. */
  decrypt(purpose: string, text: string): string;
}
