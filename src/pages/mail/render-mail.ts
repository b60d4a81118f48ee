import type { Messages } from '../messages/messages.ts';
import { siteWords } from '../site/words.ts';
import { visibleName } from '../visible-name.ts';
import { isolated, mailContent, withoutLinks } from './mail-content.ts';
import { mailHtml } from './mail-html.ts';
import { mailText } from './mail-text.ts';
import type { MailSenderView, MailView, RenderedMail } from './mail-view.ts';

/** What stands around every mail. */
export interface MailFrame {
  readonly messages: Messages;
  readonly sender: MailSenderView;
  /** Empty where there is nobody to greet. */
  readonly greeting: string;
  readonly footer: readonly string[];
}

/**
 * A mail as subject, text and HTML, which say the same. It loads nothing, and holds no name that a stranger chose but in
 * its details.
 */
export function renderMail(messages: Messages, sender: MailSenderView, view: MailView): RenderedMail {
  const words = siteWords({ messages }).mail;
  const content = mailContent(messages, sender, view);
  const host = new URL(sender.origin).hostname;
  const server = isolated(messages, visibleName(sender.name, host));
  const username = view.username === '' ? '' : isolated(messages, `@${withoutLinks(view.username)}`);
  const frame: MailFrame = {
    messages,
    sender,
    greeting: username === '' ? '' : words.greeting(username),
    footer: [
      username === '' ? words.footerWithoutAccount(server) : words.footer(username, server),
      sender.origin,
      ...(sender.contact === undefined ? [] : [words.help(isolated(messages, sender.contact))]),
    ],
  };
  return { subject: content.subject, text: mailText(frame, content), html: mailHtml(frame, content) };
}
