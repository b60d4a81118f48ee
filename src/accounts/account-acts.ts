import type { SecurityEvent, Store } from '../flows/ports.ts';
import type { Instant } from '../protocol/app.ts';
import type { MailOutbox } from './mail/mail-outbox.ts';
import type { PasswordHashes } from './password-hashes.ts';
import type { DirectoryStore } from './ports.ts';

/** What acts on accounts are made with; each takes the part that it needs. */
export interface AccountActs {
  readonly store: Store & DirectoryStore;
  readonly passwords: PasswordHashes;
  readonly mails: MailOutbox;
  /** Title and host of the server, of which nobody should make a password. */
  readonly serverNames: readonly string[];
  /** Milliseconds since the Unix epoch. */
  now(): Instant;
  /** 256 random bits in unpadded base64url. */
  randomSecret(): string;
  /** Tells the audit of something that happened. */
  report(event: SecurityEvent): void;
}
