import { setTimeout as sleep } from 'node:timers/promises';
import { keepHouse } from '../flows/housekeeping.ts';
import { withOperator } from './operator.ts';
import { table } from './table.ts';
import { print, printJson } from './terminal.ts';

/** Between batches, for the server that may be running. */
const PAUSE = 20;

export interface HousekeepingOptions {
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** `housekeeping`: what the server does every hour, now; with `--dry-run` only counted. */
export async function runHousekeeping({ dryRun = false, json }: HousekeepingOptions): Promise<void> {
  await withOperator(async ({ world }) => {
    const swept = await keepHouse(world, { dryRun, pause: () => sleep(PAUSE) });
    if (json) return printJson(Object.fromEntries(swept.map(({ kind, rows }) => [kind, rows])));
    const rows = swept.map(({ kind, rows }) => [kind, String(rows)]);
    print(table(['KIND', dryRun ? 'WOULD BE REMOVED' : 'REMOVED'], rows));
  });
}
