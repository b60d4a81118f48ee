import type { Config } from '../../server/config.ts';
import { about, type Finding } from './finding.ts';

/** Whether mails find a way out: says hello to the mail server as the server would, and sends nothing. */
export async function checkMail(config: Config): Promise<Finding> {
  const mail = about('mail');
  if (config.smtpUrl === undefined) {
    return config.publicUrl.startsWith('https:')
      ? mail.warning(
          'SMTP_URL is not set, so nobody can be sent a link to choose a new password. Set it to the address of a mail server, such as smtps://name:password@mail.example.',
        )
      : mail.ok('SMTP_URL is not set: the running server prints mails in its terminal, good for trying things out.');
  }
  const { createSmtpTransport } = await import('../../server/smtp-transport.ts');
  const { hostname, port } = new URL(config.smtpUrl);
  const transport = createSmtpTransport({ url: config.smtpUrl, from: config.mailFrom, fromName: config.title });
  try {
    await transport.check();
    return mail.ok(`${hostname}${port === '' ? '' : `:${port}`} takes mails from ${config.mailFrom}.`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return mail.problem(`${reason}. Check SMTP_URL, the mail server and the firewall between.`);
  } finally {
    await transport.close();
  }
}
