import { CheckpointThread } from './checkpoint-thread.ts';
import type { SqliteConnection } from './sqlite-connection.ts';

/** Pages in the log before they are brought into the file: 16 MiB. */
const MANY = 4000;

/** A log so many times as long is brought over at once, whoever waits: the thread does not keep up, or fails. */
const TOO_MANY = 4;

/**
 * Has the write-ahead log brought into the database file by a thread. SQLite would do so within a commit: a thousand pages
 * all over a large file take tens of milliseconds, in which the process answers nobody. The last few pages, which were
 * written while the thread worked, are left to the connection that writes: only where nothing is left can the log begin anew.
 */
export class Checkpoints {
  readonly #writer: SqliteConnection;
  readonly #thread: CheckpointThread;
  readonly #many: number;
  #atWork = false;
  #closed = false;

  /**
   * @param path of the file that `writer` has open
   * @param many how many pages the log may have before they are brought over
   */
  constructor(writer: SqliteConnection, path: string, many = MANY) {
    this.#writer = writer;
    this.#many = many;
    this.#thread = new CheckpointThread(path, () => this.#finish());
    // Where SQLite cannot say how long the log is without working on it, it is left to do so by itself.
    if (tellsLengthOfLog(writer)) writer.run('pragma wal_autocheckpoint = 0');
    else this.#closed = true;
  }

  /** Looks after a commit whether there is something to do; takes microseconds. */
  look(): void {
    if (this.#closed) return;
    const { length, waiting } = this.#log('noop');
    if (length >= TOO_MANY * this.#many) this.#log('passive');
    else if (waiting >= this.#many && !this.#atWork) {
      this.#atWork = true;
      this.#thread.ask();
    }
  }

  /** Before the writer is closed, which brings over what is left. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#thread.close();
  }

  #finish(): void {
    this.#atWork = false;
    // A transaction is never open here: a unit of change awaits nothing but its queries.
    if (!this.#closed && !this.#writer.inTransaction && this.#log('noop').waiting > 0) this.#log('passive');
  }

  /** How many pages the log has, and how many of them wait; `passive` brings over what can be, `noop` nothing. */
  #log(mode: 'noop' | 'passive'): { readonly length: number; readonly waiting: number } {
    try {
      const row = this.#writer.statement(`pragma wal_checkpoint(${mode})`).get();
      const length = Number(row?.log);
      return { length, waiting: length - Number(row?.checkpointed) };
    } catch {
      // Whatever is wrong with the file, the next write says so.
      return { length: 0, waiting: 0 };
    }
  }
}

/** `NOOP` came with SQLite 3.51; older ones would work at each look. */
function tellsLengthOfLog(connection: SqliteConnection): boolean {
  const version = String(connection.statement('select sqlite_version() as version').get()?.version);
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 3 || (major === 3 && minor >= 51);
}
