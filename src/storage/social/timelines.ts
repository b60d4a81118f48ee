import { type SelectQueryBuilder, sql } from 'kysely';
import type { Id } from '../../protocol/app.ts';
import type { Status, StatusStore, TimelinePage } from '../../social/ports.ts';
import { isNotSuspended } from '../queries/not-suspended.ts';
import { idOf, listOf, soughtId } from '../row-values.ts';
import type { Db, Schema } from '../schema.ts';
import { statuses, statusOf } from './status-row.ts';
import { findStatuses } from './statuses.ts';

export async function listPublic(db: Db, page: TimelinePage): Promise<readonly Status[]> {
  // A literal: only then the engine sees that the index of these alone will do.
  const rows = await paged(statuses(db), page)
    .where('in_public_timeline', '=', sql.lit(1))
    .where(isNotSuspended(sql.ref('statuses.account_id')))
    .execute();
  return newestFirst(rows.map(statusOf), page);
}

export async function listOfAccount(
  db: Db,
  accountId: Id,
  viewer: { readonly id: Id; readonly follows: boolean } | undefined,
  options: Parameters<StatusStore['listOfAccount']>[2],
): Promise<readonly Status[]> {
  const account = soughtId(accountId);
  let query = paged(statuses(db), options).where('statuses.account_id', '=', account);
  if (viewer?.id !== accountId) {
    const open = viewer?.follows ? ['public', 'unlisted', 'private'] : ['public', 'unlisted'];
    query = query.where(({ eb, or, exists, selectFrom }) =>
      or([
        eb('statuses.visibility', 'in', open),
        ...(viewer === undefined
          ? []
          : [
              exists(
                selectFrom('mentions')
                  .select('mentions.status_id')
                  .whereRef('mentions.status_id', '=', 'statuses.id')
                  .where('mentions.account_id', '=', soughtId(viewer.id)),
              ),
            ]),
      ]),
    );
  }
  if (options.excludeReplies) {
    query = query.where(({ eb, or }) =>
      or([eb('statuses.in_reply_to_account_id', 'is', null), eb('statuses.in_reply_to_account_id', '=', account)]),
    );
  }
  const { tag } = options;
  if (tag !== undefined) {
    query = query.where(({ exists, selectFrom }) =>
      exists(
        selectFrom('status_tags')
          .select('status_tags.tag')
          .whereRef('status_tags.status_id', '=', 'statuses.id')
          .where('status_tags.tag', '=', tag),
      ),
    );
  }
  return newestFirst((await query.execute()).map(statusOf), options);
}

/**
 * Whoever follows many finds a whole page among what was posted next on all of the server. Where that is not so, each author
 * is asked for.
 */
export async function listHome(db: Db, accountId: Id, page: TimelinePage): Promise<readonly Status[]> {
  const viewer = soughtId(accountId);
  const near = await nextOfFollowed(db, viewer, page);
  const ids = near.length === page.limit ? near : await nextOfEachAuthor(db, viewer, page);
  return newestFirst(await findStatuses(db, ids), page);
}

/** How many statuses of anybody are looked at before the authors are. */
const LOOKED_AT = 200;

/** Fewer than a page has when there are more further away. */
async function nextOfFollowed(db: Db, viewer: bigint, page: TimelinePage): Promise<readonly Id[]> {
  const rows = await db
    .selectFrom(
      paged(db.selectFrom('statuses').select(['statuses.id', 'statuses.account_id']), {
        ...page,
        limit: LOOKED_AT,
      }).as('near'),
    )
    .select('near.id')
    .where(({ eb, or, exists, selectFrom }) =>
      or([
        eb('near.account_id', '=', viewer),
        exists(
          selectFrom('follows')
            .select('follows.id')
            .where('follows.follower_id', '=', viewer)
            .whereRef('follows.followed_id', '=', 'near.account_id')
            .where('follows.requested', '=', 0),
        ),
      ]),
    )
    .where(isNotSuspended(sql.ref('near.account_id')))
    .orderBy('near.id', page.minId === undefined ? 'desc' : 'asc')
    .limit(page.limit)
    .execute();
  return rows.map(({ id }) => idOf(id));
}

/**
 * Only of the authors who posted last there can be something on the page, so first the place of each author's next status
 * is looked up in the index, and then so many statuses of those authors are read as the page has.
 */
async function nextOfEachAuthor(db: Db, viewer: bigint, page: TimelinePage): Promise<readonly Id[]> {
  const ascending = page.minId !== undefined;
  const order = ascending ? 'asc' : 'desc';
  const authors = await db
    .selectFrom((from) =>
      from
        .selectFrom(
          db
            .selectFrom('follows')
            .select('follows.followed_id as id')
            .where('follows.follower_id', '=', viewer)
            .where('follows.requested', '=', 0)
            .where(isNotSuspended(sql.ref('follows.followed_id')))
            .unionAll(db.selectFrom('accounts').select('accounts.id').where('accounts.id', '=', viewer))
            .as('authors'),
        )
        .select('authors.id')
        .select(({ selectFrom }) =>
          paged(selectFrom('statuses').select('statuses.id as at'), { ...page, limit: 1 })
            .whereRef('statuses.account_id', '=', 'authors.id')
            .as('at'),
        )
        .as('next'),
    )
    .select('next.id')
    .where('next.at', 'is not', null)
    .orderBy('next.at', order)
    .limit(page.limit)
    .execute();
  const ofEach = authors.map(({ id }) =>
    paged(db.selectFrom('statuses').select('statuses.id'), page).where('statuses.account_id', '=', id),
  );
  return nextOf(db, ofEach, page);
}

/** Of several lists of ids what a page of all of them together has. */
export async function nextOf(
  db: Db,
  lists: readonly SelectQueryBuilder<Schema, never, { readonly id: bigint }>[],
  page: TimelinePage,
): Promise<readonly Id[]> {
  const [first, ...others] = lists.map((list) => db.selectFrom(list.as('list')).select('list.id'));
  if (first === undefined) return [];
  let union = first;
  for (const other of others) union = union.union(other);
  const rows = await db
    .selectFrom(union.as('next'))
    .select('next.id')
    .orderBy('next.id', page.minId === undefined ? 'desc' : 'asc')
    .limit(page.limit)
    .execute();
  return rows.map(({ id }) => idOf(id));
}

/** Of a thread there may be more than anybody reads; what is nearest comes first. */
export async function listAncestors(db: Db, id: Id, limit: number): Promise<readonly Status[]> {
  const { rows } = await sql<{ id: bigint }>`
    with recursive above(id, parent, depth) as (
      select id, in_reply_to_id, 0 from statuses where id = ${soughtId(id)}
      union all
      select statuses.id, statuses.in_reply_to_id, above.depth + 1
      from above join statuses on statuses.id = above.parent
      where above.depth < ${limit}
    )
    select id from above where depth > 0 order by depth
  `.execute(db);
  return findStatuses(
    db,
    rows.map((row) => idOf(row.id)),
  );
}

export async function listDescendants(db: Db, id: Id, limit: number): Promise<readonly Status[]> {
  const found: Id[] = [];
  // Level by level, so that neither a wide nor a deep thread is read beyond the limit.
  for (let level: readonly Id[] = [id]; level.length > 0 && found.length < limit; ) {
    const rows = await db
      .selectFrom('statuses')
      .select('id')
      .where('in_reply_to_id', 'in', level.map(soughtId))
      .orderBy('id')
      .limit(limit - found.length)
      .execute();
    level = rows.map((row) => idOf(row.id));
    found.push(...level);
  }
  return findStatuses(db, found);
}

export async function findFollowed(
  db: Db,
  accountId: Id,
  others: readonly Id[],
): Promise<ReadonlyMap<Id, readonly string[] | undefined>> {
  if (others.length === 0) return new Map();
  const rows = await db
    .selectFrom('follows')
    .select(['followed_id', 'languages'])
    .where('follower_id', '=', soughtId(accountId))
    .where('followed_id', 'in', others.map(soughtId))
    .where('requested', '=', 0)
    .execute();
  return new Map(rows.map((row) => [idOf(row.followed_id), languagesOf(row.languages)]));
}

export async function findFollowing(
  db: Db,
  accountId: Id,
  others: readonly Id[],
): Promise<ReadonlyMap<Id, readonly string[] | undefined>> {
  if (others.length === 0) return new Map();
  const rows = await db
    .selectFrom('follows')
    .select(['follower_id', 'languages'])
    .where('followed_id', '=', soughtId(accountId))
    .where('follower_id', 'in', others.map(soughtId))
    .where('requested', '=', 0)
    .execute();
  return new Map(rows.map((row) => [idOf(row.follower_id), languagesOf(row.languages)]));
}

function languagesOf(text: string | null): readonly string[] | undefined {
  return text === null ? undefined : listOf(text);
}

type Statuses<O> = SelectQueryBuilder<Schema, 'statuses', O>;

function within<T extends Statuses<object>>(query: T, { maxId, sinceId, minId }: TimelinePage): T {
  let bounded: Statuses<object> = query;
  if (maxId !== undefined) bounded = bounded.where('statuses.id', '<', soughtId(maxId));
  if (sinceId !== undefined) bounded = bounded.where('statuses.id', '>', soughtId(sinceId));
  if (minId !== undefined) bounded = bounded.where('statuses.id', '>', soughtId(minId));
  return bounded as T;
}

function paged<T extends Statuses<object>>(query: T, page: TimelinePage): T {
  const order = page.minId === undefined ? 'desc' : 'asc';
  return (within(query, page) as Statuses<object>).orderBy('statuses.id', order).limit(page.limit) as T;
}

/** The order in which everybody is given a page. */
export function newestFirst(found: readonly Status[], { minId }: TimelinePage): readonly Status[] {
  return minId === undefined ? found : found.toReversed();
}
