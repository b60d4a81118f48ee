import { StoreUnavailable } from '../../flows/ports.ts';
import type { MarkedTimeline, Marker, MarkerStore } from '../../social/ports.ts';
import { accountStands } from '../queries/account-stands.ts';
import { soughtId, storedId } from '../row-values.ts';
import type { MarkerTable } from '../schema.ts';
import type { SocialKit } from './create-social-store.ts';

export function createMarkerStore({ read, write }: SocialKit): MarkerStore {
  return {
    find: (accountId, timelines) =>
      read(async (db) => {
        if (timelines.length === 0) return [];
        const rows = await db
          .selectFrom('markers')
          .selectAll()
          .where('account_id', '=', soughtId(accountId))
          .where('timeline', 'in', timelines)
          .execute();
        return rows.map(markerOf);
      }),
    set: (accountId, timeline, lastReadId, at) =>
      write(async (db) => {
        const account = storedId(accountId);
        if (!(await accountStands(db, account)))
          throw new StoreUnavailable('The account ended while its marker was set');
        const values = { last_read_id: lastReadId, updated_at: at };
        const row = await db
          .insertInto('markers')
          .values({ account_id: account, timeline, ...values, version: 1 })
          .onConflict((conflict) =>
            conflict
              .columns(['account_id', 'timeline'])
              .doUpdateSet(({ eb, ref }) => ({ ...values, version: eb(ref('markers.version'), '+', 1) })),
          )
          .returningAll()
          .executeTakeFirstOrThrow();
        return markerOf(row);
      }),
  };
}

function markerOf(row: MarkerTable): Marker {
  return {
    timeline: row.timeline as MarkedTimeline,
    lastReadId: row.last_read_id,
    version: Number(row.version),
    updatedAt: Number(row.updated_at),
  };
}
