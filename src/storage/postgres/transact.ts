import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { StoreUnavailable } from '../../flows/ports.ts';
import { tellCommit } from '../commit-channel.ts';
import type { WriteOptions } from '../engine.ts';
import type { Db } from '../schema.ts';
import type { Borrowed, ConnectionPool } from './connection-pool.ts';
import {
  CommitUnknown,
  isOfDatabase,
  isSpent,
  isTakenKey,
  metAnother,
  overNetwork,
  wasRefused,
} from './postgres-errors.ts';
import { sendNotice } from './revocation-notices.ts';

const LONGEST_PAUSE = 100;

/** How often work is begun anew on another connection after one broke, or with another id. */
const MOST_ACCIDENTS = 3;

/** What begins a transaction that looks as if nothing else ran. */
const ALONE = 'begin isolation level serializable';

/** What begins one between whose statements others may come. */
const FREE = 'begin isolation level read committed';

/** The same without waiting for the disk. */
const MAY_BE_LOST = `${FREE}; set local synchronous_commit = off`;

/** One piece of work that happens as a whole. */
export interface Work<T> extends Pick<WriteOptions<T>, 'steps' | 'mayBeLost'> {
  /** Touches nothing but the database, since it may have to run again. */
  readonly unit: (db: Db) => Promise<T>;
  /** What others are told when it commits. */
  readonly notices?: ((result: T) => readonly string[]) | undefined;
}

/**
 * Runs work until it is committed: anew when it met other work and one of them had to give way; anew on another
 * connection when the first broke before the commit was sent; anew when another node drew the same id. Rejects with what
 * the unit throws, or with {@link CommitUnknown}.
 * @param patience milliseconds after which nothing is begun anew
 */
export async function transact<T>(pool: ConnectionPool, patience: number, work: Work<T>): Promise<T> {
  const once = wayOf(work);
  const deadline = performance.now() + patience;
  let accidents = 0;
  for (let attempt = 1; ; attempt++) {
    try {
      return await pool.lend((borrowed) => once(borrowed, work));
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

function wayOf<T>({ steps, mayBeLost, notices }: Work<T>): (borrowed: Borrowed, work: Work<T>) => Promise<T> {
  if (steps !== 'one' || notices !== undefined) return runTransaction;
  return mayBeLost ? runBeforeCommit : runStatement;
}

/** PostgreSQL commits a statement by itself: one round trip. */
async function runStatement<T>({ db, allowance }: Borrowed, { unit }: Work<T>): Promise<T> {
  allowance.left = 1;
  try {
    return await unit(db);
  } catch (error) {
    throw isOfDatabase(error) && !wasRefused(error) ? new CommitUnknown(error) : error;
  }
}

/**
 * The transaction is there so that nobody waits for the disk. Its beginning and its end travel with its one statement: one round trip,
 * and a row that many change, as a counter, is free for the next of them before this process looks at the answer. Where the connection
 * breaks it runs anew, and may have happened before.
 */
async function runBeforeCommit<T>({ client, db, allowance }: Borrowed, { unit }: Work<T>): Promise<T> {
  const begun = settled(client.query(MAY_BE_LOST));
  const started = performance.now();
  let ended: Promise<pg.QueryResult> | undefined;
  const end = () => {
    ended ??= overNetwork(client.query('commit'));
    return ended;
  };
  allowance.left = 1;
  // Whoever asks for the outcome comes later; until then a failure has somebody who hears of it.
  allowance.sent = () => void end().catch(() => {});
  try {
    const result = await unit(db);
    const { command } = await end();
    if (command !== 'COMMIT') throw new StoreUnavailable('The database did not commit');
    tellCommit(1, started);
    return result;
  } catch (error) {
    await (ended?.catch(() => {}) ?? rollBack(client));
    throw (await begun).error ?? error;
  }
}

async function runTransaction<T>({ client, db, allowance }: Borrowed, work: Work<T>): Promise<T> {
  // Not awaited: it travels together with the first query.
  const begun = settled(client.query(beginning(work)));
  // Outside of a transaction each statement would be committed by itself.
  const lost = begun.then(({ error }) => {
    if (error !== undefined) allowance.left = 0;
    return error;
  });
  let result: T;
  try {
    result = await work.unit(db);
  } catch (error) {
    const reason = await lost;
    await rollBack(client);
    throw reason === undefined || isSpent(reason) ? error : new CommitUnknown(reason);
  }
  const reason = await lost;
  if (reason !== undefined) throw new CommitUnknown(reason);
  const told = (work.notices?.(result) ?? []).map((notice) => settled(sendNotice(client, notice)));
  const started = performance.now();
  const { command } = await commit(client);
  // PostgreSQL answers a commit with a rollback when something failed before.
  if (command !== 'COMMIT') {
    for (const outcome of told) {
      const { error } = await outcome;
      if (error !== undefined) throw error;
    }
    throw new StoreUnavailable('The database did not commit');
  }
  tellCommit(1, started);
  return result;
}

function beginning<T>({ steps, mayBeLost }: Work<T>): string {
  if (steps === undefined) return ALONE;
  return mayBeLost ? MAY_BE_LOST : FREE;
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

/** Of a query that is sent and looked at later. */
function settled(answer: Promise<unknown>): Promise<{ readonly error?: unknown }> {
  return overNetwork(answer).then(
    () => ({}),
    (error: unknown) => ({ error }),
  );
}
