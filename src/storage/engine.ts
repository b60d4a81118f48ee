import type { Compilable } from 'kysely';
import type { Revocation } from '../flows/ports.ts';
import type { News } from '../social/ports.ts';
import type { Db } from './schema.ts';
import type { PoolLoad } from './store.ts';

/** What an engine may know of a change. */
export interface WriteOptions<T> {
  /** What the change ended, for engines that tell other processes: they hear of it when it is committed, not before. */
  readonly ends?: (result: T) => readonly Revocation[];
  /** The same of what others may want to know, and nobody keeps copies of. */
  readonly news?: (result: T) => readonly News[];
  /**
   * Whether a crash may undo it after it was answered, so that nobody has to wait for the disk. Only with `steps`. Of a single statement
   * it also says that it may happen twice, where a connection broke before it was answered.
   */
  readonly mayBeLost?: boolean;
  /**
   * How little it needs to be kept from what others do meanwhile. Absent: it must look as if nothing else ran.
   * "free": others may come between its statements, since each decides by itself, in the change of a row that it makes
   * only where what it was decided upon still stands; the rows stay locked to the end, and it is right whatever committed
   * in between. "one": moreover it is a single statement.
   */
  readonly steps?: 'one' | 'free';
}

/** What a database has to offer so that `create-store.ts` can keep the promises of the ports on it. */
export interface Engine {
  /** Runs queries that change nothing. They see every change whose `write` has resolved. */
  read<T>(query: (db: Db) => Promise<T>): Promise<T>;
  /**
   * Runs a unit of change, as if no other ran at the same time: all of it happens and is durable when this resolves, or
   * nothing. The unit must await nothing but its queries, and must not call `write` itself. It may be run several times,
   * of which one counts.
   */
  write<T>(unit: (db: Db) => Promise<T>, options?: WriteOptions<T>): Promise<T>;
  /** Whether several nodes work on one database, so that none may count in its own memory what is limited. */
  readonly servesNodes: boolean;
  /** Whether the rows of a table lie in the order of their ids, so that some that follow each other are as cheap to read as one. */
  readonly keepsRowsByIds: boolean;
  /** Compiles a read of one row by the values that it takes in their order, once, for the reads that every request needs. */
  prepare<Values extends readonly (string | bigint)[], Row>(
    query: (db: Db, ...values: Values) => Compilable<Row>,
  ): (...values: Values) => Promise<Row | undefined>;
  /**
   * Calls `changed` with what others ended, soon after they committed it; with "unknown" where the engine cannot tell
   * what, or whether anything, did. Never for writes of this engine whose outcome is known. Keeps no process alive.
   * @param hear is told of news of others, where the engine carries any
   * @returns ends it
   */
  watchOthers(changed: (revocation: Revocation) => void, hear: (news: News) => void): () => void;
  /** For metrics, where there is a pool of connections. */
  poolLoad?(): PoolLoad;
  close(): Promise<void>;
}
