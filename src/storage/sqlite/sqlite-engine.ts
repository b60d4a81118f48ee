import { type Compilable, Kysely } from 'kysely';
import { type Revocation, StoreUnavailable } from '../../flows/ports.ts';
import { runCompiledBy, textOf } from '../compiled-once.ts';
import type { Engine } from '../engine.ts';
import type { Db, Schema } from '../schema.ts';
import { Checkpoints } from './checkpoints.ts';
import { watchForeignCommits } from './foreign-commits.ts';
import { GroupCommit } from './group-commit.ts';
import { GroupRead } from './group-read.ts';
import { patiently } from './patience.ts';
import { SameFile } from './same-file.ts';
import { bound, type SqliteConnection } from './sqlite-connection.ts';
import { createSqliteDialect, runQuery } from './sqlite-dialect.ts';

/** A look at the log costs a tenth of a commit, and in so many commits it grows by a part of what it may have. */
const COMMITS_BETWEEN_LOOKS = 8;

/** One connection writes, in groups; the other reads what is committed and never waits for the writer. */
export class SqliteEngine implements Engine {
  readonly servesNodes = false;
  readonly keepsRowsByIds = true;
  readonly #writer: SqliteConnection;
  readonly #reader: SqliteConnection;
  readonly #writerDb: Db;
  readonly #readerDb: Db;
  readonly #checkpoints: Checkpoints;
  readonly #commits: GroupCommit;
  readonly #reads: GroupRead;
  readonly #file: SameFile;
  #closing: Promise<void> | undefined;

  /** @param path of the file that both have open */
  constructor(writer: SqliteConnection, reader: SqliteConnection, path: string) {
    this.#writer = writer;
    this.#reader = reader;
    this.#writerDb = createDb(writer);
    this.#readerDb = createDb(reader);
    this.#file = new SameFile(path);
    this.#checkpoints = new Checkpoints(writer, path);
    this.#commits = new GroupCommit(writer, {
      demandFile: () => this.#file.demand(),
      committed: oncePer(COMMITS_BETWEEN_LOOKS, () => this.#checkpoints.look()),
    });
    this.#reads = new GroupRead(reader, () => this.#file.demandForReads());
  }

  read<T>(query: (db: Db) => Promise<T>): Promise<T> {
    return this.#patiently(() => {
      this.#file.demandForReads();
      return query(this.#readerDb);
    });
  }

  write<T>(unit: (db: Db) => Promise<T>): Promise<T> {
    return this.#commits.write(() => unit(this.#writerDb));
  }

  prepare<Values extends readonly (string | bigint)[], Row>(
    query: (db: Db, ...values: Values) => Compilable<Row>,
  ): (...values: Values) => Promise<Row | undefined> {
    const statement = this.#reader.statement(textOf(this.#readerDb, query));
    return (...values) => {
      if (this.#closing !== undefined) return Promise.reject(new StoreUnavailable('The database is closed'));
      return this.#reads.read(() => statement.get(...values.map(bound)) as Row | undefined);
    };
  }

  /** A file tells that somebody else committed, not what. */
  watchOthers(changed: (revocation: Revocation) => void): () => void {
    return watchForeignCommits(this.#writer, () => changed({ kind: 'unknown' }));
  }

  /** Lets the writes that wait finish first. Afterwards every call rejects with `StoreUnavailable`. */
  close(): Promise<void> {
    this.#closing ??= this.#commits.close().then(async () => {
      await this.#checkpoints.close();
      this.#reader.close();
      this.#writer.close();
    });
    return this.#closing;
  }

  #patiently<T>(action: () => T | Promise<T>): Promise<T> {
    if (this.#closing !== undefined) return Promise.reject(new StoreUnavailable('The database is closed'));
    return patiently(action);
  }
}

/** Of so many calls the last acts. */
function oncePer(calls: number, act: () => void): () => void {
  let count = 0;
  return () => {
    count += 1;
    if (count % calls === 0) act();
  };
}

export function createDb(connection: SqliteConnection): Db {
  const db: Db = new Kysely<Schema>({ dialect: createSqliteDialect(connection) });
  // There is one connection, and nothing that would have to be waited for.
  runCompiledBy(db, (query) => runQuery(connection, query).rows);
  return db;
}
