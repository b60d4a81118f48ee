import { statSync } from 'node:fs';
import { StoreUnavailable } from '../../flows/ports.ts';

/** How long a look holds for reads, in milliseconds. */
const FRESH = 1000;

/**
 * Whether a database is still where it was opened. A file that was moved, removed or replaced stays open, and SQLite would go
 * on writing what nobody finds after the next start; its write-ahead log likewise. A look costs microseconds.
 */
export class SameFile {
  readonly #path: string;
  readonly #file: string | undefined;
  #log: string | undefined;
  #lookedAt = performance.now();
  #isSame = true;

  /** @param path of a database that is open */
  constructor(path: string) {
    this.#path = path;
    this.#file = identityOf(path);
  }

  /**
   * Before and after each write.
   * @throws StoreUnavailable until the file is back in its place, or the server starts anew
   */
  demand(): void {
    const log = identityOf(`${this.#path}-wal`);
    // SQLite makes the log when it needs it, and keeps it as long as the database is open.
    this.#log ??= log;
    this.#isSame = identityOf(this.#path) === this.#file && log === this.#log;
    this.#lookedAt = performance.now();
    if (!this.#isSame) throw new StoreUnavailable('The file of the database was moved, removed or replaced');
  }

  /**
   * Before reads, which trust a look of the last second.
   * @throws StoreUnavailable as {@link demand} does
   */
  demandForReads(): void {
    if (!this.#isSame || performance.now() - this.#lookedAt > FRESH) this.demand();
  }
}

function identityOf(path: string): string | undefined {
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stats && `${stats.dev}:${stats.ino}`;
}
