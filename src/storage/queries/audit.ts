import type { AuditActor, AuditEntry, AuditFilter } from '../../accounts/ports.ts';
import type { AccountId } from '../../protocol/app.ts';
import { compiledOnce } from '../compiled-once.ts';
import {
  factsOf,
  factsText,
  idOf,
  optionalIdOf,
  optionalStoredId,
  soughtAccountId,
  soughtId,
  storedAccountId,
} from '../row-values.ts';
import type { AuditEntryTable, Db } from '../schema.ts';

export async function addAuditEntry(db: Db, id: bigint, entry: Omit<AuditEntry, 'id'>): Promise<void> {
  await insertEntry(db, {
    id,
    at: entry.at,
    event: entry.event,
    actor: entry.actor,
    actorId: optionalAccountId(entry.actorId),
    accountId: optionalAccountId(entry.accountId),
    appId: optionalStoredId(entry.appId),
    address: entry.address ?? null,
    details: factsText(entry.details),
  });
}

const insertEntry = compiledOnce(
  (
    db,
    values: {
      id: bigint;
      at: number;
      event: string;
      actor: string;
      actorId: string | null;
      accountId: string | null;
      appId: bigint | null;
      address: string | null;
      details: string;
    },
  ) =>
    db.insertInto('audit_entries').values({
      id: values.id,
      at: values.at,
      event: values.event,
      actor: values.actor,
      actor_id: values.actorId,
      account_id: values.accountId,
      app_id: values.appId,
      address: values.address,
      details: values.details,
    }),
);

export async function listAuditEntries(db: Db, filter: AuditFilter): Promise<readonly AuditEntry[]> {
  let query = db.selectFrom('audit_entries').selectAll().orderBy('id', 'desc').limit(filter.limit);
  const { before, event, accountId, actorId, appId, address, since, until } = filter;
  if (before !== undefined) query = query.where('id', '<', soughtId(before));
  if (event !== undefined) query = query.where('event', '=', event);
  if (accountId !== undefined) {
    const id = soughtAccountId(accountId);
    query = query.where(({ eb, or }) => or([eb('account_id', '=', id), eb('actor_id', '=', id)]));
  }
  if (actorId !== undefined) query = query.where('actor_id', '=', soughtAccountId(actorId));
  if (appId !== undefined) query = query.where('app_id', '=', soughtId(appId));
  if (address !== undefined) query = query.where('address', '=', address);
  if (since !== undefined) query = query.where('at', '>=', since);
  if (until !== undefined) query = query.where('at', '<', until);
  return (await query.execute()).map(entryOf);
}

function optionalAccountId(id: AccountId | undefined): string | null {
  return id === undefined ? null : storedAccountId(id);
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
