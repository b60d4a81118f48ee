import pg from 'pg';
import type { Db } from '../schema.ts';
import type { PoolLoad } from '../store.ts';
import { connectionSettings, type Reach } from './connection-settings.ts';
import { createDb, type StatementAllowance } from './postgres-dialect.ts';
import { asStoreError, CommitUnknown, isSpent, overNetwork } from './postgres-errors.ts';

/** A connection while one caller has it. */
export interface Borrowed {
  readonly client: pg.PoolClient;
  /** Compiles on this connection; queries that are compiled once are so once for each connection. */
  readonly db: Db;
  /** Of statements through `db`; unlimited at first. */
  readonly allowance: StatementAllowance;
}

/** Connections that callers borrow one after the other. Broken ones are replaced. Idle ones keep no process alive. */
export class ConnectionPool {
  readonly #pool: pg.Pool;
  readonly #known = new WeakMap<pg.PoolClient, Borrowed>();

  constructor(reach: Reach, size: number) {
    this.#pool = new pg.Pool({ ...connectionSettings(reach), max: size, allowExitOnIdle: true });
    // A connection that breaks rejects the query that waits, and is removed. Without listeners its error would end the
    // process.
    this.#pool.on('error', () => {});
    this.#pool.on('connect', (client) => client.on('error', () => {}));
  }

  /** Lends a connection to `work`. Rejects with what came of it, or with `StoreUnavailable` when there is no connection. */
  async lend<T>(work: (borrowed: Borrowed) => Promise<T>): Promise<T> {
    const client = await this.#connect();
    let spent = false;
    try {
      return await work(this.#borrowed(client));
    } catch (error) {
      spent = isSpent(error) || error instanceof CommitUnknown;
      throw error;
    } finally {
      client.release(spent || client.getTransactionStatus() !== 'I');
    }
  }

  /** How busy its connections are. */
  get load(): PoolLoad {
    const { totalCount, idleCount, waitingCount } = this.#pool;
    return { busy: totalCount - idleCount, idle: idleCount, waiting: waitingCount };
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }

  async #connect(): Promise<pg.PoolClient> {
    try {
      return await overNetwork(this.#pool.connect());
    } catch (error) {
      throw asStoreError(error);
    }
  }

  #borrowed(client: pg.PoolClient): Borrowed {
    let borrowed = this.#known.get(client);
    if (borrowed === undefined) {
      const allowance: StatementAllowance = { left: Infinity };
      borrowed = { client, db: createDb(client, allowance), allowance };
      this.#known.set(client, borrowed);
    }
    borrowed.allowance.left = Infinity;
    borrowed.allowance.sent = undefined;
    return borrowed;
  }
}
