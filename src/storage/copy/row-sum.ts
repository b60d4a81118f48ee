import { hash } from 'node:crypto';
import type { Row, Value } from './rows.ts';

/**
 * A sum over rows that two tables have in common exactly when they hold the same rows, whatever the order: 64 bits
 * of the SHA-256 digest of each, added. It finds what went wrong; it withstands nobody who wants to deceive it.
 */
export class RowSum {
  #columns: readonly string[] | undefined;
  #sum = 0n;
  rows = 0;

  add(row: Row): void {
    this.#columns ??= Object.keys(row).sort();
    const text = this.#columns.map((column) => written(row[column] ?? null)).join('');
    this.#sum = BigInt.asUintN(64, this.#sum + hash('sha256', text, 'buffer').readBigUInt64LE());
    this.rows += 1;
  }

  equals(other: RowSum): boolean {
    return this.rows === other.rows && this.#sum === other.#sum;
  }
}

/** An integer is the same from either engine, whether it came as a big one or not, and never the same as its text. */
function written(value: Value): string {
  if (value === null) return '-';
  return typeof value === 'string' ? `"${value.length}:${value}` : `#${value};`;
}
