import { patiently } from './patience.ts';
import type { SqliteConnection } from './sqlite-connection.ts';

interface Asked {
  readonly find: () => unknown;
  readonly resolve: (row: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Lets the reads of one turn of the event loop share one read transaction, since taking and giving back SQLite's locks
 * costs more than finding a row. The transaction begins after the last of them was asked for, so each sees everything
 * that was committed before its request came in, by this process or another.
 */
export class GroupRead {
  readonly #connection: SqliteConnection;
  readonly #demandFile: () => void;
  #asked: Asked[] = [];

  /** @param demandFile throws when what is read would not be what others see */
  constructor(connection: SqliteConnection, demandFile: () => void = () => {}) {
    this.#connection = connection;
    this.#demandFile = demandFile;
  }

  read<T>(find: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.#asked.length === 0) setImmediate(() => this.#answerAll());
      this.#asked.push({ find, resolve: resolve as Asked['resolve'], reject });
    });
  }

  #answerAll(): void {
    const asked = this.#asked;
    this.#asked = [];
    let next = 0;
    try {
      this.#demandFile();
    } catch (error) {
      for (const { reject } of asked) reject(error);
      return;
    }
    try {
      // Nothing is locked before the first row is asked for.
      this.#connection.step('begin');
      for (; next < asked.length; next += 1) {
        const one = asked[next];
        one?.resolve(one.find());
      }
      this.#connection.step('commit');
    } catch {
      this.#connection.abandon();
      // Whoever was not answered yet tries alone: one that fails must not fail its neighbours.
      for (const { find, resolve, reject } of asked.slice(next)) patiently(find).then(resolve, reject);
    }
  }
}
