import type { SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite';

/** A row by the names of its columns. */
export type Row = Record<string, SQLOutputValue>;

/**
 * A compiled statement. `node:sqlite` makes rows objects in which V8 looks for every name, which takes longer than finding the row where
 * there are forty columns. So here it gives lists of values, and these become objects of one shape.
 */
export class Statement {
  readonly #compiled: StatementSync;
  readonly #names: readonly string[];

  constructor(compiled: StatementSync) {
    this.#compiled = compiled;
    this.#names = compiled.columns().map(({ name }) => name);
    compiled.setReturnArrays(true);
  }

  get returnsRows(): boolean {
    return this.#names.length > 0;
  }

  /** The first row. */
  get(...values: SQLInputValue[]): Row | undefined {
    const found = this.#compiled.get(...values);
    return found === undefined ? undefined : this.#rowOf(found);
  }

  all(...values: SQLInputValue[]): Row[] {
    return this.#compiled.all(...values).map((found) => this.#rowOf(found));
  }

  /** How many rows it changed. */
  run(...values: SQLInputValue[]): bigint {
    return BigInt(this.#compiled.run(...values).changes);
  }

  #rowOf(found: unknown): Row {
    // What node:sqlite types as an object is a list, as it was asked for.
    const values = found as readonly SQLOutputValue[];
    const row: Row = {};
    let index = 0;
    for (const name of this.#names) row[name] = values[index++] as SQLOutputValue;
    return row;
  }
}
