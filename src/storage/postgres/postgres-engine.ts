import { randomUUID } from 'node:crypto';
import type { Compilable } from 'kysely';
import { type Revocation, StoreUnavailable } from '../../flows/ports.ts';
import type { News } from '../../social/ports.ts';
import { textOf } from '../compiled-once.ts';
import type { Engine, WriteOptions } from '../engine.ts';
import type { Db } from '../schema.ts';
import type { PoolLoad } from '../store.ts';
import { ConnectionPool } from './connection-pool.ts';
import type { Reach } from './connection-settings.ts';
import { PointReads } from './point-reads.ts';
import { createDb } from './postgres-dialect.ts';
import { asStoreError, CommitUnknown, isSpent } from './postgres-errors.ts';
import { RevocationChannel } from './revocation-channel.ts';
import { noticesOf, sendNotice } from './revocation-notices.ts';
import { statementName } from './statement-names.ts';
import { bound } from './stored-values.ts';
import { transact } from './transact.ts';

/**
 * Units run beside each other, here and on other nodes, each on a connection of its own; PostgreSQL keeps them apart as
 * far as each needs it. Those that commit at once share its flush to disk.
 */
export class PostgresEngine implements Engine {
  readonly servesNodes = true;
  readonly keepsRowsByIds = false;
  /** By which a node knows its own notices. */
  readonly #origin = randomUUID();
  readonly #patience: number;
  readonly #pool: ConnectionPool;
  readonly #points: PointReads;
  readonly #channel: RevocationChannel;
  readonly #working = new Set<Promise<unknown>>();
  #closing: Promise<void> | undefined;

  constructor(reach: Reach, poolSize: number) {
    this.#patience = reach.patience;
    this.#pool = new ConnectionPool(reach, poolSize);
    this.#points = new PointReads(reach);
    this.#channel = new RevocationChannel(reach, this.#origin, (notice) =>
      this.#pool.lend(({ client }) => sendNotice(client, notice)),
    );
  }

  poolLoad(): PoolLoad {
    return this.#pool.load;
  }

  read<T>(query: (db: Db) => Promise<T>): Promise<T> {
    return this.#work(async () => {
      const deadline = performance.now() + this.#patience;
      try {
        return await this.#pool.lend(({ db }) => query(db));
      } catch (error) {
        if (!isSpent(error) || performance.now() >= deadline) throw error;
        // A connection that broke while it was idle shows only now.
        return this.#pool.lend(({ db }) => query(db));
      }
    });
  }

  write<T>(unit: (db: Db) => Promise<T>, { ends, news, ...options }: WriteOptions<T> = {}): Promise<T> {
    const notices =
      ends === undefined && news === undefined
        ? undefined
        : (result: T) => noticesOf(this.#origin, ends?.(result) ?? [], news?.(result) ?? []);
    return this.#work(async () => {
      try {
        return await transact(this.#pool, this.#patience, { ...options, unit, notices });
      } catch (error) {
        // It may have ended something of which this node keeps copies, and hears nothing of its own.
        if (error instanceof CommitUnknown && ends !== undefined) this.#channel.assumeTheWorst();
        throw error;
      }
    });
  }

  prepare<Values extends readonly (string | bigint)[], Row>(
    query: (db: Db, ...values: Values) => Compilable<Row>,
  ): (...values: Values) => Promise<Row | undefined> {
    const sql = textOf(createDb(undefined as never), query);
    const name = statementName(sql);
    return (...values) => {
      return this.#work(() =>
        this.#points.find({ ...(name === undefined ? {} : { name }), text: sql, values: values.map(bound) }),
      );
    };
  }

  watchOthers(changed: (revocation: Revocation) => void, hear: (news: News) => void): () => void {
    return this.#channel.watch(changed, hear);
  }

  /** Lets the work that was begun finish first. Afterwards every call rejects with `StoreUnavailable`. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    while (this.#working.size > 0) await Promise.allSettled(this.#working);
    await Promise.all([this.#pool.close(), this.#points.close(), this.#channel.close()]);
  }

  #work<T>(work: () => Promise<T>): Promise<T> {
    if (this.#closing !== undefined) return Promise.reject(new StoreUnavailable('The database is closed'));
    const working = work().catch((error: unknown) => {
      throw asStoreError(error);
    });
    this.#working.add(working);
    const done = () => this.#working.delete(working);
    working.then(done, done);
    return working;
  }
}
