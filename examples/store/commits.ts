import { StoreUnavailable } from 'mastodoor';
import type { Journal } from './journal.ts';
import type { Tables } from './tables.ts';

interface Unit {
  /** Changes the tables and returns the function that tells the caller. */
  readonly work: () => () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Makes changes atomic and durable. Units of change run one after the other, each to its end without waiting, so that no
 * two ever see half of each other. Those of one turn of the event loop share one line of the journal and one wait for the
 * disk, and nobody is told anything before it is over: not the callers, and not those who read meanwhile.
 */
export class Commits {
  readonly #tables: Tables;
  readonly #journal: Journal;
  readonly #waiting: Unit[] = [];
  #working: Promise<void> | undefined;
  /** While the tables are ahead of the disk. */
  #syncing: Promise<void> | undefined;
  #closing: Promise<void> | undefined;

  constructor(tables: Tables, journal: Journal) {
    this.#tables = tables;
    this.#journal = journal;
  }

  /** What is read is on disk, and stands there also after a crash. */
  async read<T>(find: () => T): Promise<T> {
    if (this.#closing !== undefined) throw closed();
    while (this.#syncing !== undefined) await this.#syncing;
    return find();
  }

  /** All of the unit happens and is on disk when this resolves; when it rejects, nothing. */
  write<T>(unit: () => T): Promise<T> {
    if (this.#closing !== undefined) return Promise.reject(closed());
    return new Promise((resolve, reject) => {
      const work = () => {
        const result = unit();
        return () => resolve(result);
      };
      this.#waiting.push({ work, reject });
      this.#working ??= this.#commitAll();
    });
  }

  /** Lets finish what was begun. */
  close(): Promise<void> {
    this.#closing ??= (this.#working ?? Promise.resolve()).then(() => this.#journal.close());
    return this.#closing;
  }

  async #commitAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      // The turn may bring more units, and whoever reads gets a turn between two groups.
      await new Promise((resolve) => setImmediate(resolve));
      await this.#commit(this.#waiting.splice(0));
    }
    this.#working = undefined;
  }

  async #commit(units: readonly Unit[]): Promise<void> {
    const outcomes = units.map((unit) => this.#run(unit));
    let failure: unknown;
    if (this.#tables.changes.length > 0) {
      this.#syncing = this.#journal.append(this.#tables.changes).catch((error: unknown) => {
        failure = error;
        this.#tables.undo(0);
      });
      await this.#syncing;
      this.#syncing = undefined;
    }
    this.#tables.forget();
    // What the units found out rested on changes that were taken back: none of it is worth telling.
    if (failure === undefined) for (const tell of outcomes) tell();
    else for (const unit of units) unit.reject(failure);
  }

  #run(unit: Unit): () => void {
    const before = this.#tables.changes.length;
    try {
      return unit.work();
    } catch (error) {
      this.#tables.undo(before);
      return () => unit.reject(error);
    }
  }
}

function closed(): StoreUnavailable {
  return new StoreUnavailable('The store is closed');
}
