/** A change of one row: what has to be written down, and what it takes to undo it. */
export interface Change {
  readonly table: string;
  readonly key: string;
  readonly before: object | undefined;
  readonly after: object | undefined;
}

type IndexKeys<Row, Index extends string> = Readonly<Record<Index, (row: Row) => string | undefined>>;

/** Rows in memory under a key, and under other values that they are sought by. Every change is logged. */
export class Table<Row extends object, Index extends string = never> {
  readonly name: string;
  readonly #log: Change[];
  readonly #keys: IndexKeys<Row, Index>;
  readonly #rows = new Map<string, Row>();
  readonly #indexes = new Map<string, Map<string, Set<string>>>();

  constructor(name: string, log: Change[], keys: IndexKeys<Row, Index>) {
    this.name = name;
    this.#log = log;
    this.#keys = keys;
    for (const index of Object.keys(keys)) this.#indexes.set(index, new Map());
  }

  get(key: string): Row | undefined {
    return this.#rows.get(key);
  }

  /** In the order in which they were added. */
  all(): IteratorObject<Row> {
    return this.#rows.values();
  }

  entries(): IteratorObject<[string, Row]> {
    return this.#rows.entries();
  }

  /** The rows under a value. A list of its own, so that they may be changed while it is walked. */
  by(index: Index, value: string): readonly Row[] {
    const keys = this.#indexes.get(index)?.get(value) ?? [];
    return [...keys].flatMap((key) => this.#rows.get(key) ?? []);
  }

  /** Throws when the key is taken: what a caller brings must never replace what stands. */
  add(key: string, row: Row): void {
    if (this.#rows.has(key)) throw new Error(`There is a row with this key in "${this.name}" already`);
    this.set(key, row);
  }

  set(key: string, row: Row): void {
    this.#log.push({ table: this.name, key, before: this.#rows.get(key), after: row });
    this.put(key, row);
  }

  remove(key: string): void {
    const before = this.#rows.get(key);
    if (before === undefined) return;
    this.#log.push({ table: this.name, key, before, after: undefined });
    this.put(key, undefined);
  }

  /** Sets or removes without a trace, to replay a change or to undo it. */
  put(key: string, row: Row | undefined): void {
    const before = this.#rows.get(key);
    for (const [index, found] of this.#indexes) {
      const keyOf = this.#keys[index as Index];
      const [from, to] = [before && keyOf(before), row && keyOf(row)];
      if (from === to) continue;
      if (from !== undefined) {
        const keys = found.get(from);
        keys?.delete(key);
        if (keys?.size === 0) found.delete(from);
      }
      if (to === undefined) continue;
      const keys = found.get(to);
      if (keys === undefined) found.set(to, new Set([key]));
      else keys.add(key);
    }
    if (row === undefined) this.#rows.delete(key);
    else this.#rows.set(key, row);
  }
}
