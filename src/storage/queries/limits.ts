import type { Compilable, SelectQueryBuilder } from 'kysely';
import type {
  LimitCount,
  LimitCounter,
  LimitTries,
  ReachedLimit,
  ReachedLimitFilter,
  SweepableLimits,
} from '../../flows/ports.ts';
import type { Id, Instant } from '../../protocol/app.ts';
import { compiledOnce } from '../compiled-once.ts';
import { idOf, optionalInstantOf, soughtId } from '../row-values.ts';
import type { Db, ReachedLimitTable, Schema } from '../schema.ts';
import { countRows } from './sweep.ts';

/** More would be a text of its own for each number, and connections keep such texts prepared. */
const MOST_AT_ONCE = 64;

/** Whether one statement counts so many. */
export function isOneStatement(tries: readonly LimitTries[]): boolean {
  return tries.length <= MOST_AT_ONCE;
}

/** In statements of so many rows each. Rows are taken in the order of their keys, so that callers never wait in a ring. */
export async function countTries(db: Db, tries: readonly LimitTries[]): Promise<readonly LimitCount[]> {
  const sorted = tries.toSorted((one, other) => compare(one.rule, other.rule) || compare(one.key, other.key));
  const counts = new Map<string, LimitCount>();
  for (let from = 0; from < sorted.length; from += MOST_AT_ONCE) {
    const some = sorted.slice(from, from + MOST_AT_ONCE);
    const values: Record<string, string | number> = {};
    for (const [place, { rule, key, windowEndsAt, by }] of some.entries()) {
      values[`rule${place}`] = rule;
      values[`key${place}`] = key;
      values[`end${place}`] = windowEndsAt;
      values[`by${place}`] = by;
    }
    for (const row of await statementFor(some.length)(db, values)) {
      const count = { count: Number(row.count), windowEndsAt: Number(row.window_ends_at) };
      counts.set(`${row.rule}\n${row.key}`, count);
    }
  }
  return tries.map(({ rule, key }) => {
    const count = counts.get(`${rule}\n${key}`);
    if (count === undefined) throw new Error('A counter is missing among those that were just written');
    return count;
  });
}

type CountStatement = ReturnType<typeof compileCount>;

const statements = new Map<number, CountStatement>();

function statementFor(rows: number): CountStatement {
  const statement = statements.get(rows) ?? compileCount(rows);
  statements.set(rows, statement);
  return statement;
}

/**
 * One statement, so that nobody comes between the adding and the looking. A row of a later window stays in it: a node whose
 * clock is slower would otherwise begin the earlier window anew, and two clocks would give out tries without end.
 */
function compileCount(rows: number) {
  return compiledOnce((db, values: Readonly<Record<string, string | number>>) =>
    db
      .insertInto('limit_counts')
      .values(
        Array.from({ length: rows }, (_, place) => ({
          rule: values[`rule${place}`] as string,
          key: values[`key${place}`] as string,
          window_ends_at: values[`end${place}`] as number,
          count: values[`by${place}`] as number,
        })),
      )
      .onConflict((conflict) =>
        conflict.columns(['rule', 'key']).doUpdateSet((eb) => {
          const stands = eb('limit_counts.window_ends_at', '>=', eb.ref('excluded.window_ends_at'));
          return {
            count: eb
              .case()
              .when(stands)
              .then(eb('limit_counts.count', '+', eb.ref('excluded.count')))
              .else(eb.ref('excluded.count'))
              .end(),
            window_ends_at: eb
              .case()
              .when(stands)
              .then(eb.ref('limit_counts.window_ends_at'))
              .else(eb.ref('excluded.window_ends_at'))
              .end(),
          };
        }),
      )
      .returning(['rule', 'key', 'count', 'window_ends_at']),
  );
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

export async function takeBackTries(db: Db, { rule, key, windowEndsAt, by }: LimitTries): Promise<void> {
  await db
    .updateTable('limit_counts')
    .set((eb) => ({ count: eb('count', '-', by) }))
    .where('rule', '=', rule)
    .where('key', '=', key)
    .where('window_ends_at', '=', windowEndsAt)
    .where('count', '>=', by)
    .execute();
}

export async function removeCounter(db: Db, { rule, key, windowEndsAt }: LimitCounter): Promise<void> {
  await db
    .deleteFrom('limit_counts')
    .where('rule', '=', rule)
    .where('key', '=', key)
    .where('window_ends_at', '=', windowEndsAt)
    .execute();
}

export async function noteReachedLimit(
  db: Db,
  id: bigint,
  { rule, key, windowEndsAt, at, again }: LimitCounter & { readonly at: Instant; readonly again: boolean },
): Promise<ReachedLimit> {
  await db
    .insertInto('reached_limits')
    .values({ id, rule, key, reached_at: at, window_ends_at: windowEndsAt, lifted_at: null, lifts: 0 })
    .onConflict((conflict) => {
      const known = conflict.columns(['rule', 'key', 'window_ends_at']);
      if (!again) return known.doNothing();
      return known.doUpdateSet({ reached_at: at, lifted_at: null }).where('reached_limits.lifted_at', 'is not', null);
    })
    .execute();
  const reached = await findReachedLimit(db, { rule, key, windowEndsAt });
  if (reached === undefined) throw new Error('A reached limit is missing that was just noted');
  return reached;
}

/** Read for every request that is refused. */
const reachedLimit = compiledOnce(
  (
    db,
    { rule, key, windowEndsAt }: { readonly rule: string; readonly key: string; readonly windowEndsAt: Instant },
  ): Compilable<ReachedLimitTable> =>
    db
      .selectFrom('reached_limits')
      .selectAll()
      .where('rule', '=', rule)
      .where('key', '=', key)
      .where('window_ends_at', '=', windowEndsAt),
);

export async function findReachedLimit(
  db: Db,
  { rule, key, windowEndsAt }: LimitCounter,
): Promise<ReachedLimit | undefined> {
  const [row] = await reachedLimit(db, { rule, key, windowEndsAt });
  return row && reachedOf(row);
}

export async function listReachedLimits(
  db: Db,
  { limit, before, openAt, key }: ReachedLimitFilter,
): Promise<readonly ReachedLimit[]> {
  let query = db.selectFrom('reached_limits').selectAll().orderBy('id', 'desc').limit(limit);
  if (before !== undefined) query = query.where('id', '<', soughtId(before));
  if (openAt !== undefined) query = query.where('window_ends_at', '>', openAt);
  if (key !== undefined) {
    const beginning = `${key} `;
    query = query.where((eb) =>
      eb.or([
        eb('key', '=', key),
        eb(eb.fn<string>('substr', ['key', eb.lit(1), eb.lit([...beginning].length)]), '=', beginning),
      ]),
    );
  }
  return (await query.execute()).map(reachedOf);
}

/** Marks it; the counter is {@link removeCounter}'s. */
export async function markLifted(db: Db, id: Id, at: Instant): Promise<ReachedLimit | undefined> {
  const row = await db
    .updateTable('reached_limits')
    .set((eb) => ({ lifted_at: at, lifts: eb('lifts', '+', 1) }))
    .where('id', '=', soughtId(id))
    .where('window_ends_at', '>', at)
    .returningAll()
    .executeTakeFirst();
  return row && reachedOf(row);
}

export async function countSweepableLimits(db: Db, kind: SweepableLimits, before: Instant): Promise<number> {
  return kind === 'limit counts' ? countRows(db, oldCounts(db, before)) : countRows(db, oldReached(db, before));
}

export async function sweepLimits(db: Db, kind: SweepableLimits, before: Instant, batch: number): Promise<number> {
  if (kind === 'reached limits') {
    const ids = oldReached(db, before).limit(batch);
    const { numDeletedRows } = await db.deleteFrom('reached_limits').where('id', 'in', ids).executeTakeFirstOrThrow();
    return Number(numDeletedRows);
  }
  const counters = oldCounts(db, before).limit(batch).$asTuple('rule', 'key', 'window_ends_at');
  const { numDeletedRows } = await db
    .deleteFrom('limit_counts')
    .where(({ eb, refTuple }) => eb(refTuple('rule', 'key', 'window_ends_at'), 'in', counters))
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

type Query<Table extends keyof Schema, Column extends keyof Schema[Table]> = SelectQueryBuilder<
  Schema,
  Table,
  Pick<Schema[Table], Column>
>;

function oldCounts(db: Db, before: Instant): Query<'limit_counts', 'rule' | 'key' | 'window_ends_at'> {
  return db
    .selectFrom('limit_counts')
    .select(['rule', 'key', 'window_ends_at'])
    .where('window_ends_at', '<', before)
    .orderBy('rule')
    .orderBy('key');
}

function oldReached(db: Db, before: Instant): Query<'reached_limits', 'id'> {
  return db.selectFrom('reached_limits').select('id').where('window_ends_at', '<', before);
}

function reachedOf(row: ReachedLimitTable): ReachedLimit {
  return {
    id: idOf(row.id),
    rule: row.rule,
    key: row.key,
    reachedAt: Number(row.reached_at),
    windowEndsAt: Number(row.window_ends_at),
    liftedAt: optionalInstantOf(row.lifted_at),
    lifts: Number(row.lifts),
  };
}
