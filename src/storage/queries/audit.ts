import type { AuditActor, AuditEntry, AuditFilter } from '../../accounts/ports.ts';
import { factsOf, factsText, idOf, optionalIdOf, optionalStoredId, soughtId } from '../row-values.ts';
import type { AuditEntryTable, Db } from '../schema.ts';

export async function addAuditEntry(db: Db, id: bigint, entry: Omit<AuditEntry, 'id'>): Promise<void> {
  await db
    .insertInto('audit_entries')
    .values({
      id,
      at: entry.at,
      event: entry.event,
      actor: entry.actor,
      actor_id: entry.actorId ?? null,
      account_id: entry.accountId ?? null,
      app_id: optionalStoredId(entry.appId),
      address: entry.address ?? null,
      details: factsText(entry.details),
    })
    .execute();
}

export async function listAuditEntries(db: Db, filter: AuditFilter): Promise<readonly AuditEntry[]> {
  let query = db.selectFrom('audit_entries').selectAll().orderBy('id', 'desc').limit(filter.limit);
  const { before, event, accountId, actorId, appId, address, since, until } = filter;
  if (before !== undefined) query = query.where('id', '<', soughtId(before));
  if (event !== undefined) query = query.where('event', '=', event);
  if (accountId !== undefined) {
    query = query.where(({ eb, or }) => or([eb('account_id', '=', accountId), eb('actor_id', '=', accountId)]));
  }
  if (actorId !== undefined) query = query.where('actor_id', '=', actorId);
  if (appId !== undefined) query = query.where('app_id', '=', soughtId(appId));
  if (address !== undefined) query = query.where('address', '=', address);
  if (since !== undefined) query = query.where('at', '>=', since);
  if (until !== undefined) query = query.where('at', '<', until);
  return (await query.execute()).map(entryOf);
}

function entryOf(row: AuditEntryTable): AuditEntry {
  return {
    id: idOf(row.id),
    at: Number(row.at),
    event: row.event,
    actor: row.actor as AuditActor,
    actorId: row.actor_id ?? undefined,
    accountId: row.account_id ?? undefined,
    appId: optionalIdOf(row.app_id),
    address: row.address ?? undefined,
    details: factsOf(row.details),
  };
}
