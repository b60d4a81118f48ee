import type { Writable } from 'node:stream';
import type { MailTransport, OutgoingMail } from '../accounts/mail/mail-transport.ts';

/**
 * Writes mails for the operator instead of sending them: for development, where there is no SMTP server. Whoever reads the
 * stream can use the links, so it must never be the log of a server that people use.
 */
export function printedMail(stream: Writable): MailTransport {
  return {
    send: (mail) =>
      new Promise((resolve, reject) => {
        stream.write(printed(mail), (error) => (error ? reject(error) : resolve()));
      }),
    close: async () => undefined,
  };
}

function printed({ to, subject, text }: OutgoingMail): string {
  const rule = '-'.repeat(72);
  const body = `To: ${plain(to)}\nSubject: ${plain(subject)}\n\n${text.split('\n').map(plain).join('\n').trim()}`;
  return `\n${rule}\nMail that would be sent, were SMTP_URL set\n${rule}\n${body}\n${rule}\n`;
}

/** What somebody chose may be in it and must not steer the terminal. */
function plain(line: string): string {
  return line.replace(/\p{Cc}/gu, ' ');
}
