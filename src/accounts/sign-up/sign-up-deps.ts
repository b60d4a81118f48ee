import type { Instant } from '../../protocol/app.ts';
import type { MailOutbox } from '../mail/mail-outbox.ts';
import type { PasswordHashes } from '../password-hashes.ts';
import type { AccountStore, InviteStore, TicketStore } from '../ports.ts';
import type { SignUpSettings } from './sign-up-rules.ts';

/** What signing up needs. */
export interface SignUpDeps {
  readonly store: AccountStore & InviteStore & TicketStore;
  readonly passwords: Pick<PasswordHashes, 'hashPassword'>;
  readonly mails: MailOutbox;
  readonly settings: SignUpSettings;
  /** Title and host of the server: a password made of them is refused. */
  readonly serverNames: readonly string[];
  /** BCP 47 tags of the languages that pages and mails have. */
  readonly languages: readonly string[];
  /** Milliseconds since the Unix epoch. */
  now(): Instant;
}
