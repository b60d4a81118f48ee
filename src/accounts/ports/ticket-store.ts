import type { Id, Instant } from '../../protocol/app.ts';
import type { Digest } from '../../protocol/secret.ts';

/** What a ticket is good for. */
export type TicketKind =
  | 'confirm email'
  | 'change email'
  | 'reset password'
  /** A right password, where more is demanded before the person is signed in. */
  | 'second step'
  /** A challenge that an authenticator signs (WebAuthn §13.4.3). */
  | 'passkey ceremony';

/** Something good once: a link in a mail, a half-finished sign-in. Its secret is known to its holder only. */
export interface Ticket {
  /** Of its secret. */
  readonly digest: Digest;
  readonly kind: TicketKind;
  /** Whose ticket it is; absent where nobody is known yet, as when a person signs in with a passkey alone. */
  readonly accountId: Id | undefined;
  /** What its maker needs to know when it comes back; never a secret in the clear. */
  readonly facts: Readonly<Record<string, string | number | boolean>>;
  readonly createdAt: Instant;
  /** From then on nobody gets it. */
  readonly expiresAt: Instant;
}

/** Where tickets are kept until they are used. */
export interface TicketStore {
  /** Keeps a ticket; that of an account that is gone is not kept, and good for nothing. */
  addTicket(ticket: Ticket): Promise<void>;
  /** A ticket that is still good; it stays good. */
  findTicket(kind: TicketKind, digest: Digest, now: Instant): Promise<Ticket | undefined>;
  /** Uses a ticket up. Of any number of callers exactly one gets it; nobody gets one that expired. */
  takeTicket(kind: TicketKind, digest: Digest, now: Instant): Promise<Ticket | undefined>;
  /** Ends all tickets of an account of these kinds; resolves to their number. */
  endTickets(accountId: Id, kinds: readonly TicketKind[]): Promise<number>;
}
