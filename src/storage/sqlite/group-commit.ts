import { StoreUnavailable } from '../../flows/ports.ts';
import { tellCommit } from '../commit-channel.ts';
import { PATIENCE, pauseBefore } from './patience.ts';
import type { SqliteConnection } from './sqlite-connection.ts';
import { asStoreError, isBusy } from './sqlite-errors.ts';

/** More units than this wait for the next commit, so that one commit never holds up the process for long. */
const LARGEST_GROUP = 64;

interface Unit {
  readonly waitingSince: number;
  /** Does the work and resolves to the function that tells the caller. */
  readonly work: () => Promise<() => void>;
  readonly reject: (error: unknown) => void;
}

/**
 * Lets the writes of one turn of the event loop share one transaction, since waiting for the disk is what a commit
 * costs. Every unit has a savepoint of its own: one that fails is rolled back alone. Nobody learns the outcome before
 * the commit; when the commit fails, all units of the group reject and nothing has changed.
 *
 * A unit must await nothing but queries on this connection: the write lock is held meanwhile.
 */
export class GroupCommit {
  readonly #connection: SqliteConnection;
  readonly #demandFile: () => void;
  readonly #committed: () => void;
  readonly #waiting: Unit[] = [];
  #working: Promise<void> | undefined;
  #closed = false;

  /**
   * @param hooks.demandFile throws when what is committed would not be found after the next start
   * @param hooks.committed is called after each commit, when everybody was told
   */
  constructor(
    connection: SqliteConnection,
    { demandFile = () => {}, committed = () => {} }: { demandFile?: () => void; committed?: () => void } = {},
  ) {
    this.#connection = connection;
    this.#demandFile = demandFile;
    this.#committed = committed;
  }

  write<T>(unit: () => Promise<T>): Promise<T> {
    if (this.#closed) return Promise.reject(new StoreUnavailable('The database is closed'));
    return new Promise<T>((resolve, reject) => {
      const work = async () => {
        const result = await unit();
        return () => resolve(result);
      };
      this.#waiting.push({ waitingSince: performance.now(), work, reject });
      this.#working ??= this.#commitAll();
    });
  }

  /** Refuses new units and resolves when those that wait are settled. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#working;
  }

  async #commitAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      await nextTurn();
      if (await this.#begin()) await this.#commit(this.#waiting.splice(0, LARGEST_GROUP));
    }
    this.#working = undefined;
  }

  /** Takes the write lock; false when nobody waits for it any more. */
  async #begin(): Promise<boolean> {
    for (let attempt = 1; this.#waiting.length > 0; attempt++) {
      try {
        this.#demandFile();
        this.#connection.step('begin immediate');
        return true;
      } catch (error) {
        const busy = isBusy(error);
        const now = performance.now();
        // Units wait in the order of their arrival.
        while (this.#waiting[0] !== undefined && (!busy || now - this.#waiting[0].waitingSince >= PATIENCE)) {
          this.#waiting.shift()?.reject(asStoreError(error));
        }
      }
      await pauseBefore(attempt);
    }
    return false;
  }

  async #commit(units: readonly Unit[]): Promise<void> {
    const started = performance.now();
    const outcomes: (() => void)[] = [];
    let failure: unknown;
    for (const [index, unit] of units.entries()) {
      try {
        outcomes.push(await this.#workAlone(unit));
      } catch (error) {
        outcomes.push(() => unit.reject(asStoreError(error)));
        // Some errors, such as a full disk, make SQLite roll back everything. Units that did not run yet try again.
        if (!this.#connection.inTransaction) {
          failure = error;
          this.#waiting.unshift(...units.slice(index + 1));
          break;
        }
      }
    }
    try {
      if (failure !== undefined) throw failure;
      this.#connection.step('commit');
      this.#demandFile();
    } catch (error) {
      this.#rollBack();
      const lost = new StoreUnavailable('The database could not commit', { cause: error });
      for (const unit of units.slice(0, outcomes.length)) unit.reject(lost);
      return;
    }
    tellCommit(outcomes.length, started);
    for (const tell of outcomes) tell();
    this.#committed();
  }

  async #workAlone(unit: Unit): Promise<() => void> {
    this.#connection.step('savepoint unit');
    try {
      const tell = await unit.work();
      this.#connection.step('release unit');
      return tell;
    } catch (error) {
      this.#rollBackUnit();
      throw error;
    }
  }

  #rollBackUnit(): void {
    try {
      this.#connection.run('rollback to unit; release unit');
    } catch {
      this.#rollBack();
    }
  }

  #rollBack(): void {
    try {
      if (this.#connection.inTransaction) this.#connection.run('rollback');
    } catch {
      // SQLite rolls back by itself after the errors that make this fail.
    }
  }
}

/** Resolves after the callbacks of this turn, which may bring more units. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
