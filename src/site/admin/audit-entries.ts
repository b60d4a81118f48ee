import type { AuditEntry } from '../../accounts/ports.ts';
import type { AuditEntryView, AuditSubject } from '../../pages/site/admin/audit-entries.ts';
import type { SiteDeps } from '../site-deps.ts';

/** Entries with the names of what they are about. What is deleted, or another host's, keeps its id alone. */
export async function presentEntries(
  store: Pick<SiteDeps['store'], 'findAccounts' | 'findApp'>,
  entries: readonly AuditEntry[],
  { showsAddresses }: { readonly showsAddresses: boolean },
): Promise<readonly AuditEntryView[]> {
  const accounts = await namesOfAccounts(store, entries);
  const apps = await namesOfApps(store, entries);
  const subject = (id: string | undefined, names: ReadonlyMap<string, string>): AuditSubject | undefined =>
    id === undefined ? undefined : { id, name: names.get(id) };
  return entries.map((entry) => ({
    at: entry.at,
    event: entry.event,
    actor: entry.actor,
    doer: subject(entry.actorId, accounts),
    account: subject(entry.accountId, accounts),
    app: subject(entry.appId, apps),
    address: showsAddresses ? entry.address : undefined,
    details: Object.entries(entry.details).map(([detail, value]) => ({ detail, value })),
  }));
}

async function namesOfAccounts(
  store: Pick<SiteDeps['store'], 'findAccounts'>,
  entries: readonly AuditEntry[],
): Promise<ReadonlyMap<string, string>> {
  const ids = entries.flatMap(({ actorId, accountId }) => [actorId, accountId].filter((id) => id !== undefined));
  return new Map((await store.findAccounts(ids)).map(({ id, username }) => [id, username]));
}

async function namesOfApps(
  store: Pick<SiteDeps['store'], 'findApp'>,
  entries: readonly AuditEntry[],
): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(entries.flatMap(({ appId }) => appId ?? []))];
  const apps = await Promise.all(ids.map((id) => store.findApp(id)));
  return new Map(apps.flatMap((app) => (app === undefined ? [] : [[app.id, app.name] as const])));
}
