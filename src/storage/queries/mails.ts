import type { Mail, MailKind, MailStore, NewMail } from '../../accounts/ports.ts';
import type { Id, Instant } from '../../protocol/app.ts';
import {
  factsOf,
  factsText,
  idOf,
  optionalIdOf,
  optionalInstantOf,
  optionalStoredId,
  soughtId,
} from '../row-values.ts';
import type { Db, MailTable } from '../schema.ts';

export async function addMail(db: Db, id: bigint, mail: NewMail): Promise<Mail> {
  const row = await db
    .insertInto('mails')
    .values({
      id,
      kind: mail.kind,
      account_id: optionalStoredId(mail.accountId),
      recipient: mail.to,
      locale: mail.locale ?? null,
      facts: factsText(mail.facts),
      created_at: mail.createdAt,
      attempts: 0,
      due_at: mail.createdAt,
      failed_at: null,
      last_error: null,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return mailOf(row);
}

/** Moving the time at which it is due is the lease: whoever crashes with it loses it to the next claim after that. */
export async function claimMail(
  db: Db,
  { now, until }: { readonly now: Instant; readonly until: Instant },
): Promise<Mail | undefined> {
  const row = await db
    .updateTable('mails')
    .set(({ eb }) => ({ due_at: until, attempts: eb('attempts', '+', 1) }))
    .where('id', '=', ({ selectFrom }) =>
      selectFrom('mails')
        .select('mails.id')
        .where('failed_at', 'is', null)
        .where('due_at', '<=', now)
        .orderBy('due_at')
        .orderBy('id')
        .limit(1),
    )
    // Again, for engines where another caller may have moved it since the inner look.
    .where('failed_at', 'is', null)
    .where('due_at', '<=', now)
    .returningAll()
    .executeTakeFirst();
  return row && mailOf(row);
}

export async function noteMailSent(db: Db, id: Id): Promise<void> {
  await db.deleteFrom('mails').where('id', '=', soughtId(id)).execute();
}

export async function noteMailFailed(
  db: Db,
  id: Id,
  { at, error, retryAt }: Parameters<MailStore['noteMailFailed']>[1],
): Promise<void> {
  const outcome = retryAt === undefined ? { failed_at: at } : { due_at: retryAt };
  await db
    .updateTable('mails')
    .set({ ...outcome, last_error: error })
    .where('id', '=', soughtId(id))
    .execute();
}

export async function countMails(db: Db): Promise<{ readonly waiting: number; readonly failed: number }> {
  const row = await db
    .selectFrom('mails')
    .select(({ fn }) => [fn.countAll().as('all'), fn.count('failed_at').as('failed')])
    .executeTakeFirstOrThrow();
  const failed = Number(row.failed);
  return { waiting: Number(row.all) - failed, failed };
}

export async function oldestWaitingMail(db: Db): Promise<Instant | undefined> {
  const row = await db
    .selectFrom('mails')
    .select(({ fn }) => fn.min('created_at').as('oldest'))
    .where('failed_at', 'is', null)
    .executeTakeFirst();
  return optionalInstantOf(row?.oldest ?? null);
}

export async function listMails(db: Db, { limit }: { readonly limit: number }): Promise<readonly Mail[]> {
  const rows = await db.selectFrom('mails').selectAll().orderBy('id', 'desc').limit(limit).execute();
  return rows.map(mailOf);
}

function mailOf(row: MailTable): Mail {
  return {
    id: idOf(row.id),
    kind: row.kind as MailKind,
    accountId: optionalIdOf(row.account_id),
    to: row.recipient,
    locale: row.locale ?? undefined,
    facts: factsOf(row.facts),
    createdAt: Number(row.created_at),
    attempts: Number(row.attempts),
    dueAt: Number(row.due_at),
    failedAt: optionalInstantOf(row.failed_at),
    lastError: row.last_error ?? undefined,
  };
}
