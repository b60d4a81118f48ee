import { randomBytes } from 'node:crypto';
import type { Writable } from 'node:stream';
import { createMailSender, type MailOutcome, type MailSender } from '../accounts/mail/mail-sender.ts';
import { MailRefused, type MailTransport } from '../accounts/mail/mail-transport.ts';
import type { FullStore } from '../storage/store.ts';
import type { Config } from './config.ts';
import { printedMail } from './printed-mail.ts';
import { mailRenderer } from './render-mail.ts';

/**
 * The way out for mail that the settings name. Without SMTP_URL mails are printed for the operator who tries the server
 * out; in production, where what a server prints is kept and read by others, they are given up and the log says why.
 * @param terminal where mails are printed
 */
export async function openMailTransport(config: Config, terminal: Writable): Promise<MailTransport> {
  if (config.smtpUrl !== undefined) {
    const { createSmtpTransport } = await import('./smtp-transport.ts');
    return createSmtpTransport({ url: config.smtpUrl, from: config.mailFrom, fromName: config.title });
  }
  return config.publicUrl.startsWith('https:') ? noMail : printedMail(terminal);
}

const noMail: MailTransport = {
  send: () => Promise.reject(new MailRefused('SMTP_URL is not set, so this server sends no mail')),
  close: async () => undefined,
};

/** The sender of a server's mails over its store. */
export function composeMailSender(parts: {
  readonly config: Config;
  readonly store: FullStore;
  readonly transport: MailTransport;
  readonly now: () => number;
  readonly report: (outcome: MailOutcome) => void;
}): MailSender {
  const { config, ...rest } = parts;
  return createMailSender({
    ...rest,
    origin: config.publicUrl,
    render: mailRenderer(config),
    randomSecret: () => randomBytes(32).toString('base64url'),
  });
}
