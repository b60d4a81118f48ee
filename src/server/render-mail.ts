import type { MailToRender } from '../accounts/mail/mail-sender.ts';
import type { MailLinkView, MailView, RenderedMail } from '../pages/mail/mail-view.ts';
import { renderMail } from '../pages/mail/render-mail.ts';
import { createLanguages } from '../pages/messages/languages.ts';
import { colours } from '../pages/styles/palette.ts';
import type { Config } from './config.ts';

/** Puts a mail into words: in the language of its account, in the name of this server. */
export function mailRenderer({
  title,
  publicUrl,
  contactEmail,
}: Pick<Config, 'title' | 'publicUrl' | 'contactEmail'>): (mail: MailToRender) => RenderedMail {
  const languages = createLanguages();
  const sender = {
    name: title,
    origin: publicUrl,
    contact: contactEmail === '' ? undefined : contactEmail,
    colours: { button: colours.light.door, onButton: colours.light['on-door'] },
  };
  return (mail) => renderMail(languages.choose(mail.locale, undefined), sender, viewOf(mail));
}

/** The facts come out of the database, where another version of this program may have put them. */
function viewOf({ kind, username, at, facts, link }: MailToRender): MailView {
  const text = (name: string): string => String(facts[name] ?? '');
  const same = { username, at };
  switch (kind) {
    case 'confirm email':
    case 'change email':
    case 'reset password':
      return { ...same, kind, about: { link: present(link) } };
    case 'password changed':
      return { ...same, kind, about: { how: text('how') } };
    case 'new sign-in':
      return { ...same, kind, about: { browser: text('browser'), address: text('address') } };
    case 'app authorized':
      return { ...same, kind, about: { app: text('app'), scopes: text('scopes').split(' ').filter(Boolean) } };
    case 'second factor changed': {
      const name = facts.name === undefined ? undefined : text('name');
      const left = typeof facts.left === 'number' ? facts.left : undefined;
      return { ...same, kind, about: { change: text('change'), name, left } };
    }
    case 'registration waits':
      return { ...same, kind, about: { applicantId: text('applicantId'), applicant: text('username') } };
    case 'address known':
    case 'email changed':
    case 'approved':
    case 'rejected':
    case 'account deleted':
      return { ...same, kind, about: {} };
  }
}

function present(link: MailLinkView | undefined): MailLinkView {
  if (link === undefined) throw new TypeError('A mail of this kind has a link');
  return link;
}
