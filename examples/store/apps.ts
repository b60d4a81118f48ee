import type { App, AppSummary, Id, Instant, NewApp } from 'mastodoor';
import { appOf, livingApp } from './facts.ts';
import { newestFirst } from './ids.ts';
import type { AppRow, Tables } from './tables.ts';

export function addApp({ apps }: Tables, id: Id, app: NewApp): App {
  if (apps.by('clientId', app.clientId).length > 0) throw new Error('There is an app with this client id already');
  apps.add(id, { ...appOf({ ...app, id }), consentPageAt: undefined, firstGrantAt: undefined, deletedAt: undefined });
  return appOf({ ...app, id });
}

export function findApp({ apps }: Tables, id: Id): App | undefined {
  const app = livingApp(apps.get(id));
  return app && appOf(app);
}

export function findAppByClientId({ apps }: Tables, clientId: string): App | undefined {
  const app = livingApp(apps.by('clientId', clientId)[0]);
  return app && appOf(app);
}

export function listApps(
  tables: Tables,
  { limit, before, name }: { readonly limit: number; readonly before?: Id; readonly name?: string },
): readonly AppSummary[] {
  return tables.apps
    .all()
    .filter((app) => app.deletedAt === undefined)
    .filter((app) => name === undefined || withoutCase(app.name).includes(withoutCase(name)))
    .filter((app) => before === undefined || newestFirst({ id: before }, app) < 0)
    .toArray()
    .sort(newestFirst)
    .slice(0, limit)
    .map((app) => summaryOf(tables, app));
}

export function noteConsentPage({ apps }: Tables, id: Id, at: Instant): void {
  const app = apps.get(id);
  if (app !== undefined && app.consentPageAt === undefined) apps.set(id, { ...app, consentPageAt: at });
}

/** Ends every grant below it too: see `endOf`. */
export function deleteApp({ apps }: Tables, id: Id, at: Instant): boolean {
  const app = livingApp(apps.get(id));
  if (app === undefined) return false;
  apps.set(id, { ...app, deletedAt: at });
  return true;
}

function summaryOf({ grants }: Tables, app: AppRow): AppSummary {
  const people = new Set<string>();
  let lastUsedAt: Instant | undefined;
  for (const grant of grants.by('app', app.id)) {
    if (grant.revokedAt === undefined && grant.accountId !== undefined) people.add(grant.accountId);
    if (grant.lastUsedAt !== undefined) lastUsedAt = Math.max(lastUsedAt ?? grant.lastUsedAt, grant.lastUsedAt);
  }
  return { ...appOf(app), people: people.size, lastUsedAt };
}

/** As the port compares names: only ASCII has letter case. */
function withoutCase(text: string): string {
  return text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
}
