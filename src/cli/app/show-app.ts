import { withOperator } from '../operator.ts';
import { facts, moment } from '../table.ts';
import { print, printJson } from '../terminal.ts';
import { appPairs, appSummaryView } from './app-view.ts';
import { findAppSummary } from './find-app.ts';

/** `app show`. */
export async function runShowApp(name: string, { json }: { readonly json?: boolean }): Promise<void> {
  await withOperator(async ({ store }) => {
    const app = await findAppSummary(store, name);
    if (json) return printJson(appSummaryView(app));
    print(facts([...appPairs(app), ['People', String(app.people)], ['Last used', moment(app.lastUsedAt)]]));
  });
}
