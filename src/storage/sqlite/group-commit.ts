import { StoreUnavailable } from '../../flows/ports.ts';
import { tellCommit } from '../commit-channel.ts';
import { PATIENCE, pauseBefore } from './patience.ts';
import type { SqliteConnection } from './sqlite-connection.ts';
import { asStoreError, isBusy } from './sqlite-errors.ts';

/** More units than this wait for the next commit, so that one commit never holds up the process for long. */
const LARGEST_GROUP = 64;

/** A commit waits no longer than so many turns of the event loop for more units. */
const LONGEST_GATHERING = 8;

interface Unit {
  readonly waitingSince: number;
  /** Does the work and resolves to the function that tells the caller. */
  readonly work: () => Promise<() => void>;
  readonly reject: (error: unknown) => void;
}

/**
 * Lets the writes of a few turns of the event loop share one transaction, since waiting for the disk is what a commit
 * costs. Where one unit of a group fails, all of it is rolled back and each unit runs again under a savepoint of its own, so
 * that only that one fails. Nobody learns the outcome before the commit; when the commit fails, all units of the group reject
 * and nothing has changed.
 *
 * A unit must await nothing but queries on this connection, because the write lock is held meanwhile, and must leave no
 * trace but in the database, because it may be run again.
 */
export class GroupCommit {
  readonly #connection: SqliteConnection;
  readonly #demandFile: () => void;
  readonly #committed: () => void;
  readonly #waiting: Unit[] = [];
  #working: Promise<void> | undefined;
  #closed = false;
  /** When the write lock was taken the last time. */
  #began = 0;

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
      await this.#gather();
      if (!(await this.#begin())) continue;
      const units = this.#waiting.splice(0, LARGEST_GROUP);
      if (await this.#commitTogether(units)) continue;
      // One of them failed, and nothing has happened: each once more, so that only that one fails.
      this.#waiting.unshift(...units);
      if (await this.#begin()) await this.#commitApart(this.#waiting.splice(0, units.length));
    }
    this.#working = undefined;
  }

  /** Lets units come in until two turns of the event loop have brought none: a commit takes as long for one as for many. */
  async #gather(): Promise<void> {
    for (let turn = 0, quiet = 0; turn < LONGEST_GATHERING && quiet < 2; turn += 1) {
      const before = this.#waiting.length;
      if (before >= LARGEST_GROUP) return;
      await nextTurn();
      quiet = this.#waiting.length === before ? quiet + 1 : 0;
    }
  }

  /** Takes the write lock; false when nobody waits for it any more. */
  async #begin(): Promise<boolean> {
    for (let attempt = 1; this.#waiting.length > 0; attempt++) {
      try {
        this.#demandFile();
        this.#connection.step('begin immediate');
        this.#began = performance.now();
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

  /**
   * Without a savepoint for each unit, for which SQLite would copy every page that a unit changes.
   * @returns whether the units are settled; otherwise nothing has happened, and they may be run again
   */
  async #commitTogether(units: readonly Unit[]): Promise<boolean> {
    const outcomes: (() => void)[] = [];
    try {
      for (const unit of units) outcomes.push(await unit.work());
    } catch (error) {
      this.#rollBack();
      if (units.length > 1) return false;
      units[0]?.reject(asStoreError(error));
      return true;
    }
    this.#conclude(units, outcomes);
    return true;
  }

  async #commitApart(units: readonly Unit[]): Promise<void> {
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
    this.#conclude(units, outcomes, failure);
  }

  /** Commits, and tells the callers of the units that were run; that all is lost where something made it so. */
  #conclude(units: readonly Unit[], outcomes: readonly (() => void)[], failure?: unknown): void {
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
    tellCommit(outcomes.length, this.#began);
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
