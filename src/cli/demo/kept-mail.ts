import type { MailTransport, OutgoingMail } from '../../accounts/mail/mail-transport.ts';

/** A mail that no mail server was asked to send. */
export interface KeptMail extends Pick<OutgoingMail, 'to' | 'subject'> {
  readonly at: number;
  /** The addresses in its text. */
  readonly links: readonly string[];
}

/** How many mails are remembered. */
const MOST_KEPT = 50;

/** Where the mails of a demo end: on its page, the newest first. */
export class KeptMails implements MailTransport {
  readonly #kept: KeptMail[] = [];

  get kept(): readonly KeptMail[] {
    return this.#kept;
  }

  async send({ to, subject, text }: OutgoingMail): Promise<void> {
    const links = [...text.matchAll(/https?:\/\/\S+/g)].map(([link]) => link);
    this.#kept.unshift({ at: Date.now(), to, subject, links });
    this.#kept.length = Math.min(this.#kept.length, MOST_KEPT);
  }

  async close(): Promise<void> {}
}
