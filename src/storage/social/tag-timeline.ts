import { type ExpressionBuilder, sql } from 'kysely';
import type { SoughtTags, Status, TimelinePage } from '../../social/ports.ts';
import { isNotSuspended } from '../queries/not-suspended.ts';
import { soughtId } from '../row-values.ts';
import type { Db, Schema } from '../schema.ts';
import { findStatuses } from './statuses.ts';
import { newestFirst, nextOf } from './timelines.ts';

/** Each hashtag has an index of its public statuses, which is read from where the page begins. */
export async function listTagged(
  db: Db,
  { any, all, none }: SoughtTags,
  page: TimelinePage,
): Promise<readonly Status[]> {
  const ofEach = any.map((tag) =>
    paged(db, page)
      .where('status_tags.tag', '=', tag)
      .where((tags) => tags.and(all.map((other) => hasTag(tags, other))))
      .where((tags) => tags.and(none.map((other) => tags.not(hasTag(tags, other))))),
  );
  return newestFirst(await findStatuses(db, await nextOf(db, ofEach, page)), page);
}

function hasTag({ exists, selectFrom }: ExpressionBuilder<Schema, 'status_tags'>, tag: string) {
  return exists(
    selectFrom('status_tags as other')
      .select('other.tag')
      .whereRef('other.status_id', '=', 'status_tags.status_id')
      .where('other.tag', '=', tag),
  );
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
