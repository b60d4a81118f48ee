import addressparser from 'nodemailer/lib/addressparser';

/** What an SMTP_URL says. */
export interface SmtpServer {
  readonly host: string;
  readonly port: number | undefined;
  /** TLS from the first byte; else STARTTLS where it is offered. */
  readonly secure: boolean;
  readonly auth: { readonly user: string; readonly pass: string } | undefined;
}

/** One address and nothing beside it: nothing that could end a header line, add a recipient or leave angle brackets. */
const oneAddress = /^[^\s@"(),:;<>[\\\]\p{C}]+@[^\s@"(),:;<>[\\\]\p{C}]+$/u;

/** Whether a text is exactly one address that a mail can be sent to. */
export function isOneAddress(text: string): boolean {
  return oneAddress.test(text);
}

/**
 * Reads an SMTP_URL.
 * @throws RangeError that says what is wrong without saying what was given, which may hold a password
 */
export function readSmtpUrl(text: string): SmtpServer {
  const url = URL.parse(text);
  if (url === null || !/^smtps?:$/.test(url.protocol) || url.hostname === '') {
    throw new RangeError('must be smtp: or smtps: with a host, such as smtps://user:password@mail.example');
  }
  if (!/^\/?$/.test(url.pathname) || url.search !== '' || url.hash !== '') {
    throw new RangeError('may have no path, query or fragment; in a password write %23 for #, %2F for / and %3F for ?');
  }
  try {
    const user = decodeURIComponent(url.username);
    const pass = decodeURIComponent(url.password);
    if ((user === '') !== (pass === '')) throw new RangeError('must have both a name and a password, or neither');
    return {
      host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
      port: url.port === '' ? undefined : Number(url.port),
      secure: url.protocol === 'smtps:',
      auth: user === '' ? undefined : { user, pass },
    };
  } catch (error) {
    if (error instanceof RangeError) throw error;
    throw new RangeError('has a % that encodes nothing; write %25 for %');
  }
}

/**
 * Reads a MAIL_FROM: exactly one address, with or without a name.
 * @param name stands in where it has none
 * @throws RangeError that says what is wrong
 */
export function readSender(text: string, name: string): { readonly name: string; readonly address: string } {
  const [sender, ...others] = addressparser(oneLine(text), { flatten: true });
  if (sender === undefined || others.length > 0 || !isOneAddress(sender.address)) {
    throw new RangeError('must be one address, such as noreply@social.example or Example <noreply@social.example>');
  }
  return { name: oneLine(sender.name || name), address: sender.address };
}

/** Without what ends a header line (RFC 5322 §2.2). */
export function oneLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ').trim();
}
