import type { AppStore, AppSummary } from '../../flows/ports.ts';
import { CliFailure } from '../cli-failure.ts';
import { readId } from '../record-id.ts';

/**
 * The app that an operator means by its client id or its id, with how it is used.
 * @throws CliFailure when there is none
 */
export async function findAppSummary(
  store: Pick<AppStore, 'findApp' | 'findAppByClientId' | 'listApps'>,
  name: string,
): Promise<AppSummary> {
  const id = readId(name);
  const app = (await store.findAppByClientId(name)) ?? (id === undefined ? undefined : await store.findApp(id));
  // The list is the one place that counts people; the page before the next id begins with this app.
  const [summary] =
    app === undefined ? [] : await store.listApps({ limit: 1, before: (BigInt(app.id) + 1n).toString() });
  if (summary === undefined || summary.id !== app?.id) {
    throw new CliFailure(`There is no app "${name}". See: mastodoor app list`);
  }
  return summary;
}
