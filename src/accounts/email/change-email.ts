import { digestOf } from '../../protocol/secret.ts';
import type { AccountActs } from '../account-acts.ts';
import { type FieldProblemCode, judgeEmail } from '../account-rules.ts';
import { mailTo } from '../mail/mail-to.ts';
import { type Account, NameTaken } from '../ports.ts';

/** What changing an address needs. */
export type EmailChangeDeps = Pick<AccountActs, 'store' | 'mails' | 'now' | 'report'>;

/** From where somebody changes an address. */
export interface EmailChangeOrigin {
  /** IP address. */
  readonly address: string;
}

/** What became of the wish for another address. */
export type EmailChangeRequested =
  | { readonly kind: 'asked' }
  | { readonly kind: 'refused'; readonly code: FieldProblemCode | 'unchanged' };

/**
 * Sends a link to the address that somebody wants for their account: it counts once they opened it there. Who asks has
 * proven who they are. An address of somebody else here is answered alike, because whose it is is nobody's business;
 * no link is sent to it.
 */
export async function requestEmailChange(
  { store, mails, now, report }: EmailChangeDeps,
  account: Account,
  wanted: string,
  { address }: EmailChangeOrigin,
): Promise<EmailChangeRequested> {
  const email = wanted.trim();
  const code = judgeEmail(email);
  if (code !== undefined) return { kind: 'refused', code };
  // In another letter case it is the same mailbox (to this server), but a person may want it written so.
  if (email === account.email) return { kind: 'refused', code: 'unchanged' };
  const owner = await store.findAccountByLogin(email);
  const isTaken = owner !== undefined && owner.id !== account.id;
  await store.endTickets(account.id, ['change email']);
  await store.changeAccount(
    account.id,
    { unconfirmedEmail: email },
    isTaken ? {} : { mail: (changed) => ({ ...mailTo(changed, 'change email', {}, email), createdAt: now() }) },
  );
  mails.wake();
  report({ event: 'email change requested', accountId: account.id, address });
  return { kind: 'asked' };
}

/** Forgets the address that was wanted; links to it end. */
export async function callOffEmailChange(
  { store, report }: EmailChangeDeps,
  account: Account,
  { address }: EmailChangeOrigin,
): Promise<void> {
  await store.changeAccount(account.id, { unconfirmedEmail: undefined });
  await store.endTickets(account.id, ['change email']);
  report({ event: 'email change called off', accountId: account.id, address });
}

/** The account and the address behind a link; undefined when it is not good (any more). It stays good. */
export async function findEmailChange(
  { store, now }: Pick<EmailChangeDeps, 'store' | 'now'>,
  secret: string,
): Promise<{ readonly account: Account; readonly email: string } | undefined> {
  const ticket = await store.findTicket('change email', digestOf(secret), now());
  const account = ticket?.accountId === undefined ? undefined : await store.findAccount(ticket.accountId);
  const email = account?.unconfirmedEmail;
  // The link proves who reads the mails of the address that it was sent to, and of no other.
  return account !== undefined && email !== undefined && email === ticket?.facts.email ? { account, email } : undefined;
}

/** What became of a link. */
export type EmailChanged = 'changed' | 'bad link' | 'taken';

/**
 * Makes the address count that a link was sent to. Of several callers exactly one does; the old address is told. Links to
 * the old one end: its reader may be another.
 */
export async function confirmEmailChange(
  deps: EmailChangeDeps,
  secret: string,
  { address }: EmailChangeOrigin,
): Promise<EmailChanged> {
  const { store, mails, now, report } = deps;
  const found = await findEmailChange(deps, secret);
  if (found === undefined || (await store.takeTicket('change email', digestOf(secret), now())) === undefined) {
    return 'bad link';
  }
  const { account, email } = found;
  try {
    const changed = await store.changeAccount(
      account.id,
      { email, unconfirmedEmail: undefined },
      {
        when: { email: account.email, unconfirmedEmail: email },
        mail: (changed) => ({ ...mailTo(changed, 'email changed', {}, account.email), createdAt: now() }),
      },
    );
    if (changed === undefined) return 'bad link';
  } catch (error) {
    if (!(error instanceof NameTaken)) throw error;
    await store.changeAccount(account.id, { unconfirmedEmail: undefined }, { when: { unconfirmedEmail: email } });
    return 'taken';
  }
  mails.wake();
  await store.endTickets(account.id, ['reset password', 'change email']);
  report({ event: 'email changed', accountId: account.id, address });
  return 'changed';
}
