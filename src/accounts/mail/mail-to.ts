import type { Account, MailKind, NewMail } from '../ports.ts';

/** A mail to the owner of an account, in their language. */
export function mailTo(
  account: Pick<Account, 'id' | 'email' | 'locale'>,
  kind: MailKind,
  facts: NewMail['facts'],
  to: string = account.email,
): Omit<NewMail, 'createdAt'> {
  return { kind, accountId: account.id, to, locale: account.locale, facts };
}
