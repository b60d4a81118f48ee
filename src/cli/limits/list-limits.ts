import { withOperator } from '../operator.ts';
import { moment, table } from '../table.ts';
import { note, print, printJson } from '../terminal.ts';
import { limitState, limitView, namesOf, whoReached } from './limit-view.ts';

export interface ListLimitsOptions {
  readonly all?: boolean;
  readonly limit: number;
  readonly before?: string;
  readonly json?: boolean;
}

/** `limits list`: who reached which limit, newest first; with `--all` also what is over, for as long as it is kept. */
export async function runListLimits({ all, limit, before, json }: ListLimitsOptions): Promise<void> {
  await withOperator(async ({ store }) => {
    const now = Date.now();
    const reached = await store.limits.listReachedLimits({
      limit,
      ...(before === undefined ? {} : { before }),
      ...(all ? {} : { openAt: now }),
    });
    const names = await namesOf(store, reached);
    if (json) return printJson(reached.map((one) => limitView(one, names, now)));
    if (reached.length === 0) return note(all ? 'No limit was reached lately.' : 'No limit is reached now.');
    const rows = reached.map((one) => [
      one.id,
      one.rule,
      whoReached(one, names),
      limitState(one, now),
      moment(one.reachedAt),
      moment(one.windowEndsAt),
    ]);
    print(table(['ID', 'LIMIT', 'WHO', 'STATE', 'REACHED', 'UNTIL'], rows));
    if (reached.length === limit) note(`There may be more: --before ${reached.at(-1)?.id}`);
  });
}
