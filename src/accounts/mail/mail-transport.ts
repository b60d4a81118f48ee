/** A mail to one person, ready to be sent. */
export interface OutgoingMail {
  /** One address. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** With its angle brackets. The same for every attempt, so that whoever receives a mail twice can tell (RFC 5322 §3.6.4). */
  readonly messageId: string;
}

/** The way out of the house for mail. */
export interface MailTransport {
  /**
   * Resolves when somebody else has taken responsibility for the mail (RFC 5321 §4.2.5). Throws {@link MailRefused} when
   * trying again cannot help, anything else when it may; within a minute or so, because a mail on its way is claimed for
   * a few minutes only. No error holds a secret or an address.
   */
  send(mail: OutgoingMail): Promise<void>;
  /** Ends what is open; mails that are on their way may be cut off. */
  close(): Promise<void>;
}

/** A mail was refused for good: the same mail to the same address would be refused again (RFC 5321 §4.2.1, 5yz). */
export class MailRefused extends Error {
  override readonly name = 'MailRefused';
}
