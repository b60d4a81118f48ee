import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { Statement } from './statement.ts';

/** Texts beyond this number are compiled anew; the queries of this package are fewer. */
const CACHED_STATEMENTS = 256;

/**
 * One connection, with each statement compiled once. Never waits for a lock: SQLite reports that it is busy at once,
 * since its own waiting would block the process.
 */
export class SqliteConnection {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, Statement>();

  constructor(path: string) {
    this.#database = new DatabaseSync(path, { readBigInts: true, timeout: 0, enableForeignKeyConstraints: true });
  }

  get inTransaction(): boolean {
    return this.#database.isTransaction;
  }

  /** Runs statements that take no parameters, such as pragmas. */
  run(sql: string): void {
    this.#database.exec(sql);
  }

  /** Runs one statement that takes no parameters and is needed again and again: compiled once. */
  step(sql: string): void {
    this.statement(sql).run();
  }

  /** Ends whatever transaction there may be, also where nothing works any more. */
  abandon(): void {
    try {
      if (this.inTransaction) this.run('rollback');
    } catch {
      // A connection that cannot even roll back holds nothing: it is closed, or its file is gone.
    }
  }

  /** Least recently used statements are forgotten first. */
  statement(sql: string): Statement {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = new Statement(this.#database.prepare(sql));
    } else if (this.#statements.size >= CACHED_STATEMENTS) {
      // Which of them is in use matters only when some must go.
      this.#statements.delete(sql);
    } else return statement;
    this.#statements.set(sql, statement);
    if (this.#statements.size > CACHED_STATEMENTS) {
      for (const oldest of this.#statements.keys()) {
        this.#statements.delete(oldest);
        break;
      }
    }
    return statement;
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }
}

/** What `node:sqlite` binds as SQLite's integers, where it would bind a number as a floating-point value. */
export function bound(value: unknown): SQLInputValue {
  switch (typeof value) {
    case 'number':
      return Number.isInteger(value) ? BigInt(value) : value;
    case 'boolean':
      return value ? 1n : 0n;
    case 'string':
    case 'bigint':
      return value;
    default:
      if (value === null || value instanceof Uint8Array) return value;
      throw new TypeError(`A value of type ${typeof value} cannot be bound`);
  }
}
