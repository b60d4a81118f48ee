import { formatDate, formatNumber, formatTime } from '../messages/intl.ts';
import type { Messages } from '../messages/messages.ts';
import { describePermissions } from '../permissions.ts';
import { siteWords } from '../site/words.ts';
import { visibleName, visibleText } from '../visible-name.ts';
import type { MailLinkView, MailSenderView, MailView } from './mail-view.ts';

/** What a mail says, before it is laid out as text or as HTML. */
export interface MailContent {
  readonly subject: string;
  readonly lead: string;
  /** What happened exactly. */
  readonly details: readonly MailDetail[];
  readonly action: { readonly words: string; readonly url: string } | undefined;
  /** In the order in which they stand behind the action. */
  readonly after: readonly string[];
}

/** Something with its label. */
export interface MailDetail {
  readonly label: string;
  readonly values: readonly string[];
}

/** The words of a mail. */
export function mailContent(messages: Messages, sender: MailSenderView, view: MailView): MailContent {
  const words = siteWords({ messages }).mail;
  const { labels } = words;
  const server = isolated(messages, visibleName(sender.name, new URL(sender.origin).hostname));
  const page = (label: string, path: string) => ({ words: label, url: `${sender.origin}${path}` });
  const detail = (label: string, ...values: readonly string[]): MailDetail => ({ label, values });
  const happened = detail(labels.time, momentOf(messages, view.at));
  const value = (text: string) => isolated(messages, text);

  /** A mail whose link acts. */
  const withLink = (
    { subject, action, advice }: LinkWords,
    lead: string,
    { url, expiresAt }: MailLinkView,
  ): MailContent => ({
    subject: subject(server),
    lead,
    details: [],
    action: { words: action, url },
    after: [words.validUntil(isolated(messages, momentOf(messages, expiresAt))), advice],
  });

  switch (view.kind) {
    case 'confirm email':
      return withLink(words.confirmEmail, words.confirmEmail.lead(server), view.about.link);
    case 'change email':
      return withLink(words.changeEmail, words.changeEmail.lead, view.about.link);
    case 'reset password':
      return withLink(words.resetPassword, words.resetPassword.lead, view.about.link);
    case 'address known': {
      const { subject, lead, action, advice } = words.addressKnown;
      const details = [happened];
      return { subject: subject(server), lead, details, action: page(action, '/auth/sign_in'), after: [advice] };
    }
    case 'email changed': {
      const { subject, lead, advice } = words.emailChanged;
      return { subject: subject(server), lead, details: [happened], action: undefined, after: [advice] };
    }
    case 'password changed': {
      const { subject, how, action, advice } = words.passwordChanged;
      const lead = pick(how, view.about.how, how.changed);
      const details = [happened];
      return { subject: subject(server), lead, details, action: page(action, '/auth/password/new'), after: [advice] };
    }
    case 'new sign-in': {
      const { subject, lead, action, advice } = words.newSignIn;
      const { browser, address } = view.about;
      const details = [
        happened,
        detail(labels.browser, value(withoutLinks(browser))),
        detail(labels.address, value(address.replace(/[^0-9a-f.:]/gi, ''))),
      ];
      return { subject: subject(server), lead, details, action: page(action, '/settings/sessions'), after: [advice] };
    }
    case 'app authorized': {
      const { subject, lead, action, advice } = words.appAuthorized;
      const { app, scopes } = view.about;
      const details = [
        happened,
        detail(labels.app, value(withoutLinks(visibleName(app, messages.common.namelessApp)))),
        detail(labels.permissions, ...permissionsOf(messages, scopes)),
      ];
      const where = page(action, '/oauth/authorized_applications');
      return { subject: subject(server), lead, details, action: where, after: [advice] };
    }
    case 'second factor changed': {
      const { subject, changes, action, advice } = words.secondFactorChanged;
      const { change, name, left } = view.about;
      const details = [
        happened,
        ...(name === undefined ? [] : [detail(labels.passkey, value(withoutLinks(visibleName(name, '–'))))]),
        ...(left === undefined ? [] : [detail(labels.codesLeft, formatNumber(messages.locale, left))]),
      ];
      const lead = pick(changes, change, subject(server));
      const where = page(action, '/settings/second_factors');
      return { subject: subject(server), lead, details, action: where, after: [advice] };
    }
    case 'registration waits': {
      const { subject, lead, action, advice } = words.registrationWaits;
      const { applicantId, applicant } = view.about;
      const details = [happened, detail(labels.applicant, value(`@${withoutLinks(applicant)}`))];
      const where = page(action, `/admin/accounts/${applicantId.replace(/\D/g, '')}`);
      return { subject: subject(server), lead, details, action: where, after: [advice] };
    }
    case 'approved': {
      const { subject, lead, action } = words.approved;
      return { subject: subject(server), lead, details: [], action: page(action, '/auth/sign_in'), after: [] };
    }
    case 'rejected': {
      const { subject, lead } = words.rejected;
      return { subject: subject(server), lead, details: [], action: undefined, after: [] };
    }
    case 'account deleted': {
      const { subject, lead, advice } = words.accountDeleted;
      return { subject: subject(server), lead, details: [happened], action: undefined, after: [advice] };
    }
  }
}

interface LinkWords {
  readonly subject: (server: string) => string;
  readonly action: string;
  readonly advice: string;
}

/** Isolates a value whose direction may differ from the sentence's (Unicode UAX #9 §2.4); left alone where none does. */
export function isolated({ dir }: Pick<Messages, 'dir'>, text: string): string {
  return dir === 'rtl' || rightToLeft.test(text) ? `\u2068${text}\u2069` : text;
}

const rightToLeft =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u;

/**
 * What somebody else chose, such as the name of an app, so that no program for mails makes a link of it: a name is no
 * place to send people to.
 */
export function withoutLinks(text: string): string {
  return visibleText(text).replace(/[.:/@]/g, '$&\u2060');
}

function permissionsOf(messages: Messages, scopes: readonly string[]): readonly string[] {
  const { unknownPermission } = siteWords({ messages }).mail;
  return describePermissions(messages, scopes).flatMap(({ permissions }) =>
    permissions.map(({ scope, words }) => words ?? unknownPermission(isolated(messages, withoutLinks(scope)))),
  );
}

function momentOf(messages: Messages, at: number): string {
  return siteWords({ messages }).mail.moment(formatDate(messages.locale, at), formatTime(messages.locale, at));
}

function pick(words: Readonly<Record<string, string>>, key: string, otherwise: string): string {
  return Object.hasOwn(words, key) ? (words[key] ?? otherwise) : otherwise;
}
