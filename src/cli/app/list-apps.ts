import { withOperator } from '../operator.ts';
import { moment, table } from '../table.ts';
import { note, print, printJson } from '../terminal.ts';
import { appSummaryView } from './app-view.ts';

export interface ListAppsOptions {
  readonly limit: number;
  readonly before?: string;
  readonly search?: string;
  readonly json?: boolean;
}

/** `app list`: newest first. */
export async function runListApps({ limit, before, search, json }: ListAppsOptions): Promise<void> {
  await withOperator(async ({ store }) => {
    const apps = await store.listApps({
      limit,
      ...(before === undefined ? {} : { before }),
      ...(search === undefined ? {} : { name: search }),
    });
    if (json) return printJson(apps.map(appSummaryView));
    if (apps.length === 0) return note(search === undefined ? 'No apps have registered.' : 'No such app.');
    const rows = apps.map(({ id, name, people, lastUsedAt, createdAt, resourceServer, scopes }) => [
      id,
      name,
      String(people),
      moment(lastUsedAt),
      moment(createdAt),
      resourceServer ? 'resource server' : 'app',
      scopes.join(' '),
    ]);
    print(table(['ID', 'NAME', 'PEOPLE', 'LAST USED', 'REGISTERED', 'KIND', 'SCOPES'], rows));
    if (apps.length === limit) note(`There may be more: --before ${apps.at(-1)?.id}`);
  });
}
