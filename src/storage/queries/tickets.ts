import type { Ticket, TicketKind } from '../../accounts/ports.ts';
import type { Id, Instant } from '../../protocol/app.ts';
import type { Digest } from '../../protocol/secret.ts';
import { factsOf, factsText, optionalIdOf, optionalStoredId, soughtId } from '../row-values.ts';
import type { Db, TicketTable } from '../schema.ts';
import { accountStands } from './account-stands.ts';

export async function addTicket(db: Db, ticket: Ticket): Promise<void> {
  const accountId = optionalStoredId(ticket.accountId);
  if (accountId !== null && !(await accountStands(db, accountId))) return;
  await db
    .insertInto('tickets')
    .values({
      digest: ticket.digest,
      kind: ticket.kind,
      account_id: accountId,
      facts: factsText(ticket.facts),
      created_at: ticket.createdAt,
      expires_at: ticket.expiresAt,
    })
    .execute();
}

export async function findTicket(db: Db, kind: TicketKind, digest: Digest, now: Instant): Promise<Ticket | undefined> {
  const row = await db
    .selectFrom('tickets')
    .selectAll()
    .where('digest', '=', digest)
    .where('kind', '=', kind)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return row && ticketOf(row);
}

/** Deleting the row decides between callers. */
export async function takeTicket(db: Db, kind: TicketKind, digest: Digest, now: Instant): Promise<Ticket | undefined> {
  const row = await db
    .deleteFrom('tickets')
    .where('digest', '=', digest)
    .where('kind', '=', kind)
    .where('expires_at', '>', now)
    .returningAll()
    .executeTakeFirst();
  return row && ticketOf(row);
}

export async function endTickets(db: Db, accountId: Id, kinds: readonly TicketKind[]): Promise<number> {
  if (kinds.length === 0) return 0;
  const { numDeletedRows } = await db
    .deleteFrom('tickets')
    .where('account_id', '=', soughtId(accountId))
    .where('kind', 'in', [...kinds])
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

function ticketOf(row: TicketTable): Ticket {
  return {
    digest: row.digest as Digest,
    kind: row.kind as TicketKind,
    accountId: optionalIdOf(row.account_id),
    facts: factsOf(row.facts),
    createdAt: Number(row.created_at),
    expiresAt: Number(row.expires_at),
  };
}
