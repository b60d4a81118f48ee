import type { AuditEntry } from '../../accounts/ports.ts';
import { findAccount } from '../account/find-account.ts';
import { findAppSummary } from '../app/find-app.ts';
import { type Operator, withOperator } from '../operator.ts';
import { readId } from '../record-id.ts';
import { moment, table } from '../table.ts';
import { note, print, printJson } from '../terminal.ts';

export interface ListAuditOptions {
  readonly account?: string;
  readonly app?: string;
  readonly event?: string;
  readonly address?: string;
  readonly since?: number;
  readonly until?: number;
  readonly before?: string;
  readonly limit: number;
  readonly json?: boolean;
}

/** `audit list`: who did what, newest first. What is deleted is named by its id. */
export async function runListAudit(options: ListAuditOptions): Promise<void> {
  await withOperator(async ({ store }) => {
    const { account, app, event, address, since, until, before, limit } = options;
    const entries = await store.listAuditEntries({
      limit,
      before,
      event,
      address,
      since,
      until,
      accountId: account === undefined ? undefined : (readId(account) ?? (await findAccount(store, account)).id),
      appId: app === undefined ? undefined : (readId(app) ?? (await findAppSummary(store, app)).id),
    });
    if (options.json) return printJson(entries.map(entryView));
    if (entries.length === 0) return note('The audit log has no such entry.');
    const names = await namesOf(store, entries);
    const rows = entries.map((entry) => [
      moment(entry.at),
      entry.event,
      entry.actorId === undefined ? `(${entry.actor})` : names.account(entry.actorId),
      entry.accountId === undefined ? '' : names.account(entry.accountId),
      entry.appId === undefined ? '' : names.app(entry.appId),
      entry.address ?? '',
      detailsOf(entry),
    ]);
    print(table(['WHEN', 'EVENT', 'BY', 'ACCOUNT', 'APP', 'ADDRESS', 'DETAILS'], rows));
    if (entries.length === limit) note(`There may be more: --before ${entries.at(-1)?.id}`);
  });
}

async function namesOf(store: Operator['store'], entries: readonly AuditEntry[]) {
  const accountIds = entries.flatMap(({ actorId, accountId }) => [actorId ?? [], accountId ?? []].flat());
  const appIds = [...new Set(entries.flatMap(({ appId }) => appId ?? []))];
  const accounts = new Map((await store.findAccounts(accountIds)).map(({ id, username }) => [id, username]));
  const found = await Promise.all(appIds.map((id) => store.findApp(id)));
  const apps = new Map(found.flatMap((app) => (app === undefined ? [] : [[app.id, app.name] as const])));
  return { account: (id: string) => accounts.get(id) ?? id, app: (id: string) => apps.get(id) ?? id };
}

function detailsOf({ details }: AuditEntry): string {
  return Object.entries(details)
    .map(([name, value]) => `${name}=${Array.isArray(value) ? value.join(' ') : String(value)}`)
    .join(', ');
}

function entryView(entry: AuditEntry) {
  return {
    id: entry.id,
    at: new Date(entry.at).toISOString(),
    event: entry.event,
    actor: entry.actor,
    actor_id: entry.actorId ?? null,
    account_id: entry.accountId ?? null,
    app_id: entry.appId ?? null,
    address: entry.address ?? null,
    details: entry.details,
  };
}
