import type { Compilable } from 'kysely';
import type { Db } from './schema.ts';

/** What a database has to offer so that `create-store.ts` can keep the promises of the ports on it. */
export interface Engine {
  /** Runs queries that change nothing. They see every change whose `write` has resolved. */
  read<T>(query: (db: Db) => Promise<T>): Promise<T>;
  /**
   * Runs a unit of change: all of it happens and is durable when this resolves, or nothing. The unit must await nothing
   * but its queries, and must not call `write` itself.
   */
  write<T>(unit: (db: Db) => Promise<T>): Promise<T>;
  /**
   * Runs one statement that changes something which may be lost in a crash: it need not wait for the disk, and it sees what
   * others committed until it reaches a row, so that nobody undoes it. Absent where `write` does as well.
   */
  writeLightly?<T>(statement: (db: Db) => Promise<T>): Promise<T>;
  /** Whether several nodes work on one database, so that none may count in its own memory what is limited. */
  readonly servesNodes?: boolean;
  /** Compiles a read of one row by one value, once, for the reads that every request needs. */
  prepare<Value extends string | bigint, Row>(
    query: (db: Db, value: Value) => Compilable<Row>,
  ): (value: Value) => Promise<Row | undefined>;
  /**
   * Calls `changed` within 250 ms after anybody else committed something to the database, never for writes of this engine.
   * Keeps no process alive.
   * @returns ends it
   */
  watchOthers(changed: () => void): () => void;
  close(): Promise<void>;
}
