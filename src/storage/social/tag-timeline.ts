import { sql } from 'kysely';
import type { SoughtTags, Status, TimelinePage } from '../../social/ports.ts';
import { isNotSuspended } from '../queries/not-suspended.ts';
import { soughtId } from '../row-values.ts';
import type { Db } from '../schema.ts';
import { findStatuses } from './statuses.ts';
import { newestFirst, nextOf } from './timelines.ts';

/** How many statuses with a hashtag are looked at for others beside it: none of a million may have them. */
const LOOKED_AT = 2000;

/** Each hashtag has an index of its public statuses, which is read from where the page begins. */
export async function listTagged(
  db: Db,
  { any, all, none }: SoughtTags,
  page: TimelinePage,
): Promise<readonly Status[]> {
  const limit = all.length + none.length > 0 ? LOOKED_AT : page.limit;
  const ofEach = any.map((tag) =>
    db
      .selectFrom(
        paged(db, { ...page, limit })
          .where('status_tags.tag', '=', tag)
          .as('near'),
      )
      .select('near.id')
      .where(({ and }) => and(all.map(hasTag)))
      .where(({ and, not }) => and(none.map((other) => not(hasTag(other))))),
  );
  return newestFirst(await findStatuses(db, await nextOf(db, ofEach, page)), page);
}

function hasTag(tag: string) {
  return sql<boolean>`exists (select 1 from status_tags where status_id = near.id and tag = ${tag})`;
}

const author = sql`(select statuses.account_id from statuses where statuses.id = status_tags.status_id)`;

function paged(db: Db, { limit, maxId, sinceId, minId }: TimelinePage) {
  let query = db
    .selectFrom('status_tags')
    .select('status_tags.status_id as id')
    // A literal: only then the engine sees that the index of these alone will do.
    .where('status_tags.is_public', '=', sql.lit(1))
    .where(isNotSuspended(author));
  if (maxId !== undefined) query = query.where('status_tags.status_id', '<', soughtId(maxId));
  if (sinceId !== undefined) query = query.where('status_tags.status_id', '>', soughtId(sinceId));
  if (minId !== undefined) query = query.where('status_tags.status_id', '>', soughtId(minId));
  return query.orderBy('status_tags.status_id', minId === undefined ? 'desc' : 'asc').limit(limit);
}
