import type { Instant } from '../../protocol/app.ts';
import { DAY, HOUR } from '../../protocol/lifetimes.ts';
import { digestOf } from '../../protocol/secret.ts';
import type { Mail, MailKind, TicketKind, TicketStore } from '../ports.ts';

/** A link that is good once. */
export interface MailLink {
  readonly url: string;
  readonly expiresAt: Instant;
}

interface LinkRule {
  readonly ticket: TicketKind;
  readonly path: string;
  readonly lifetime: number;
}

/** The kinds of mails with a link that acts, and for how long it does; paths and parameters as Mastodon has them. */
export const linkRules: Partial<Record<MailKind, LinkRule>> = {
  // As long as an account may stay unconfirmed: who reads mails once a week can still join.
  'confirm email': { ticket: 'confirm email', path: '/auth/confirmation?confirmation_token=', lifetime: 7 * DAY },
  'change email': { ticket: 'change email', path: '/auth/email_change?email_change_token=', lifetime: DAY },
  // Whoever gets at the mailbox gets at the account: for as short as a person with a phone in the other room needs.
  'reset password': { ticket: 'reset password', path: '/auth/password/edit?reset_password_token=', lifetime: 2 * HOUR },
};

/**
 * Makes the link of a mail that is about to be sent; undefined for mails without. Its secret is in the mail and nowhere
 * else. Every attempt makes a link of its own: an earlier one may have arrived after all, and works as well.
 */
export async function mintLink(
  deps: {
    readonly store: Pick<TicketStore, 'addTicket'>;
    readonly origin: string;
    readonly now: () => Instant;
    readonly randomSecret: () => string;
  },
  mail: Mail,
): Promise<MailLink | undefined> {
  const rule = linkRules[mail.kind];
  if (rule === undefined) return undefined;
  const secret = deps.randomSecret();
  const createdAt = deps.now();
  const expiresAt = createdAt + rule.lifetime;
  await deps.store.addTicket({
    digest: digestOf(secret),
    kind: rule.ticket,
    accountId: mail.accountId,
    // Whoever uses the link proves to read mails at this address, and at no other.
    facts: { ...mail.facts, email: mail.to },
    createdAt,
    expiresAt,
  });
  return { url: `${deps.origin}${rule.path}${secret}`, expiresAt };
}
