import { createTransport, type NodemailerError } from 'nodemailer';
import { MailRefused, type MailTransport, type OutgoingMail } from '../accounts/mail/mail-transport.ts';
import { isOneAddress, oneLine, readSender, readSmtpUrl } from './smtp-settings.ts';

/** A {@link MailTransport} that hands mails to an SMTP server. */
export interface SmtpTransport extends MailTransport {
  /** Connects, says hello and signs in; throws what is wrong. Sends nothing. */
  check(): Promise<void>;
}

/** What the transport is made from. */
export interface SmtpOptions {
  /** `smtp://` (STARTTLS where it is offered) or `smtps://`, with name and password where the server wants them. */
  readonly url: string;
  /** The sender: an address, or a name and an address such as `Example <noreply@social.example>`. */
  readonly from: string;
  /** The sender's name when `from` has none. */
  readonly fromName: string;
}

/** How long one attempt may take at the most, whatever the server does. */
const LONGEST_SENDING = 60_000;

/** In characters: a line of a mail holds 998 octets, and a word without a blank is never folded (RFC 5322 §2.1.1). */
const LONGEST_SUBJECT = 250;

/** Replies that say who is asking is wrong, not the mail: another address would get the same (RFC 4954 §6). */
const aboutCredentials = new Set([530, 534, 535, 538]);

/**
 * The way out over SMTP. Each mail has a connection of its own: mails are few, and a kept connection that died in silence
 * would leave open whether the mail on it was taken.
 * @throws RangeError when the options cannot be used; its words hold no password
 */
export function createSmtpTransport(options: SmtpOptions): SmtpTransport {
  const server = readSmtpUrl(options.url);
  const from = readSender(options.from, options.fromName);
  const closing = new AbortController();
  const mailer = createTransport({
    host: server.host,
    secure: server.secure,
    // A password goes over the network encrypted or not at all, also when somebody strips STARTTLS from the greeting.
    requireTLS: server.auth !== undefined && !isThisMachine(server.host),
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    dnsTimeout: 10_000,
    socketTimeout: 30_000,
    disableFileAccess: true,
    disableUrlAccess: true,
    logger: false,
    ...(server.port !== undefined && { port: server.port }),
    ...(server.auth !== undefined && { auth: server.auth }),
  });

  return {
    async send(mail: OutgoingMail): Promise<void> {
      if (!isOneAddress(mail.to)) throw new MailRefused('The address cannot be one of a mail');
      try {
        await mailer.sendMail({
          from,
          to: { name: '', address: mail.to },
          envelope: { from: from.address, to: [mail.to] },
          subject: [...oneLine(mail.subject)].slice(0, LONGEST_SUBJECT).join(''),
          text: mail.text,
          html: mail.html,
          messageId: oneLine(mail.messageId),
          headers: {
            // RFC 3834 §5: no out-of-office note answers this. The second is what Exchange heeds instead.
            'Auto-Submitted': 'auto-generated',
            'X-Auto-Response-Suppress': 'All',
          },
          signal: AbortSignal.any([closing.signal, AbortSignal.timeout(LONGEST_SENDING)]),
        });
      } catch (error) {
        throw explain(error as NodemailerError, [mail.to, server.auth?.user, server.auth?.pass]);
      }
    },

    async check(): Promise<void> {
      try {
        await mailer.verify();
      } catch (error) {
        throw explain(error as NodemailerError, [server.auth?.user, server.auth?.pass]);
      }
    },

    async close(): Promise<void> {
      closing.abort();
      mailer.close();
    },
  };
}

function isThisMachine(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\./.test(host);
}

/** What went wrong, without what must not be told: the server's words may repeat an address or what was sent to it. */
function explain(error: NodemailerError, untold: readonly (string | undefined)[]): Error {
  const { code, originalCode, responseCode, command } = error;
  if (responseCode === undefined || typeof error.response !== 'string') {
    return new Error(`The SMTP server cannot be used: ${String(originalCode ?? code ?? 'unknown error')}`);
  }
  if (code === 'EAUTH') return new Error(`The SMTP server refused the name or password of SMTP_URL (${responseCode})`);
  let words = error.response;
  for (const secret of untold) if (secret !== undefined && secret !== '') words = words.replaceAll(secret, '…');
  const message = `The SMTP server answered ${command ?? 'the message'} with ${oneLine(words).slice(0, 200)}`;
  const isAboutMail = command === 'RCPT TO' || command === 'DATA';
  const isPermanent = responseCode >= 500 && !aboutCredentials.has(responseCode) && responseCode !== 503;
  return isAboutMail && isPermanent ? new MailRefused(message) : new Error(message);
}
