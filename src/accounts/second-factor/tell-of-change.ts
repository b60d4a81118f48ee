import { type MailFacts, mailTo } from '../mail/mail-to.ts';
import type { Account } from '../ports.ts';
import type { SecondFactorDeps } from './second-factor-deps.ts';

/** What happened to the second factors of an account, as its mail tells it. */
export type ToldChange = MailFacts['second factor changed'];

/** Queues the mail by which an owner notices what somebody else did. */
export async function tellOfChange(
  { mails }: Pick<SecondFactorDeps, 'mails'>,
  account: Account,
  change: ToldChange,
): Promise<void> {
  await mails.add(mailTo(account, 'second factor changed', change));
}
