import type { SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite';

/** A row by the names of its columns. */
export type Row = Record<string, SQLOutputValue>;

/** What is found of a row, in the order of the columns. */
type Values = readonly SQLOutputValue[];

/**
 * A compiled statement. `node:sqlite` makes rows objects in which V8 looks for every name, which takes longer than finding the row where
 * there are forty columns. So here it gives lists of values, and these become objects of one shape.
 */
export class Statement {
  readonly #compiled: StatementSync;
  readonly #rowOf: (values: Values) => Row;
  readonly returnsRows: boolean;

  constructor(compiled: StatementSync) {
    this.#compiled = compiled;
    const names = compiled.columns().map(({ name }) => name);
    this.#rowOf = rowMaker(names);
    this.returnsRows = names.length > 0;
    compiled.setReturnArrays(true);
  }

  /** The first row. */
  get(...values: SQLInputValue[]): Row | undefined {
    // What node:sqlite types as an object is a list, as it was asked for.
    const found = this.#compiled.get(...values) as unknown as Values | undefined;
    return found === undefined ? undefined : this.#rowOf(found);
  }

  all(...values: SQLInputValue[]): Row[] {
    return (this.#compiled.all(...values) as unknown as Values[]).map(this.#rowOf);
  }

  /** How many rows it changed. */
  run(...values: SQLInputValue[]): bigint {
    return BigInt(this.#compiled.run(...values).changes);
  }
}

/**
 * From the text of an object literal, unless Node runs with `--disallow-code-generation-from-strings`: V8 makes such an object at once, and
 * adds members that it does not know beforehand one by one, which takes twenty times as long. The names are those of our own queries.
 */
function rowMaker(names: readonly string[]): (values: Values) => Row {
  const members = names.map((name, index) => `${JSON.stringify(name)}: values[${index}]`);
  try {
    return new Function('values', `return { ${members.join(', ')} }`) as (values: Values) => Row;
  } catch (error) {
    if (!(error instanceof EvalError)) throw error;
    return (values) => Object.fromEntries(names.map((name, index) => [name, values[index] as SQLOutputValue]));
  }
}
