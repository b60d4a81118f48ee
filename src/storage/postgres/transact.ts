import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { StoreUnavailable } from '../../flows/ports.ts';
import { tellCommit } from '../commit-channel.ts';
import type { Db } from '../schema.ts';
import type { Borrowed, ConnectionPool } from './connection-pool.ts';
import { PATIENCE } from './connection-settings.ts';
import { CommitUnknown, isSpent, isTakenKey, metAnother, overNetwork, wasRefused } from './postgres-errors.ts';

const LONGEST_PAUSE = 100;

/** How often work is begun anew on another connection after one broke, or with another id. */
const MOST_ACCIDENTS = 3;

/** One piece of work that happens as a whole. */
export interface Transaction<T> {
  /** What begins it. */
  readonly begin: string;
  /** Touches nothing but the database, since it may have to run again. */
  readonly unit: (db: Db) => Promise<T>;
  /** What others are told when it commits: texts for `channel`. */
  readonly notices: (result: T) => readonly string[];
  readonly channel: string;
}

/**
 * Runs a transaction until it is committed: anew when it met another one, as those that commit must look as if they had
 * run one after the other; anew on another connection when the first broke before the commit was sent. Rejects with
 * what the unit throws, or with {@link CommitUnknown}.
 */
export async function transact<T>(pool: ConnectionPool, transaction: Transaction<T>): Promise<T> {
  const deadline = performance.now() + PATIENCE;
  let accidents = 0;
  for (let attempt = 1; ; attempt++) {
    try {
      return await pool.lend((borrowed) => once(borrowed, transaction));
    } catch (error) {
      if (error instanceof StoreUnavailable || performance.now() >= deadline) throw error;
      if (!metAnother(error)) {
        const isAccident = isTakenKey(error) || isSpent(error);
        if (!isAccident || ++accidents > MOST_ACCIDENTS) throw error;
      }
    }
    // Those who met must not meet again.
    await sleep(Math.random() * Math.min(2 ** attempt, LONGEST_PAUSE));
  }
}

async function once<T>({ client, db }: Borrowed, { begin, unit, notices, channel }: Transaction<T>): Promise<T> {
  // Not awaited: it travels together with the first query.
  const begun = settled(client.query(begin));
  let result: T;
  try {
    result = await unit(db);
    await reached(begun);
  } catch (error) {
    await rollBack(client);
    throw error;
  }
  const told = notices(result).map((notice) =>
    settled(client.query({ name: 'mastodoor_notify', text: 'select pg_notify($1, $2)', values: [channel, notice] })),
  );
  const started = performance.now();
  const { command } = await commit(client);
  // PostgreSQL answers a commit with a rollback when something failed before.
  if (command !== 'COMMIT') {
    for (const notice of told) await reached(notice);
    throw new StoreUnavailable('The database did not commit');
  }
  tellCommit(1, started);
  return result;
}

async function commit(client: pg.ClientBase): Promise<pg.QueryResult> {
  try {
    return await overNetwork(client.query('commit'));
  } catch (error) {
    throw wasRefused(error) ? error : new CommitUnknown(error);
  }
}

/** What cannot be rolled back is gone with its connection, which is not lent again. */
async function rollBack(client: pg.ClientBase): Promise<void> {
  await client.query('rollback').catch(() => {});
}

type Outcome = Promise<{ readonly error?: unknown }>;

/** Of a query that is sent and looked at later. */
function settled(answer: Promise<unknown>): Outcome {
  return overNetwork(answer).then(
    () => ({}),
    (error: unknown) => ({ error }),
  );
}

async function reached(outcome: Outcome): Promise<void> {
  const { error } = await outcome;
  if (error !== undefined) throw error;
}
