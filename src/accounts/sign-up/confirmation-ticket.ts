import { randomBytes } from 'node:crypto';
import type { Instant } from '../../protocol/app.ts';
import { DAY } from '../../protocol/lifetimes.ts';
import { digestOf } from '../../protocol/secret.ts';
import type { Mail, Ticket, TicketStore } from '../ports.ts';

/** From when its mail is sent: a weekend long. An account whose address was not proven in 7 days is removed. */
export const CONFIRMATION_LIFETIME = 3 * DAY;

/** What a confirmation needs to find its ticket. */
export interface TicketDeps {
  readonly store: Pick<TicketStore, 'addTicket' | 'findTicket'>;
  /** Milliseconds since the Unix epoch. */
  now(): Instant;
}

/**
 * Mints the secret of the link in a mail of the kind `confirm email`, when that mail is sent. The ticket remembers which
 * address the mail went to, and proves no other.
 */
export async function mintConfirmation(deps: TicketDeps, mail: Pick<Mail, 'accountId' | 'to'>): Promise<string> {
  const secret = randomBytes(32).toString('base64url');
  const now = deps.now();
  await deps.store.addTicket({
    digest: digestOf(secret),
    kind: 'confirm email',
    accountId: mail.accountId,
    facts: { email: mail.to },
    createdAt: now,
    expiresAt: now + CONFIRMATION_LIFETIME,
  });
  return secret;
}

/** The ticket behind the secret of a link, while it is good. */
export function findConfirmation(deps: TicketDeps, secret: string): Promise<Ticket | undefined> {
  return deps.store.findTicket('confirm email', digestOf(secret), deps.now());
}
