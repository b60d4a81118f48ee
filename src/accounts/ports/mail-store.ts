import type { Id, Instant } from '../../protocol/app.ts';

/** What a mail is about; `pages/mail/` has the words. */
export type MailKind =
  | 'confirm email'
  /** To the owner of an address that is confirmed already, when somebody signs up with it or asks to confirm it. */
  | 'address known'
  | 'change email'
  | 'email changed'
  | 'reset password'
  | 'password changed'
  | 'new sign-in'
  | 'app authorized'
  | 'second factor changed'
  | 'registration waits'
  | 'approved'
  | 'rejected'
  | 'account deleted';

/** A mail before it waits. It holds no link: that is minted when it is sent. */
export interface NewMail {
  readonly kind: MailKind;
  /** Whose matter it is; absent once there is no such account any more. */
  readonly accountId: Id | undefined;
  /** An e-mail address. */
  readonly to: string;
  /** Language as a BCP 47 tag; the server's own when absent. */
  readonly locale: string | undefined;
  /** What its words need beside the account, such as the name of an app. Never a secret. */
  readonly facts: Readonly<Record<string, string | number | boolean>>;
  readonly createdAt: Instant;
}

/** A mail that waits to be sent, or was given up. */
export interface Mail extends NewMail {
  readonly id: Id;
  /** How often it was tried. */
  readonly attempts: number;
  /** When it is due, or due again. */
  readonly dueAt: Instant;
  /** When it was given up; it is kept for a while for the operator to see. */
  readonly failedAt: Instant | undefined;
  /** Why the last try failed, in the words of the mail server. */
  readonly lastError: string | undefined;
}

/** Where mails wait. A mail that was sent is not kept. */
export interface MailStore {
  /** Queues a mail; it is due at once. */
  addMail(mail: NewMail): Promise<Mail>;
  /**
   * The mail that is due for the longest time, which is due for nobody else until `until`. Of any number of callers exactly
   * one gets it. It counts as tried.
   */
  claimMail(lease: { readonly now: Instant; readonly until: Instant }): Promise<Mail | undefined>;
  /** Removes a mail that was handed over. */
  noteMailSent(id: Id): Promise<void>;
  /** Makes a mail due again at `retryAt`, or gives it up when that is undefined. */
  noteMailFailed(
    id: Id,
    failure: { readonly at: Instant; readonly error: string; readonly retryAt: Instant | undefined },
  ): Promise<void>;
  /** Of mails that wait and of those that were given up. */
  countMails(): Promise<{ readonly waiting: number; readonly failed: number }>;
  /** When the oldest mail was queued that still waits; undefined when none does. */
  oldestWaitingMail(): Promise<Instant | undefined>;
  /** Waiting and given up, newest first. */
  listMails(page: { readonly limit: number }): Promise<readonly Mail[]>;
}
