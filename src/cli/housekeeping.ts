import { withOperator } from './operator.ts';
import { table } from './table.ts';
import { print, printJson } from './terminal.ts';

export interface HousekeepingOptions {
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** `housekeeping`: what the server does every hour, now; with `--dry-run` only counted. */
export async function runHousekeeping({ dryRun = false, json }: HousekeepingOptions): Promise<void> {
  await withOperator(async ({ admin }) => {
    const swept = await admin.keepHouse({ dryRun });
    if (json) return printJson(Object.fromEntries(swept.map(({ kind, rows }) => [kind, rows])));
    const rows = swept.map(({ kind, rows }) => [kind, String(rows)]);
    print(table(['KIND', dryRun ? 'WOULD BE REMOVED' : 'REMOVED'], rows));
  });
}
