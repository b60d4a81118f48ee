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
  readonly secrets: Seals;
  readonly mails: MailOutbox;
  /** Public origin without a trailing slash. */
  readonly origin: string;
  readonly demand: SecondFactorDemand;
  /** Milliseconds since the epoch. */
  now(): Instant;
  /** 256 random bits in unpadded base64url. */
  randomSecret(): string;
  report(event: SecurityEvent): void;
}

/** What encrypts that which must be read again. */
export interface Seals {
  encrypt(purpose: string, plain: string): string;
  /** Throws where the text was not encrypted for this purpose. */
  decrypt(purpose: string, text: string): string;
}
